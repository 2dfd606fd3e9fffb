"""The plain spelling: `a.b == "x" and len(c) > 2`, close to what people know from Python."""

from __future__ import annotations

from typing import ClassVar

from expressions.errors import ExpressionRefused
from expressions.grammar import NOT, SIGN, Grammar
from expressions.lexer import Lexer, Token
from expressions.nodes import (
    Attribute,
    Call,
    Clause,
    Comprehension,
    Conditional,
    DictOf,
    Joined,
    ListOf,
    Literal,
    Name,
    Node,
    Slice,
    Subscript,
)
from expressions.templates import template_pieces

OPERATORS = (
    *("(", ")", "[", "]", "{", "}", ",", ":", ".", "+", "-", "*", "/", "//", "%", "**", "=", "==", "!=", "<", "<="),
    *(
        ">",
        ">=",
        "+=",
        "-=",
        "*=",
        "/=",
        "//=",
        "%=",
        "**=",
        "!",
        "&&",
        "||",
        "&",
        "|",
        "^",
        "~",
        ":=",
        "@",
        ";",
        "?",
        "->",
    ),
)
CONSTANTS = {"True": True, "False": False, "None": None, "true": True, "false": False, "null": None}
KEYWORDS = {"and", "or", "not", "in", "is", "if", "else", "elif", "for", *CONSTANTS}

#: What people write that this language does not have -> what to write instead.
INSTEAD = {
    "&&": "tulis 'and'",
    "||": "tulis 'or'",
    "!": "tulis 'not'",
    "=": "untuk membandingkan tulis '=='",
    "is": "tulis '=='",
    "?": "tulis 'a if syarat else b'",
    "&": "tulis 'and'",
    "|": "tulis 'or'",
    "^": "pangkat ditulis '**'",
    ":=": "beri nilai di skrip, bukan di ekspresi",
    **dict.fromkeys(("lambda", "def", "class"), "fungsi ditulis di handlers.py, bukan di model"),
    **dict.fromkeys(("import", "from"), "tidak ada impor; pakai fungsi yang tersedia"),
    **dict.fromkeys(
        ("while", "try", "with", "return", "yield", "await", "async", "global", "del"), "tidak tersedia di sini"
    ),
}

#: Methods people know -> the function that does the same.
METHODS = {
    "get": "nilai", "contains": "contains", "startswith": "startswith", "endswith": "endswith", "lower": "lower",
    "upper": "upper", "strip": "trim", "join": "gabung", "split": "pisah", "replace": "ganti", "append": "tambah",
    "keys": "kunci", "values": "isi", "items": "kunci", "format": "teks f\"...\"", "count": "count",
}  # fmt: skip


