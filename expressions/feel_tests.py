"""FEEL's tests of a value: `in [1..5]`, `in ("a", "b")`, and the cells of decision tables."""

from __future__ import annotations

from expressions.grammar import COMPARE, Grammar
from expressions.lexer import Token
from expressions.nodes import (
    Attribute,
    Call,
    Compare,
    Comprehension,
    Conditional,
    ListOf,
    Logic,
    Name,
    Node,
    Slice,
    Subscript,
    walk,
)

#: What may turn out to be a list, so that only the value says whether "in it" or "equal to it" is meant.
_UNSURE = (Name, Attribute, Subscript, Slice, Comprehension, Conditional, Call)
#: Functions that never give a list.
_NO_LIST = frozenset({"tanggal", "waktu", "durasi", "desimal", "str", "len", "upper", "lower", "hari_ini", "sekarang"})


class FeelTests(Grammar):
    """The part of FEEL's grammar that tests a subject."""

    def membership(self, subject: Node, token: Token, power: int) -> Node:
        """`x in list`, `x in [1..5]`, `x in (test, test)`, `x in < 5`."""
        if self.at("(") and not self._is_range():
            self.take()
            return self._any_of(self.tests(subject, ")"), token)
        if self.at("<", "<=", ">", ">=", "!=", "=") or self._is_range():
            return self.test(subject)
        return compared(subject, self.expression(power), token.at)

    @staticmethod
    def _any_of(tests: list[Node], token: Token) -> Node:
        return tests[0] if len(tests) == 1 else Logic("or", tuple(tests), at=token.at)

    def tests(self, subject: Node, close: str) -> list[Node]:
        """Unary tests separated by commas up to a closing bracket or the end."""
        found = [self.test(subject)]
        while self.accept(","):
            found.append(self.test(subject))
        if close:
            self.expect(close)
        return found

    def test(self, subject: Node) -> Node:
        """One unary test: a comparison, a range, or a value to be equal to (or in, when it is a list)."""
        token = self.token
        if self.at("<", "<=", ">", ">=", "!=", "="):
            self.take()
            operator = "==" if token.text == "=" else token.text
            return Compare(subject, ((operator, self.expression(COMPARE)),), at=token.at)
        if self._is_range():
            return self.range(subject)
        return about_input(self.expression(), subject)

    def _is_range(self) -> bool:
        """Whether a bracket under the cursor opens a range: `..` stands before its end."""
        if not self.at("[", "(", "]"):
            return False
        depth = 0
        for token in self.tokens[self.index + 1 :]:
            if token.kind == "op" and token.text in ("(", "[", "{"):
                depth += 1
            elif token.kind == "op" and token.text in (")", "]", "}"):
                depth -= 1
            if depth < 0 or token.kind == "end":
                return False
            if depth == 0 and token.kind == "op" and token.text in ("..", ","):
                return token.text == ".."
        return False

    def range(self, subject: Node) -> Node:
        """`[a..b]`, `(a..b]`, `]a..b[`: subject lies in it."""
        opening = self.take()
        low = self.expression()
        self.expect("..")
        high = self.expression()
        if not self.at("]", ")", "["):
            raise self.unexpected("Kisaran seharusnya ditutup dengan ']' atau ')'")
        closing = self.take()
        first = "<=" if opening.text == "[" else "<"
        last = "<=" if closing.text == "]" else "<"
        return Compare(low, ((first, subject), (last, high)), at=opening.at)


def about_input(value: Node, subject: Node | None = None) -> Node:
    """A value as a test: a question about `?` as it stands, else "the subject is in it" (a list) or "equals it"."""
    if any(isinstance(part, Name) and part.id == "?" for part, _ in walk(value)):
        return value
    return compared(subject or Name("?"), value, value.at)


def compared(subject: Node, value: Node, at: int) -> Node:
    """`subject in value` (DMN 1.3, 7.3.5): in it, when it is a list, else equal to it."""
    if isinstance(value, _UNSURE) and not (isinstance(value, Call) and value.function in _NO_LIST):
        return Call("sesuai", (subject, value), at=at)
    return Compare(subject, (("in" if isinstance(value, ListOf) else "==", value),), at=at)
