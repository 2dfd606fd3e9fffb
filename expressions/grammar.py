"""What the three grammars share: a cursor over tokens and binding powers for binary operators (Pratt's method)."""

from __future__ import annotations

from typing import ClassVar

from expressions.errors import ExpressionRefused, refused_at
from expressions.lexer import Token
from expressions.nodes import Binary, Compare, Literal, Logic, Node, Unary

#: Deepest recursion of a parser and deepest tree: far below the limit of Python's own stack.
MAX_DEPTH = 100

#: operator of the tree -> binding power; higher binds tighter.
OR, AND, NOT, COMPARE, SUM, PRODUCT, SIGN, POWER = 10, 20, 30, 40, 60, 70, 80, 90
COMPARISONS = {"==", "!=", "<", "<=", ">", ">=", "in", "not in"}
ARITHMETIC = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "//": PRODUCT, "%": PRODUCT, "**": POWER}


class Grammar:
    """A cursor over tokens; spellings fill in `infix` (what an operator token means) and `prefix`."""

    #: operator token -> operator of the tree
    infix: ClassVar[dict[str, str]] = {}
    #: what operators say of kinds that do not fit: see nodes.Compare
    strict: ClassVar[str] = ""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text, self.tokens = text, tokens
        self.index = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        """The token under the cursor."""
        return self.tokens[self.index]

    def peek(self, ahead: int = 1) -> Token:
        """A later token, at most the end token."""
        return self.tokens[min(self.index + ahead, len(self.tokens) - 1)]

    def take(self) -> Token:
        """Give the token under the cursor and go on."""
        token = self.token
        if token.kind != "end":
            self.index += 1
        return token

    def at(self, *texts: str) -> bool:
        """Whether the cursor is at one of these operators or words."""
        return self.token.kind in ("op", "name") and self.token.text in texts

    def accept(self, *texts: str) -> Token | None:
        """Take the token if it is one of these."""
        return self.take() if self.at(*texts) else None

    def expect(self, text: str, context: str = "") -> Token:
        """Take this token or refuse."""
        if not self.at(text):
            raise self.unexpected(f"'{text}' seharusnya ada di sini{context}")
        return self.take()

    def refuse(self, token: Token | Node, message: str) -> ExpressionRefused:
        """The refusal at a token or node."""
        return refused_at(self.text, token.at, message)

    def unexpected(self, wanted: str) -> ExpressionRefused:
        """The refusal of what stands under the cursor."""
        found = "akhir teks" if self.token.kind == "end" else f"'{self.token.text}'"
        if self.token.kind in ("line", "indent", "dedent"):
            found = "akhir baris"
        return self.refuse(self.token, f"{wanted}, tetapi yang ada {found}.")

    def whole(self) -> Node:
        """The whole text as one expression."""
        node = self.expression()
        if self.token.kind != "end":
            raise self.after_expression()
        return node

    def after_expression(self) -> ExpressionRefused:
        """The refusal of what follows a complete expression."""
        return self.unexpected("Ekspresi seharusnya selesai di sini")

    def expression(self, power: int = 0) -> Node:
        """An expression whose operators all bind tighter than `power`."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.refuse(self.token, "Ekspresi bersarang terlalu dalam; pecah menjadi beberapa langkah.")
        node = self.chain(power)
        self.depth -= 1
        return node

    def chain(self, power: int) -> Node:
        """A value and the binary operators behind it."""
        left = self.prefix()
        while (operator := self.operator()) is not None:
            bound = self.power(operator)
            if bound <= power:
                break
            left = self.combine(left, operator, bound)
        return left

    def prefix(self) -> Node:
        """What may begin an expression."""
        raise NotImplementedError

    def operator(self) -> str | None:
        """The operator of the tree under the cursor, not yet taken."""
        token = self.token
        return self.infix.get(token.text) if token.kind in ("op", "name") else None

    def skip_operator(self, operator: str) -> Token:
        """Take the tokens of the operator."""
        return self.take()

    def power(self, operator: str) -> int:
        """Binding power of an operator of the tree."""
        if operator in COMPARISONS:
            return COMPARE
        return {"or": OR, "and": AND}.get(operator) or ARITHMETIC[operator]

    def combine(self, left: Node, operator: str, power: int) -> Node:
        """`left operator ...` with everything that belongs to it."""
        at = self.skip_operator(operator).at
        if operator in COMPARISONS:
            rest = [(operator, self.expression(power))]
            while (following := self.operator()) in COMPARISONS and following is not None:
                self.skip_operator(following)
                rest.append((following, self.expression(power)))
            return Compare(left, tuple(rest), at=at)
        if operator in ("and", "or"):
            items = [left, self.expression(power)]
            while self.operator() == operator:
                self.skip_operator(operator)
                items.append(self.expression(power))
            return Logic(operator, tuple(items), at=at)
        if operator == "**":
            return Binary(operator, left, self.expression(power - 1), at=at)  # right-associative
        return Binary(operator, left, self.expression(power), strict=self.strict, at=at)

    def sign(self, token: Token, operator: str, power: int) -> Node:
        """A prefix operator; the sign of a number literal becomes part of it."""
        operand = self.expression(power)
        if operator == "-" and isinstance(operand, Literal) and type(operand.value) in (int, float):
            return Literal(-operand.value, at=token.at)
        return Unary(operator, operand, at=token.at)

    def separated(self, close: str) -> tuple[Node, ...]:
        """Expressions separated by commas up to the closing bracket, which is taken."""
        items: list[Node] = []
        while not self.accept(close):
            items.append(self.expression())
            if not self.accept(","):
                self.expect(close)
                break
        return tuple(items)
