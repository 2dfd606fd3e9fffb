"""Patterns of text fields: a small, safe part of regular expressions, the same in Python and in browsers."""

from __future__ import annotations

import random  # noqa: TID251 -- the caller gives the generator
import re
from dataclasses import dataclass

#: A pattern longer than this, or matched against longer text, is not accepted: matching stays cheap.
MAX_PATTERN = 200
MAX_SUBJECT = 200
#: Repetition beyond this counts as endless.
MANY = 40

_CLASSES = {"d": "0123456789", "w": "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ0123456789_", "s": " "}
_ANY = "abcdefghijkmnpqrstuvwxyz0123456789"


class PatternRefused(Exception):
    """A pattern outside the safe part; the text says what and what to write instead."""


@dataclass(frozen=True)
class Node:
    """A part of a pattern: characters to choose from, or alternatives of sequences; repeated least..most times."""

    letters: str = ""
    alternatives: tuple[tuple[Node, ...], ...] = ()
    least: int = 1
    most: int = 1


class Pattern:
    """A checked pattern. `matches` searches, as browsers and form-js do; `sample` invents a text that matches."""

    def __init__(self, source: str) -> None:
        """Raises PatternRefused."""
        if len(source) > MAX_PATTERN:
            raise PatternRefused(f"lebih dari {MAX_PATTERN} karakter; pendekkan.")
        self.source = source
        self._alternatives = _Reader(source).read()
        _check_cost(self._alternatives, anchored=source.startswith("^"))
        try:
            self._compiled = re.compile(source, re.ASCII)
        except (re.error, OverflowError) as error:
            raise PatternRefused(f"tidak dapat dibaca ({error}).") from error

    def matches(self, text: str) -> bool:
        """Whether the pattern occurs in the text; a text too long never matches."""
        return len(text) <= MAX_SUBJECT and self._compiled.search(text) is not None

    def sample(self, rng: random.Random) -> str:
        """A text that matches."""
        return "".join(_invent(node, rng) for node in rng.choice(self._alternatives))


def _invent(node: Node, rng: random.Random) -> str:
    count = rng.randint(node.least, min(node.most, node.least + 3))
    parts = []
    for _ in range(count):
        if node.alternatives:
            parts.append("".join(_invent(inner, rng) for inner in rng.choice(node.alternatives)))
        elif node.letters:
            parts.append(rng.choice(node.letters))
    return "".join(parts)


def _check_cost(alternatives: tuple[tuple[Node, ...], ...], *, anchored: bool) -> None:
    """Refuse what can take exponential time (repeated groups that repeat or branch) or a high power."""
    nodes = [node for sequence in alternatives for node in sequence]
    endless = sum(_endless(node) for node in nodes)
    if endless > (3 if anchored else 2):
        raise PatternRefused("terlalu banyak pengulangan tanpa batas; pakai {1,20} sebagai ganti + atau *.")


def _endless(node: Node) -> int:
    inner = [_endless(child) for sequence in node.alternatives for child in sequence]
    branching = len(node.alternatives) > 1
    varied = branching or any(
        child.least != child.most or child.alternatives for sequence in node.alternatives for child in sequence
    )
    if node.alternatives and varied and node.most > 4:
        raise PatternRefused("pengulangan di dalam pengulangan dapat membuat pemeriksaan macet; sederhanakan.")
    return sum(inner) * min(node.most, 4) + (1 if node.most > MANY else 0)


