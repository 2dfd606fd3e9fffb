"""The FEEL spelling (a subset), as in Camunda 8 and DMN: `= if a.b = "x" then 1 else 2`, and tests of table cells."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from expressions.feel_functions import FUNCTIONS, LONG_NAMES, OF_LISTS, OTHERS, PATTERN, string_join
from expressions.feel_tests import FeelTests
from expressions.grammar import COMPARISONS, POWER
from expressions.iso8601 import Duration, IsoRefused, Repeat, parse_iso
from expressions.lexer import Lexer, Token
from expressions.nodes import (
    Attribute,
    Binary,
    Call,
    Clause,
    Compare,
    Comprehension,
    Conditional,
    DictOf,
    ListOf,
    Literal,
    Name,
    Node,
    Slice,
    Subscript,
    Unary,
)

OPERATORS = (
    *("(", ")", "[", "]", "{", "}", ",", ":", ".", "..", "+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">="),
    *("?", "==", "&&", "||", "%", "!", "@"),
)
CONSTANTS = {"true": True, "false": False, "null": None, "True": True, "False": False, "None": None}
KEYWORDS = {
    *CONSTANTS, "if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and", "or", "between",
    "instance", "function",
}  # fmt: skip
INSTEAD = {
    "==": "dalam FEEL '='", "&&": "dalam FEEL 'and'", "||": "dalam FEEL 'or'", "!": "dalam FEEL 'not(...)'",
    "%": "dalam FEEL modulo(a, b)", "instance": "jenis nilai tidak dapat ditanyakan",
    "function": "fungsi ditulis di handlers.py", "@": 'tulis @"2026-12-01", @"2026-12-01T09:00" atau @"P5D"',
}  # fmt: skip

_PLAIN_OPERATORS = ("+", "-", "*", "/", "**", "!=", "<", "<=", ">", ">=", "and", "or", "in")


class Feel(FeelTests):
    """The grammar of FEEL expressions; with `subject`, also of unary tests about it."""

    infix: ClassVar[dict[str, str]] = {
        **dict(zip(_PLAIN_OPERATORS, _PLAIN_OPERATORS, strict=True)),
        "=": "==",
        "between": "between",
    }
    strict: ClassVar[str] = "feel"

    def power(self, operator: str) -> int:
        return super().power("in" if operator == "between" else operator)

    def combine(self, left: Node, operator: str, power: int) -> Node:
        if operator == "between":
            at = self.take().at
            low = self.expression(power)
            self.expect("and", " (x between a and b)")
            return Compare(low, (("<=", left), ("<=", self.expression(power))), at=at)
        if operator == "in":
            token = self.take()
            return self.membership(left, token, power)
        if operator in COMPARISONS:
            token = self.take()
            node = Compare(left, ((operator, self.expression(power)),), strict=self.strict, at=token.at)
            if self.operator() in COMPARISONS:
                raise self.refuse(self.token, "Perbandingan berantai ditulis dengan 'and' atau 'between'.")
            return node
        if operator == "**":
            token = self.take()
            raised = Binary(operator, left, self.expression(power), at=token.at)
            if self.at("**"):
                raise self.refuse(self.token, "Urutan pangkat berganda ditulis dengan kurung: (a ** b) ** c.")
            return raised
        return super().combine(left, operator, power)

    def prefix(self) -> Node:
        token = self.token
        if token.kind == "op" and token.text == "-":
            self.take()
            return self.sign(token, "-", POWER)  # FEEL's sign binds tighter than its power: -2 ** 2 is 4
        if token.kind == "name" and token.text == "not" and self.peek().text != "(":
            raise self.refuse(token, "Dalam FEEL 'not' memakai kurung: not(...).")
        if token.kind == "name" and token.text in ("if", "for", "some", "every"):
            self.take()
            return self._if(token) if token.text == "if" else self._iterate(token)
        atom = self._atom()
        return atom if isinstance(atom, Literal) else self._postfix(atom)  # a literal before "[" ends a range

    def _if(self, token: Token) -> Node:
        test = self.expression()
        self.expect("then")
        then = self.expression()
        self.expect("else")
        return Conditional(test, then, self.expression(), at=token.at)

    def _iterate(self, token: Token) -> Node:
        """`for x in xs return e`, `some / every x in xs satisfies c`."""
        clauses: list[Clause] = []
        while not clauses or self.accept(","):
            name = self.take()
            if name.kind != "name" or name.text in KEYWORDS:
                raise self.refuse(name, "Nama seharusnya ada di sini.")
            self.expect("in")
            clauses.append(Clause(name.text, self._items(), at=name.at))
        self.expect("return" if token.text == "for" else "satisfies")
        every = Comprehension(self.expression(), tuple(clauses), at=token.at)
        if token.text == "for":
            return every
        return Call("any" if token.text == "some" else "all", (every,), at=token.at)

    def _items(self) -> Node:
        """A list, or `1..3`: the whole numbers from the one to the other, downwards if need be."""
        items = self.expression()
        if not self.at(".."):
            return items
        at = self.take().at
        return Call("deret", (items, self.expression()), at=at)

    def _atom(self) -> Node:
        token = self.take()
        if token.kind in ("number", "text"):
            return Literal(token.value, at=token.at)
        if token.kind == "name":
            return self._word(token)
        if token.kind == "op" and token.text == "?":
            return Name("?", at=token.at)
        if token.kind == "op" and token.text == "(":
            node = self.expression()
            self.expect(")")
            return node
        if token.kind == "op" and token.text == "[":
            return ListOf(self.separated("]"), at=token.at)
        if token.kind == "op" and token.text == "{":
            return self._context(token)
        if token.kind == "op" and token.text == "@" and self.token.kind == "text":
            return self._moment(token)
        self.index -= token.kind != "end"
        self._refuse_foreign()
        raise self.unexpected("Nilai seharusnya ada di sini")

    def _refuse_foreign(self) -> None:
        if self.token.kind in ("op", "name") and self.token.text in INSTEAD:
            raise self.refuse(self.token, f"'{self.token.text}' bukan bagian bahasa ini: {INSTEAD[self.token.text]}.")

    def whole(self) -> Node:
        node = self.expression()
        self.end()
        return node

    def end(self) -> None:
        """Refuse what follows the whole."""
        self._refuse_foreign()
        if self.index and self.token.kind == "name" == self.tokens[self.index - 1].kind:
            raise self.unexpected("Nama dengan spasi tidak ada di sini, pakai garis bawah. Ekspresi seharusnya selesai")
        if self.token.kind != "end":
            raise self.after_expression()

    def closes_at_end(self, ahead: int) -> bool:
        """Whether the bracket that opens `ahead` tokens from here closes with the last token."""
        depth = 0
        for index in range(self.index + ahead, len(self.tokens) - 1):
            token = self.tokens[index]
            if token.kind == "op" and token.text in ("(", ")"):
                depth += 1 if token.text == "(" else -1
                if depth == 0:
                    return index == len(self.tokens) - 2
        return False

    def _word(self, token: Token) -> Node:
        if token.text in CONSTANTS:
            return Literal(CONSTANTS[token.text], at=token.at)
        name = self._function_name(token)
        if name is not None:
            return self._call(name, token)
        if token.text in KEYWORDS or token.text.startswith("__"):
            self.index -= 1
            self._refuse_foreign()
            raise self.unexpected("Nilai seharusnya ada di sini")
        return Name(token.text, at=token.at)

    def _function_name(self, token: Token) -> str | None:
        """The name of the function called here, which may be several words; its `(` is taken."""
        for words in LONG_NAMES:
            ahead = [token.text, *(self.peek(n).text for n in range(len(words) - 1))]
            if tuple(ahead) == words and self.peek(len(words) - 1).text == "(":
                self.index += len(words)
                return " ".join(words)
        if self.at("(") and token.text not in KEYWORDS:
            self.take()
            return token.text
        return None

    def _call(self, name: str, token: Token) -> Node:
        arguments = self.separated(")")
        if name == "string join" and len(arguments) in (1, 2):
            return string_join(arguments, token)
        if name in OTHERS:
            raise self.refuse(token, f"'{name}' bukan bagian bahasa ini: {OTHERS[name]}.")
        if name in ("replace", "split"):
            self._no_pattern(name, arguments, token)
        if name == "concatenate":
            arguments = (ListOf(arguments, at=token.at),)
        if name == "not" and len(arguments) == 1:
            return Unary("not", arguments[0], at=token.at)
        if name == "substring" and len(arguments) in (2, 3):
            return self._substring(arguments, token)
        if name == "modulo" and len(arguments) == 2:
            return Binary("%", arguments[0], arguments[1], at=token.at)
        if name in OF_LISTS and len(arguments) != 1:
            arguments = (ListOf(arguments, at=token.at),)
        return Call(FUNCTIONS.get(name, name), arguments, at=token.at)

    def _no_pattern(self, name: str, arguments: tuple[Node, ...], token: Token) -> None:
        """FEEL's replace and split look for a pattern: only a literal text that is none means the same here."""
        texts = [each.value if isinstance(each, Literal) else None for each in arguments[1:]]
        plain = [isinstance(text, str) and not PATTERN & set(text) for text in texts[:1]]
        plain += [not (isinstance(text, str) and set("$\\") & set(text)) for text in texts[1:]]
        if not all(plain):
            raise self.refuse(
                token,
                f"{name}(...) dalam FEEL mencari pola; di sini hanya teks biasa dalam tanda kutip, tanpa tanda pola.",
            )

    def _moment(self, token: Token) -> Node:
        """`@"..."`: a date, a moment or a duration, told apart by how it is written."""
        text = self.take()
        try:
            value = parse_iso(text.value)
        except IsoRefused as error:
            raise self.refuse(token, f"@: {error}.") from error
        if isinstance(value, Repeat):
            self.index -= 2
            self._refuse_foreign()
        name = "durasi" if isinstance(value, Duration) else "waktu" if isinstance(value, datetime) else "tanggal"
        return Call(name, (Literal(text.value, at=text.at),), at=token.at)

    def _substring(self, arguments: tuple[Node, ...], token: Token) -> Node:
        """`substring(text, start, length)`: FEEL counts from 1."""
        start = arguments[1]
        if not isinstance(start, Literal) or type(start.value) is not int or start.value < 1:
            raise self.refuse(token, "substring(...) memerlukan nomor awal 1 atau lebih, ditulis sebagai angka.")
        low = Literal(start.value - 1, at=start.at)
        high = Binary("+", low, arguments[2], at=start.at) if len(arguments) == 3 else None
        return Slice(arguments[0], low, high, at=token.at)

    def _context(self, token: Token) -> Node:
        entries: list[tuple[Node | None, Node]] = []
        while not self.accept("}"):
            key = self.take()
            if key.kind not in ("name", "text"):
                raise self.refuse(key, "Kunci konteks harus nama atau teks: {nama: nilai}.")
            self.expect(":")
            entries.append((Literal(key.value, at=key.at), self.expression()))
            if not self.accept(","):
                self.expect("}")
                break
        return DictOf(tuple(entries), at=token.at)

    def _postfix(self, node: Node) -> Node:
        while self.at(".", "["):
            token = self.take()
            if token.text == ".":
                name = self.take()
                if name.kind != "name" or name.text.startswith("__"):
                    raise self.refuse(name, "Nama kunci seharusnya ada setelah titik.")
                node = Attribute(node, name.text, at=token.at)
                continue
            node = self._index(node, token)
        return node

    def _index(self, node: Node, token: Token) -> Node:
        """`xs[1]`: FEEL counts from 1, and from the end below 0. Filters are refused."""
        index = self.expression()
        self.expect("]")
        if not isinstance(index, Literal) or type(index.value) is not int:
            raise self.refuse(
                token, "Saringan tidak ada; pakai some/every/for, atau ejaan biasa [x for x in xs if ...]."
            )
        if index.value == 0:
            raise self.refuse(token, "Dalam FEEL nomor mulai dari 1.")
        place = index.value - 1 if index.value > 0 else index.value
        return Subscript(node, Literal(place, at=index.at), at=token.at)


def parse_feel(text: str) -> Node:
    """The tree of a FEEL expression, with or without its leading `=`. Raises ExpressionRefused."""
    stripped = text.lstrip()
    code = text.replace("=", " ", 1) if stripped.startswith("=") else text
    return Feel(code, Lexer(code, OPERATORS, feel=True).run()).whole()


__all__ = ["FUNCTIONS", "Feel", "parse_feel"]
