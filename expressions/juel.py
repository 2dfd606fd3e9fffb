"""The JUEL spelling, as in Camunda 7: `${a.b == 'x' && !empty c}`, also inside text."""

from __future__ import annotations

from typing import ClassVar

from expressions.errors import refused_at
from expressions.grammar import SIGN
from expressions.lexer import MAX_TEXT, Lexer, Token
from expressions.nodes import Call, Compare, Conditional, Joined, Literal, Name, Node, Slice
from expressions.plain import OPERATORS, Plain
from expressions.templates import closing_brace

#: method -> function with the object as its first argument
METHODS = {
    "contains": "contains", "containsKey": "contains", "startsWith": "startswith", "endsWith": "endswith",
    "isEmpty": "kosong", "size": "len", "length": "len", "toLowerCase": "lower", "toUpperCase": "upper",
    "trim": "trim", "toString": "str", "get": "nilai", "getOrDefault": "nilai", "replace": "ganti", "split": "pisah",
}  # fmt: skip

_WORDS = {"eq": "==", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">=", "div": "/", "mod": "%"}


class Juel(Plain):
    """The grammar between `${` and `}`."""

    infix: ClassVar[dict[str, str]] = {**Plain.infix, **_WORDS, "&&": "and", "||": "or"}

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
            return Slice(node, arguments[0], arguments[1] if len(arguments) == 2 else None, at=name.at)
        if name.text not in METHODS:
            known = ", ".join(sorted((*METHODS, "equals", "substring")))
            raise self.refuse(name, f"Metode '.{name.text}()' tidak ada di sini; yang ada: {known}.")
        return Call(METHODS[name.text], (node, *arguments), at=name.at)


def parse_juel(text: str) -> Node:
    """The tree of `${...}`, or of a text with several of them. Raises ExpressionRefused."""
    if len(text) > MAX_TEXT:
        raise refused_at(text, 0, f"Terlalu panjang: {len(text):,} karakter, paling banyak {MAX_TEXT:,}.")
    parts: list[Node] = []
    at = start = len(text) - len(text.lstrip())
    while at < len(text):
        found = _opening(text, at)
        if found > at:
            parts.append(Literal(text[at:found], at=at))
        if found == len(text):
            break
        node, at = _code(text, found)
        parts.append(node)
    if len(parts) == 2 and isinstance(parts[1], Literal) and not str(parts[1].value).strip():
        parts.pop()
    if len(parts) == 1:
        return parts[0]
    return Joined(tuple(parts), at=start)


def _opening(text: str, at: int) -> int:
    places = [place for place in (text.find("${", at), text.find("#{", at)) if place >= 0]
    return min(places, default=len(text))


def _code(text: str, at: int) -> tuple[Node, int]:
    """The tree of the `${...}` at this offset, and the offset behind it; offsets stay those of the whole text."""
    end = closing_brace(text, at + 2)
    if end < 0:
        raise refused_at(text, at, "'${' tidak ditutup dengan '}'.")
    inside = " " * (at + 2) + text[at + 2 : end]
    grammar = Juel(inside, Lexer(inside, OPERATORS).run())
    if grammar.token.kind == "end":
        raise grammar.unexpected("Ekspresi seharusnya ada di antara kurung kurawal")
    return grammar.whole(), end + 1


__all__ = ["METHODS", "Juel", "parse_juel"]
