"""FEEL's tests of a value: `in [1..5]`, `in ("a", "b")`, and the cells of decision tables."""

from __future__ import annotations

from expressions.grammar import COMPARE, Grammar
from expressions.lexer import Token
from expressions.nodes import Compare, ListOf, Logic, Name, Node, walk


class FeelTests(Grammar):
    """The part of FEEL's grammar that tests a subject."""

    def membership(self, subject: Node, token: Token, power: int) -> Node:
        """`x in list`, `x in [1..5]`, `x in (test, test)`, `x in < 5`."""
        if self.at("(") and not self._is_range():
            self.take()
            return self._any_of(self.tests(subject, ")"), token)
        if self.at("<", "<=", ">", ">=", "!=", "=") or self._is_range():
            return self.test(subject)
        return Compare(subject, (("in", self.expression(power)),), at=token.at)

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
    operator = "in" if isinstance(value, ListOf) else "=="
    return Compare(subject or Name("?"), ((operator, value),), at=value.at)