class _Reader:
    """Recursive descent over a pattern."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0

    def read(self) -> tuple[tuple[Node, ...], ...]:
        found = self._alternatives()
        if self.at < len(self.source):
            raise PatternRefused("ada kurung tutup tanpa kurung buka.")
        return found

    def _peek(self) -> str:
        return self.source[self.at : self.at + 1]

    def _next(self) -> str:
        letter = self._peek()
        if not letter:
            raise PatternRefused("berakhir di tengah jalan.")
        self.at += 1
        return letter

    def _alternatives(self, depth: int = 0) -> tuple[tuple[Node, ...], ...]:
        if depth > 5:
            raise PatternRefused("kurungnya terlalu dalam.")
        sequences = [self._sequence(depth)]
        while self._peek() == "|":
            self.at += 1
            sequences.append(self._sequence(depth))
        return tuple(sequences)

    def _sequence(self, depth: int) -> tuple[Node, ...]:
        nodes: list[Node] = []
        while self._peek() not in ("", "|", ")"):
            letter = self._next()
            if letter == "^" and (self.at == 1 or self.source[self.at - 2] == "|" or self.source[self.at - 2] == "("):
                continue
            if letter == "$" and self._peek() in ("", "|", ")"):
                continue
            nodes.append(self._repeated(self._atom(letter, depth)))
        return tuple(nodes)

    def _atom(self, letter: str, depth: int) -> Node:
        if letter == "(":
            return self._group(depth)
        if letter == "[":
            return Node(letters=self._set())
        if letter == ".":
            return Node(letters=_ANY)
        if letter == "\\":
            return Node(letters=self._escape())
        if letter in "*+?{}^$":
            raise PatternRefused(f"tanda '{letter}' tidak pada tempatnya; awali dengan \\ bila memang dimaksud.")
        return Node(letters=letter)

    def _group(self, depth: int) -> Node:
        if self._peek() == "?":
            self.at += 1
            if self._next() != ":":
                raise PatternRefused("kurung khusus (?...) selain (?:...) tidak dipakai.")
        inner = self._alternatives(depth + 1)
        if self._peek() != ")":
            raise PatternRefused("ada kurung yang belum ditutup.")
        self.at += 1
        return Node(alternatives=inner)

    def _escape(self) -> str:
        letter = self._next()
        if letter in _CLASSES:
            return _CLASSES[letter]
        if letter.isalnum():
            raise PatternRefused(f"'\\{letter}' tidak dipakai; yang ada \\d, \\w, \\s dan tanda baca.")
        return letter

    def _set(self) -> str:
        excluded = self._peek() == "^"
        self.at += excluded
        letters = ""
        while self._peek() != "]":
            letters += self._set_item()
        self.at += 1
        if not letters:
            raise PatternRefused("himpunan [] kosong.")
        if excluded:
            letters = "".join(letter for letter in _ANY + " .-/" if letter not in letters)
            if not letters:
                raise PatternRefused("himpunan [^...] terlalu luas.")
        return letters

    def _set_item(self) -> str:
        first = self._next()
        if first == "\\":
            return self._escape()
        if self._peek() != "-" or self.source[self.at + 1 : self.at + 2] in ("]", ""):
            return first
        self.at += 1
        last = self._next()
        if last == "\\" or not first <= last or ord(last) - ord(first) > 200:
            raise PatternRefused("rentang di dalam [] tidak benar.")
        return "".join(chr(code) for code in range(ord(first), ord(last) + 1))

    def _repeated(self, node: Node) -> Node:
        least, most = self._bounds()
        if self._peek() in ("?", "*", "+") or (self._peek() == "{" and (least, most) != (1, 1)):
            raise PatternRefused("dua tanda pengulangan berurutan.")
        return Node(node.letters, node.alternatives, least, most)

    def _bounds(self) -> tuple[int, int]:
        simple = {"?": (0, 1), "*": (0, 1000), "+": (1, 1000)}.get(self._peek())
        if simple:
            self.at += 1
            return simple
        if self._peek() != "{":
            return 1, 1
        found = re.match(r"\{(\d{1,3})(,(\d{1,3})?)?\}", self.source[self.at :])
        if found is None:
            raise PatternRefused("kurung kurawal pengulangan tidak benar; contoh {2} atau {1,5}.")
        self.at += found.end()
        least = int(found[1])
        most = least if found[2] is None else 1000 if found[3] is None else int(found[3])
        if most < least:
            raise PatternRefused("batas pengulangan terbalik.")
        return least, most
