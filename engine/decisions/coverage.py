"""Gaps and overlaps of a decision table whose cells are plain comparisons of the input with fixed values.

Every column is cut at the values its cells mention: into those values, what lies between them, and all others. Within
such a piece no cell changes its answer, so asking the table once for each combination of pieces says everything.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from engine.decisions.kinds import NUMBERS, WHOLE, plain_type
from engine.decisions.table import Decision, Input
from expressions import INPUT, EvaluationFailed, Expression
from expressions.nodes import Call, Compare, ListOf, Literal, Logic, Name, Node, Unary, children

#: Most combinations that are looked at.
MAX_COMBINATIONS = 50_000

#: Functions whose value lies in their arguments alone.
FIXED = frozenset({"tanggal", "waktu"})

_OTHER = "\N{SYMBOL FOR NULL}"


@dataclass(frozen=True)
class Piece:
    """A part of a column's values: one of them, and how to say which."""

    value: Any
    text: str


@dataclass(frozen=True)
class Coverage:
    """What no rule answers, what several answer (with the rules' numbers), and rules that never match.

    Each combination is input label -> description of its part. `analysable` is False, with the reason in `why`, when
    a cell is no plain comparison or the table is too large: then nothing is known.
    """

    analysable: bool
    why: str = ""
    gaps: tuple[dict[str, str], ...] = ()
    overlaps: tuple[tuple[tuple[int, ...], dict[str, str]], ...] = ()
    unreachable: tuple[int, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every combination is answered by exactly one rule."""
        return self.analysable and not self.gaps and not self.overlaps


def coverage(decision: Decision) -> Coverage:
    """The coverage of a table. Values that are None are left out of account."""
    for rule in decision.rules:
        for test in rule.tests:
            if test is not None and not _simple(test.tree):
                return Coverage(False, f"Aturan {rule.number}: '{test.source.strip()}' bukan perbandingan sederhana.")
    for index, column in enumerate(decision.inputs):
        moments = {isinstance(value, datetime) for value in _mentioned(decision, index) if isinstance(value, date)}
        if len(moments) > 1:
            return Coverage(False, f"'{column.label}' dibandingkan dengan tanggal dan dengan waktu.")
    columns = [_pieces(decision, index) for index in range(len(decision.inputs))]
    combinations = 1
    for pieces in columns:
        combinations *= len(pieces)
    if combinations > MAX_COMBINATIONS:
        return Coverage(False, f"Terlalu banyak kombinasi: {combinations:,}.")
    try:
        return _compared(decision, columns)
    except EvaluationFailed as error:  # cells of one column compare with different kinds: no value suits them all
        return Coverage(False, str(error))


def _compared(decision: Decision, columns: list[list[Piece]]) -> Coverage:
    gaps, overlaps, seen = [], [], set()
    answers: list[list[list[bool]]] = [
        [[_holds(rule.tests[index], piece) for piece in pieces] for rule in decision.rules]
        for index, pieces in enumerate(columns)
    ]
    for places in itertools.product(*(range(len(pieces)) for pieces in columns)):
        matching = [
            rule.number
            for row, rule in enumerate(decision.rules)
            if all(answers[column][row][place] for column, place in enumerate(places))
        ]
        seen.update(matching[:1] if decision.policy == "FIRST" else matching)
        described = {
            column.label: columns[index][place].text
            for index, (column, place) in enumerate(zip(decision.inputs, places, strict=True))
        }
        if not matching:
            gaps.append(described)
        elif len(matching) > 1:
            overlaps.append((tuple(matching), described))
    unreachable = tuple(rule.number for rule in decision.rules if rule.number not in seen)
    return Coverage(True, "", tuple(gaps), tuple(overlaps), unreachable)


def _holds(test: Expression | None, piece: Piece) -> bool:
    return test is None or bool(test.evaluate({INPUT: piece.value}))


def _simple(node: Node) -> bool:
    """Whether a test compares nothing but the input with nothing but fixed values."""
    if isinstance(node, (Logic, Unary)):
        parts = node.items if isinstance(node, Logic) else (node.operand,)
        return (isinstance(node, Logic) or node.operator == "not") and all(_simple(part) for part in parts)
    if not isinstance(node, Compare):
        return False
    operands = (node.first, *(operand for _, operand in node.rest))
    return sum(_is_input(operand) for operand in operands) == 1 and all(
        _is_input(operand) or _fixed(operand) for operand in operands
    )


def _is_input(node: Node) -> bool:
    return isinstance(node, Name) and node.id == INPUT


def _fixed(node: Node) -> bool:
    if isinstance(node, ListOf):
        return all(isinstance(item, Literal) or _moment(item) is not None for item in node.items)
    return isinstance(node, Literal) or _moment(node) is not None


def _moment(node: Node) -> date | None:
    """The date or moment that a call with a fixed text gives."""
    if (
        not isinstance(node, Call)
        or node.function not in FIXED
        or not all(isinstance(n, Literal) for n in node.arguments)
    ):
        return None
    try:
        value = Expression("", node).evaluate({})
    except EvaluationFailed:
        return None
    return value if isinstance(value, date) else None


def _mentioned(decision: Decision, index: int) -> Iterator[Any]:
    """The fixed values that a column's cells compare with."""
    tests = [rule.tests[index] for rule in decision.rules] + [decision.inputs[index].allowed]
    for test in tests:
        yield from _values(test.tree) if test is not None else ()


def _values(node: Node) -> Iterator[Any]:
    if isinstance(node, Literal):
        yield node.value
    elif (moment := _moment(node)) is not None:
        yield moment
    else:
        for child in children(node):
            yield from _values(child)


def _pieces(decision: Decision, index: int) -> list[Piece]:
    column, mentioned = decision.inputs[index], list(_mentioned(decision, index))
    kind = plain_type(column.type)
    if kind == "boolean" or (mentioned and all(isinstance(value, bool) for value in mentioned)):
        pieces = [Piece(True, "benar"), Piece(False, "salah")]
    elif any(isinstance(value, date) for value in mentioned):
        pieces = _days({value for value in mentioned if isinstance(value, date)})
    elif kind in NUMBERS or any(type(value) in (int, float) for value in mentioned):
        pieces = _numbers({value for value in mentioned if type(value) in (int, float)}, kind in WHOLE)
    else:
        texts = sorted({value for value in mentioned if isinstance(value, str)})
        pieces = [Piece(text, f'"{text}"') for text in texts]
        pieces.append(Piece(_OTHER, "selain itu" if texts else "apa pun"))
    return [piece for piece in pieces if _allowed(column, piece)] or pieces


def _allowed(column: Input, piece: Piece) -> bool:
    return column.allowed is None or not _simple(column.allowed.tree) or _holds(column.allowed, piece)


def _days(points: set[date]) -> list[Piece]:
    """The dates or moments, and what lies before, between and behind them."""
    ordered = sorted(points)
    step = timedelta(seconds=1) if isinstance(ordered[0], datetime) else timedelta(days=1)
    pieces = [Piece(ordered[0] - step, f"< {ordered[0].isoformat()}")]
    for low, high in itertools.pairwise([*ordered, None]):
        if low is None:
            continue
        pieces.append(Piece(low, low.isoformat()))
        if high is None:
            pieces.append(Piece(low + step, f"> {low.isoformat()}"))
        elif low + step < high:
            pieces.append(Piece(low + step, f"antara {low.isoformat()} dan {high.isoformat()}"))
    return pieces


def _numbers(points: set[int | float], whole: bool) -> list[Piece]:
    """The points and the open intervals around them; of whole numbers only intervals that hold one."""
    if not points:
        return [Piece(0, "apa pun")]
    ordered = sorted(Decimal(str(point)) for point in points)
    pieces = [Piece(ordered[0] - 1, f"< {ordered[0]}")]
    for low, high in itertools.pairwise([*ordered, None]):
        if low is None:
            continue
        pieces.append(Piece(low, str(low)))
        between = low + 1 if whole or high is None else (low + high) / 2
        if high is None or between < high:
            pieces.append(Piece(between, f"> {low}" if high is None else f"antara {low} dan {high}"))
    return pieces
