"""Cells of decision tables: unary tests about an input, which is the variable `?` of the expression they become."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from expressions import nodes
from expressions.errors import ExpressionRefused
from expressions.expression import Expression
from expressions.feel import OPERATORS, Feel
from expressions.feel_tests import about_input
from expressions.lexer import Lexer
from expressions.plain import parse_plain

#: The name under which a cell sees the value of its column.
INPUT = "?"


@lru_cache(maxsize=8192)
def parse_cell(text: str) -> Expression | None:
    """A cell as an expression over `?` that is true or false; None for `-` and the empty cell, which hold always.

    `"a","b"` one of; `< 5`; `[1..5]`; `not("a")`; a list: in it; an expression over `?`: as it says; any other
    expression: equal to it. Read as FEEL, and in the plain spelling if it is no FEEL. Raises ExpressionRefused.
    """
    if text.strip() in ("", "-"):
        return None
    try:
        return Expression(text, _tests(Feel(text, Lexer(text, OPERATORS, feel=True).run())))
    except ExpressionRefused:
        try:
            return Expression(text, about_input(parse_plain(text)))
        except ExpressionRefused:
            pass
        raise


def _tests(feel: Feel) -> nodes.Node:
    subject = nodes.Name(INPUT, at=0)
    negated = feel.token.text == "not" and feel.peek().text == "(" and feel.closes_at_end(1)
    start = feel.token
    if negated:
        feel.take()
        feel.take()
    tests = feel.tests(subject, ")" if negated else "")
    feel.end()
    node = tests[0] if len(tests) == 1 else nodes.Logic("or", tuple(tests), at=start.at)
    return nodes.Unary("not", node, at=start.at) if negated else node


def of_nothing(test: nodes.Node, evaluate: Callable[[nodes.Node], Any]) -> bool | None:
    """What a cell answers when its input is null: null is neither less nor more than anything (None, as in FEEL), so that such
    a test does not match, and neither does its `not(...)`; `evaluate` answers the parts that do not order the input."""
    match test:
        case nodes.Logic(operator, items):
            answers = [of_nothing(item, evaluate) for item in items]
            decisive = operator == "or"
            return decisive if decisive in answers else None if None in answers else not decisive
        case nodes.Unary("not", operand):
            answer = of_nothing(operand, evaluate)
            return None if answer is None else not answer
        case nodes.Compare(first, rest):
            operands = (first, *(operand for _, operand in rest))
            if nodes.Name(INPUT) in operands and all(operator[0] in "<>" for operator, _ in rest):
                return None
    answer = evaluate(test)
    return answer if isinstance(answer, bool) else None


__all__ = ["INPUT", "ExpressionRefused", "of_nothing", "parse_cell"]
