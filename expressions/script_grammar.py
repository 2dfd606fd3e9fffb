"""Reads the statements of a script; the expressions in it are the plain spelling."""

from __future__ import annotations

from expressions.compiler import NOW
from expressions.errors import ExpressionRefused
from expressions.lexer import Lexer, Token
from expressions.nodes import Attribute, Call, Literal, Name, Node, Subscript
from expressions.plain import OPERATORS, Plain
from expressions.statements import Assign, Block, Do, For, If

_AUGMENTED = {"+=": "+", "-=": "-", "*=": "*", "/=": "/", "//=": "//", "%=": "%", "**=": "**"}
_INSTEAD = {
    "while": "pakai 'for x in daftar:', yang pasti berakhir",
    "raise": 'tulis galat("KODE", "pesan")',
    "return": "hasil skrip adalah variabel yang diberi nilai",
    "break": "saring daftarnya: [x for x in daftar if ...]",
    "continue": "pakai 'if' di dalam pengulangan",
    "del": 'buat kamus baru tanpa kunci itu, atau beri nilai None',
}  # fmt: skip


class ScriptGrammar(Plain):
    """Statements, line by line; `loops` are the names of surrounding for-loops."""

    def __init__(self, text: str) -> None:
        super().__init__(text, Lexer(text, OPERATORS, lines=True).run())
        self.loops: tuple[str, ...] = ()

    def script(self) -> Block:
        """All statements up to the end of the text."""
        if self.token.kind == "indent":
            raise self.refuse(self.token, "Baris pertama tidak boleh menjorok.")
        body: list[Node] = []
        while self.token.kind != "end":
            body += self._statement()
        return tuple(body)

    def _statement(self) -> list[Node]:
        token = self.token
        if token.kind == "indent":
            raise self.refuse(token, "Baris ini menjorok tanpa 'if' atau 'for' di atasnya.")
        if token.kind == "name" and token.text in _INSTEAD:
            raise self.refuse(token, f"'{token.text}' tidak ada dalam skrip: {_INSTEAD[token.text]}.")
        if self.accept("if"):
            return [self._if(token)]
        if self.accept("for"):
            return [self._for(token)]
        if self.accept("pass"):
            self._end_of_line()
            return []
        node = self._simple()
        self._end_of_line()
        return [node]

    def _end_of_line(self) -> None:
        if self.at(";"):
            raise self.refuse(self.token, "Satu perintah satu baris; ';' tidak dipakai.")
        if self.token.kind != "line":
            raise self._instead() or self.unexpected("Baris seharusnya selesai di sini")
        self.take()

    def _block(self) -> Block:
        self.expect(":")
        if self.token.kind != "line":
            return tuple(self._statement())
        self.take()
        if self.token.kind != "indent":
            raise self.refuse(self.token, "Isi blok seharusnya menjorok di baris berikut.")
        self.take()
        body: list[Node] = []
        while self.token.kind not in ("dedent", "end"):
            body += self._statement()
        if self.token.kind == "dedent":
            self.take()
        return tuple(body)

    def _if(self, token: Token) -> If:
        branches = [(self.expression(), self._block())]
        while self.accept("elif"):
            branches.append((self.expression(), self._block()))
        otherwise = self._block() if self.accept("else") else ()
        return If(tuple(branches), otherwise, at=token.at)

    def _for(self, token: Token) -> For:
        name = self.variable()
        if name in self.loops or name == NOW:
            raise self.refuse(token, f"'{name}' sudah dipakai; pilih nama lain.")
        self.expect("in")
        items = self.expression()
        self.loops = (*self.loops, name)
        body = self._block()
        self.loops = self.loops[:-1]
        return For(name, items, body, at=token.at)

    def _simple(self) -> Node:
        target = self.expression()
        token = self.token
        if token.kind == "op" and (token.text == "=" or token.text in _AUGMENTED):
            self.take()
            name, steps = self._target(target, token)
            value = self.expression()
            if self.at("="):
                raise self.refuse(self.token, "Satu baris memberi nilai kepada satu nama saja.")
            return Assign(name, steps, _AUGMENTED.get(token.text), value, at=target.at)
        if self.at(","):
            raise self.refuse(token, "Satu baris memberi nilai kepada satu nama saja.")
        if isinstance(target, Call):
            return Do(target, at=target.at)
        raise self._instead() or self.refuse(target, "Baris ini tidak melakukan apa-apa; tulis nama = nilai.")

    def _target(self, node: Node, token: Token) -> tuple[str, tuple[Node, ...]]:
        steps: list[Node] = []
        while isinstance(node, (Attribute, Subscript)):
            steps.append(Literal(node.key, at=node.at) if isinstance(node, Attribute) else node.index)
            node = node.value
        if not isinstance(node, Name):
            raise self.refuse(token, "Nilai hanya dapat diberikan kepada nama, kunci atau nomor: a.b[0] = nilai.")
        if node.id in self.loops:
            raise self.refuse(node, f"'{node.id}' adalah variabel pengulangan; ubah daftarnya sendiri.")
        if node.id == NOW:
            raise self.refuse(node, f"'{NOW}' tidak dapat diubah.")
        return node.id, tuple(reversed(steps))


__all__ = ["ExpressionRefused", "ScriptGrammar"]