class Plain(Grammar):
    """The grammar of the plain spelling."""

    infix: ClassVar[dict[str, str]] = {
        **{operator: operator for operator in ("+", "-", "*", "/", "//", "%", "**", "==", "!=", "<", "<=", ">", ">=")},
        **{word: word for word in ("and", "or", "in")},
    }

    def operator(self) -> str | None:
        if self.at("not") and self.peek().text == "in" and self.peek().kind == "name":
            return "not in"
        return super().operator()

    def skip_operator(self, operator: str) -> Token:
        if operator == "not in":
            self.take()
        return self.take()

    def chain(self, power: int) -> Node:
        node = super().chain(power)
        if power == 0 and self.at("if"):
            at = self.take().at
            test = super().chain(0)
            self.expect("else", " (a if syarat else b)")
            node = Conditional(test, node, self.expression(), at=at)
        return node

    def prefix(self) -> Node:
        token = self.token
        if token.kind == "op" and token.text in ("-", "+"):
            self.take()
            return self.sign(token, token.text, SIGN)
        if self.accept("not"):
            return self.sign(token, "not", NOT)
        return self.postfix(self.atom())

    def atom(self) -> Node:
        token = self.take()
        if token.kind in ("number", "text"):
            return self._adjacent(token)
        if token.kind == "template":
            return self.template(token)
        if token.kind == "name":
            return self._word(token)
        if token.text == "?" and token.kind == "op":
            return Name("?", at=token.at)  # the input of a table's cell
        if token.text == "(" and token.kind == "op":
            return self._parentheses()
        if token.text == "[" and token.kind == "op":
            return self._list(token)
        if token.text == "{" and token.kind == "op":
            return self._dict(token)
        self.index -= token.kind != "end"
        raise self._instead() or self.unexpected("Nilai seharusnya ada di sini")

    def _adjacent(self, token: Token) -> Literal:
        value = token.value
        while token.kind == "text" and self.token.kind == "text":
            value += self.take().value
        return Literal(value, at=token.at)

    def _instead(self) -> ExpressionRefused | None:
        hint = INSTEAD.get(self.token.text) if self.token.kind in ("op", "name") else None
        return self.refuse(self.token, f"'{self.token.text}' bukan bagian bahasa ini: {hint}.") if hint else None

    def after_expression(self) -> ExpressionRefused:
        return self._instead() or super().after_expression()

    def _word(self, token: Token) -> Node:
        word = token.text
        if word in CONSTANTS:
            return Literal(CONSTANTS[word], at=token.at)
        if word in KEYWORDS or word in INSTEAD:
            self.index -= 1
            raise self._instead() or self.unexpected("Nilai seharusnya ada di sini")
        if word.startswith("__"):
            raise self.refuse(token, f"Nama '{word}' tidak boleh diawali dua garis bawah.")
        if self.token.text == "(" and self.token.kind == "op":
            self.take()
            return Call(word, self._arguments(), at=token.at)
        return Name(word, at=token.at)

    def _arguments(self) -> tuple[Node, ...]:
        items: list[Node] = []
        while not self.accept(")"):
            if self.token.kind == "name" and self.peek().text == "=" and self.peek().kind == "op":
                raise self.refuse(self.token, "Argumen bernama tidak ada; tulis nilainya saja, menurut urutan.")
            if self.at("*", "**"):
                raise self.refuse(self.token, "'*' tidak ada dalam panggilan; berikan daftarnya sebagai satu nilai.")
            item = self.expression()
            if not items and self.at("for"):
                clauses = self._clauses()
                items.append(Comprehension(item, clauses, at=item.at))
                self.expect(")", " (satu 'for' saja di dalam panggilan)")
                break
            items.append(item)
            if not self.accept(","):
                self.expect(")")
                break
        return tuple(items)

    def _parentheses(self) -> Node:
        node = self.expression()
        if self.at(","):
            raise self.refuse(self.token, "Pasangan nilai ditulis sebagai daftar: [a, b].")
        if self.at("for"):
            raise self.refuse(self.token, "Daftar ditulis dengan kurung siku: [x for x in daftar].")
        self.expect(")")
        return node

    def _list(self, token: Token) -> Node:
        items: list[Node] = []
        while not self.accept("]"):
            item = self.expression()
            if not items and self.at("for"):
                clauses = self._clauses()
                self.expect("]")
                return Comprehension(item, clauses, at=token.at)
            items.append(item)
            if not self.accept(","):
                self.expect("]")
                break
        return ListOf(tuple(items), at=token.at)

    def _dict(self, token: Token) -> Node:
        entries: list[tuple[Node | None, Node]] = []
        while not self.accept("}"):
            if self.accept("**"):
                entries.append((None, self.expression()))
            else:
                key = self.expression()
                self.expect(":", ' (kamus ditulis {"kunci": nilai})')
                value = self.expression()
                if not entries and self.at("for"):
                    clauses = self._clauses()
                    self.expect("}")
                    return Comprehension(value, clauses, key, at=token.at)
                entries.append((key, value))
            if not self.accept(","):
                self.expect("}")
                break
        return DictOf(tuple(entries), at=token.at)

    def _clauses(self) -> tuple[Clause, ...]:
        clauses: list[Clause] = []
        while start := self.accept("for"):
            name = self.variable()
            self.expect("in")
            items = self.expression(1)  # above 0: here `if` begins a condition, not `a if b else c`
            conditions: list[Node] = []
            while self.accept("if"):
                conditions.append(self.expression(1))
            clauses.append(Clause(name, items, tuple(conditions), at=start.at))
        return tuple(clauses)

    def variable(self) -> str:
        """A name that may be given a value."""
        token = self.take()
        if token.kind != "name" or token.text in KEYWORDS or token.text in INSTEAD or token.text.startswith("__"):
            self.index -= token.kind != "end"
            raise self.unexpected("Nama seharusnya ada di sini")
        return token.text

    def postfix(self, node: Node) -> Node:
        """What follows a value: `.key` and `[index]`, any number of times."""
        while self.at(".", "[", "("):
            token = self.take()
            if token.text == "(":
                raise self.refuse(token, "Hanya fungsi bernama yang dapat dipanggil.")
            node = self._key(node, token) if token.text == "." else self._index(node, token)
        return node

    def _key(self, node: Node, token: Token) -> Node:
        name = self.take()
        if name.kind != "name":
            self.index -= name.kind != "end"
            raise self.unexpected("Nama kunci seharusnya ada setelah titik")
        if name.text.startswith("__"):
            raise self.refuse(name, f"Kunci '{name.text}' tidak boleh diawali dua garis bawah.")
        if self.at("("):
            return self.method(node, name)
        return Attribute(node, name.text, at=token.at)

    def method(self, node: Node, name: Token) -> Node:
        """`x.name(...)`: refused here, with the function to use; JUEL has some."""
        function = METHODS.get(name.text)
        hint = f"; tulis {function}(...)" if function else "; pakai fungsi: nama(nilai)"
        raise self.refuse(name, f"Metode '.{name.text}()' tidak ada{hint}.")

    def _index(self, node: Node, token: Token) -> Node:
        low = None if self.at(":") else self.expression()
        if self.accept(":"):
            high = None if self.at("]") else self.expression()
            self.expect("]")
            return Slice(node, low, high, at=token.at)
        if low is None:
            raise self.unexpected("Indeks seharusnya ada di sini")
        self.expect("]")
        return Subscript(node, low, at=token.at)

    def template(self, token: Token) -> Node:
        """`f"... {expression} ..."`: texts and expressions in turn."""
        parts: list[Node] = []
        for is_code, piece in template_pieces(token.value):
            if is_code is None:
                raise self.refuse(token, "Kurung kurawal dalam teks f tidak berpasangan; untuk kurungnya sendiri '{{'.")
            if not is_code:
                parts.append(Literal(piece, at=token.at))
                continue
            try:
                parts.append(parse_plain(piece))
            except ExpressionRefused as error:
                raise self.refuse(token, f"Dalam teks f, '{piece}': {error.message}") from error
        return Joined(tuple(parts), at=token.at)


def parse_plain(text: str) -> Node:
    """The tree of a text in the plain spelling. Raises ExpressionRefused."""
    return Plain(text, Lexer(text, OPERATORS).run()).whole()
