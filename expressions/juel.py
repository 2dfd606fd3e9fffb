"""The JUEL spelling, as in Camunda 7: `${a.b == 'x' && !empty c}`, also inside text."""

from __future__ import annotations

import re
from typing import ClassVar

from expressions.errors import refused_at
from expressions.grammar import COMPARE, SIGN
from expressions.lexer import MAX_TEXT, Lexer, Token
from expressions.nodes import Call, Compare, Conditional, Joined, Literal, Name, Node, Slice, Subscript
from expressions.plain import OPERATORS, Plain
from expressions.templates import closing_brace

#: method -> function with the object as its first argument
METHODS = {
    "contains": "contains", "containsKey": "contains", "startsWith": "startswith", "endsWith": "endswith",
    "isEmpty": "kosong", "size": "len", "length": "len", "toLowerCase": "lower", "toUpperCase": "upper",
    "trim": "trim", "toString": "str", "get": "nilai", "getOrDefault": "nilai", "replace": "ganti", "split": "pisah",
}  # fmt: skip

#: JUEL's `==` binds looser than its `<` (JSR 245, 1.12), and neither is a chain.
EQUAL = COMPARE - 5
#: What makes the text between parts a pattern in Java, where `.split()` takes one.
_PATTERN = frozenset("\\^$.|?*+()[]{}")

_WORDS = {"eq": "==", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">=", "div": "/", "mod": "%"}


class Juel(Plain):
    """The grammar between `${` and `}`."""

    infix: ClassVar[dict[str, str]] = {**Plain.infix, **_WORDS, "&&": "and", "||": "or"}
    strict: ClassVar[str] = "juel"

    def power(self, operator: str) -> int:
        return EQUAL if operator in ("==", "!=") else super().power(operator)

    def combine(self, left: Node, operator: str, power: int) -> Node:
        if operator == "%":
            at = self.take().at
            return Call("sisa", (left, self.expression(power)), at=at)
        if power not in (EQUAL, COMPARE):
            return super().combine(left, operator, power)
        at = self.skip_operator(operator).at
        node = Compare(left, ((operator, self.expression(power)),), strict=self.strict, at=at)
        if power == COMPARE and (following := self.operator()) is not None and self.power(following) == COMPARE:
            raise self.refuse(self.token, "Perbandingan berantai ditulis dengan '&&'.")
        return node

    def chain(self, power: int) -> Node:
        node = super(Plain, self).chain(power)
        if power == 0 and self.at("?"):
            at = self.take().at
            then = self.expression()
            self.expect(":", " (syarat ? a : b)")
            node = Conditional(node, then, self.expression(), at=at)
        return node

    def prefix(self) -> Node:
        token = self.token
        if token.kind == "op" and token.text == "!":
            self.take()
            return self.sign(token, "not", SIGN)
        if token.kind == "name" and token.text == "not":
            self.take()
            return self.sign(token, "not", SIGN)
        if token.kind == "name" and token.text == "empty":
            self.take()
            return Call("kosong", (self.expression(SIGN),), at=token.at)
        return super().prefix()

    def method(self, node: Node, name: Token) -> Node:
        """Read-only methods become functions; `execution.getVariable("x")` is the variable x."""
        self.expect("(")
        arguments = self.separated(")")
        if name.text == "getVariable" and isinstance(node, Name) and node.id == "execution":
            variable = arguments[0] if len(arguments) == 1 else None
            if isinstance(variable, Literal) and isinstance(variable.value, str) and variable.value.isidentifier():
                return Name(variable.value, at=name.at)
        if name.text == "equals" and len(arguments) == 1:
            return Compare(node, (("==", arguments[0]),), at=name.at)
        if name.text == "substring" and len(arguments) in (1, 2):
            for each in arguments:
                self._not_below_zero(each)
            return Slice(node, arguments[0], arguments[1] if len(arguments) == 2 else None, at=name.at)
        if name.text == "get" and len(arguments) == 1 and _is_whole(arguments[0]):
            self._not_below_zero(arguments[0])
            return Subscript(node, arguments[0], at=name.at)
        if name.text == "split":
            self._no_pattern(name, arguments)
        if name.text not in METHODS:
            known = ", ".join(sorted((*METHODS, "equals", "substring")))
            raise self.refuse(name, f"Metode '.{name.text}()' tidak ada di sini; yang ada: {known}.")
        return Call(METHODS[name.text], (node, *arguments), at=name.at)

    def _index(self, node: Node, token: Token) -> Node:
        found = super()._index(node, token)
        if isinstance(found, Subscript):
            self._not_below_zero(found.index)
        return found

    def _not_below_zero(self, number: Node) -> None:
        if isinstance(number, Literal) and _is_whole(number) and number.value < 0:
            raise self.refuse(number, "Dalam JUEL nomor mulai dari 0; tidak ada nomor dari belakang.")

    def _no_pattern(self, name: Token, arguments: tuple[Node, ...]) -> None:
        given = arguments[0] if len(arguments) == 1 else None
        if not isinstance(given, Literal) or not isinstance(given.value, str) or _PATTERN & set(given.value):
            raise self.refuse(name, "split() di Java memakai pola; di sini hanya teks pemisah biasa dalam tanda kutip.")


def _is_whole(node: Node) -> bool:
    return isinstance(node, Literal) and type(node.value) is int


def parse_juel(text: str) -> Node:
    """The tree of `${...}`, or of a text with several of them. Raises ExpressionRefused."""
    if len(text) > MAX_TEXT:
        raise refused_at(text, 0, f"Terlalu panjang: {len(text):,} karakter, paling banyak {MAX_TEXT:,}.")
    parts: list[Node] = []
    at = start = len(text) - len(text.lstrip())
    while at < len(text):
        found = _opening(text, at)
        if found > at:
            parts.append(Literal(_ESCAPED.sub(r"\1", text[at:found]), at=at))
        if found == len(text):
            break
        node, at = _code(text, found)
        parts.append(node)
    if len(parts) == 2 and isinstance(parts[1], Literal) and not str(parts[1].value).strip():
        parts.pop()
    if len(parts) == 1:
        return parts[0]
    return Joined(tuple(parts), at=start)


#: `\\${` is the text `${` (JSR 245, 1.2.2), and no expression.
_ESCAPED = re.compile(r"\\([$#]\{)")
_OPENING = re.compile(r"(?<!\\)[$#]\{")


def _opening(text: str, at: int) -> int:
    found = _OPENING.search(text, at)
    return found.start() if found else len(text)


def _code(text: str, at: int) -> tuple[Node, int]:
    """The tree of the `${...}` at this offset, and the offset behind it; offsets stay those of the whole text."""
    end = closing_brace(text, at + 2)
    if end < 0:
        raise refused_at(text, at, "'${' tidak ditutup dengan '}'.")
    inside = " " * (at + 2) + text[at + 2 : end]
    grammar = Juel(inside, Lexer(inside, OPERATORS, comments=False).run())
    if grammar.token.kind == "end":
        raise grammar.unexpected("Ekspresi seharusnya ada di antara kurung kurawal")
    return grammar.whole(), end + 1


__all__ = ["METHODS", "Juel", "parse_juel"]
