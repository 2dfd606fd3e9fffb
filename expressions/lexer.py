"""From text to tokens, the same for all spellings: each spelling brings its operators and quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from expressions.errors import refused_at

#: Longest text that is read at all, in characters, and deepest nesting of brackets.
MAX_TEXT = 20_000
MAX_NESTING = 40

_NUMBER = re.compile(r"(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_WORD = re.compile(r"[^\W\d]\w*")
_BLANK = re.compile(r"[ \t\r\f\xa0]+")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "\\": "\\", '"': '"', "'": "'", "/": "/", "\n": ""}
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Token:
    """kind: number, text, template, name, op, line, indent, dedent or end; `at`/`end` are offsets."""

    kind: str
    text: str
    value: Any
    at: int
    end: int


class Lexer:
    """Cuts a text into tokens; with `lines` it also gives the line structure of a script."""

    def __init__(
        self,
        text: str,
        operators: tuple[str, ...],
        *,
        lines: bool = False,
        feel: bool = False,
        comments: bool = True,
    ) -> None:
        self.text, self.lines, self.feel = text, lines, feel
        self.paired = self.templates = not feel  # FEEL writes ranges as ]1..2[ and has no f"..."
        self.comments = comments and not feel  # of the kind `# ...`
        self.operators = sorted(operators, key=len, reverse=True)
        self.at = 0
        self.tokens: list[Token] = []
        self.open: list[tuple[str, int]] = []
        self.indents = [0]

    def run(self) -> list[Token]:
        """All tokens with an end token last. Raises ExpressionRefused."""
        if len(self.text) > MAX_TEXT:
            raise refused_at(self.text, 0, f"Terlalu panjang: {len(self.text):,} karakter, paling banyak {MAX_TEXT:,}.")
        if unstorable := _UNSTORABLE.search(self.text):
            raise refused_at(self.text, unstorable.start(), "Karakter ini tidak dapat disimpan.")
        if self.lines:
            self._indentation()
        while self.at < len(self.text):
            self._one()
        if self.open:
            raise refused_at(self.text, self.open[-1][1], f"Kurung '{self.open[-1][0]}' tidak ditutup.")
        if self.lines:
            self._close_lines()
        self._add("end", "", None, len(self.text))
        return self.tokens

    def _add(self, kind: str, text: str, value: Any, end: int) -> None:
        self.tokens.append(Token(kind, text, value, self.at, end))
        self.at = end

    def _one(self) -> None:
        text, at = self.text, self.at
        character = text[at]
        if blank := _BLANK.match(text, at):
            self.at = blank.end()
        elif character == "\n":
            self._newline()
        elif character == "#" and self.comments:
            self.at = text.find("\n", at) if "\n" in text[at:] else len(text)
        elif self.feel and text.startswith(("//", "/*"), at):
            self._remark()
        elif character in "\"'":
            self._string("text")
        elif self.templates and character in "fF" and text[at + 1 : at + 2] in ('"', "'"):
            self.at += 1
            self._string("template")
        elif character.isdigit() or (character == "." and text[at + 1 : at + 2].isdigit()):
            self._number()
        elif word := _WORD.match(text, at):
            self._add("name", word.group(), word.group(), word.end())
        else:
            self._operator()

    def _remark(self) -> None:
        """FEEL's comments: `// ...` to the end of the line, `/* ... */`."""
        close = "\n" if self.text[self.at + 1] == "/" else "*/"
        end = self.text.find(close, self.at + 2)
        if end < 0 and close == "*/":
            raise refused_at(self.text, self.at, "Komentar '/*' tidak ditutup dengan '*/'.")
        self.at = len(self.text) if end < 0 else end + len(close)

    def _number(self) -> None:
        found = _NUMBER.match(self.text, self.at)
        if found is not None and re.match(r"0\d", found.group()):
            raise refused_at(self.text, self.at, "Bilangan tidak diawali 0; kode dan nomor ditulis dalam tanda kutip.")
        if found is None or len(found.group()) > 60:
            raise refused_at(self.text, self.at, "Bilangan ini tidak dapat dibaca; tulis paling banyak 60 angka biasa.")
        if _WORD.match(self.text, found.end()):
            raise refused_at(self.text, self.at, "Nama tidak boleh diawali angka.")
        digits = found.group()
        value: Any = int(digits) if digits.isdecimal() else float(digits)
        if value in (float("inf"),):
            raise refused_at(self.text, self.at, "Bilangan terlalu besar.")
        if self.feel and type(value) is float and Decimal(repr(value)) != Decimal(digits):
            raise refused_at(
                self.text, self.at, f'Angkanya terlalu banyak; bilangan persis ditulis number("{digits}").'
            )
        self._add("number", digits, value, found.end())

    def _string(self, kind: str) -> None:
        quote, at, parts = self.text[self.at], self.at + 1, []
        if self.text.startswith(quote * 3, self.at):
            raise refused_at(self.text, self.at, "Kutip tiga tidak didukung; pakai satu kutip dan \\n.")
        while True:
            character = self.text[at : at + 1]
            if character == quote:
                break
            if character in ("", "\n"):
                raise refused_at(self.text, self.at, "Teks dalam tanda kutip tidak ditutup.")
            if character == "\\":
                piece, at = self._escape(at)
                parts.append(piece)
            else:
                parts.append(character)
                at += 1
        self._add(kind, self.text[self.at : at + 1], "".join(parts), at + 1)

    def _escape(self, at: int) -> tuple[str, int]:
        letter = self.text[at + 1 : at + 2]
        if letter in _ESCAPES and letter:
            return _ESCAPES[letter], at + 2
        code = re.compile(r"x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})").match(self.text, at + 1)
        if code is None:
            raise refused_at(self.text, at, f"Urutan '\\{letter}' tidak dikenal; untuk garis miring tulis '\\\\'.")
        point = int(code.group(1) or code.group(2), 16)
        if point == 0 or 0xD800 <= point < 0xE000:
            raise refused_at(self.text, at, "Karakter ini tidak dapat disimpan.")
        return chr(point), code.end()

    def _operator(self) -> None:
        for operator in self.operators:
            if self.text.startswith(operator, self.at):
                self._bracket(operator)
                return self._add("op", operator, operator, self.at + len(operator))
        raise refused_at(self.text, self.at, f"Tanda '{self.text[self.at]}' tidak dikenal di sini.")

    def _bracket(self, operator: str) -> None:
        if not self.paired:
            return
        if operator in ("(", "[", "{"):
            self.open.append((operator, self.at))
            if len(self.open) > MAX_NESTING:
                raise refused_at(self.text, self.at, f"Kurung bersarang lebih dari {MAX_NESTING} tingkat.")
        elif operator in (")", "]", "}") and self.open:
            self.open.pop()

    # Line structure of scripts: as in Python, but only spaces indent.

    def _newline(self) -> None:
        if not self.lines or self.open:
            self.at += 1
            return
        self._add("line", "\n", None, self.at + 1)
        self._indentation()

    def _indentation(self) -> None:
        blank = re.compile(r"(?:[ \t\r\f\xa0]*(?:#[^\n]*)?\n)*([ \t]*)").match(self.text, self.at)
        assert blank is not None  # every part of the pattern may be empty
        self.at = blank.end()
        if self.at >= len(self.text) or self.text[self.at] == "#":
            return
        if "\t" in blank.group(1):
            raise refused_at(self.text, self.at, "Pakai spasi, bukan tab, di awal baris.")
        width = len(blank.group(1))
        if width > self.indents[-1]:
            self.indents.append(width)
            if len(self.indents) > MAX_NESTING:
                raise refused_at(self.text, self.at, "Blok bersarang terlalu dalam.")
            self._add("indent", "", None, self.at)
        while width < self.indents[-1]:
            self.indents.pop()
            self._add("dedent", "", None, self.at)
        if width != self.indents[-1]:
            raise refused_at(self.text, self.at, "Awal baris tidak sejajar dengan blok mana pun.")

    def _close_lines(self) -> None:
        if self.tokens and self.tokens[-1].kind != "line":
            self._add("line", "", None, self.at)
        for _ in self.indents[1:]:
            self._add("dedent", "", None, self.at)
