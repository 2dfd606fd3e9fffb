"""What holds for every tree, every text and every scope."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from expressions import (
    BASE,
    Budget,
    EvaluationFailed,
    Expression,
    ExpressionRefused,
    nodes,
    parse,
    parse_cell,
    parse_script,
)
from expressions.plain import parse_plain
from expressions.printer import written
from tests.expressions.spellers import SPELLERS, shared
from tests.expressions.trees import NAMES, scopes, trees


class EveryDay:
    """A calendar without holidays."""

    def add_workdays(self, moment: datetime, n: int) -> datetime:
        return datetime.fromtimestamp(moment.timestamp() + n * 86_400, UTC)

    def workdays_between(self, start: datetime, end: datetime) -> int:
        return (end - start).days


FUNCTIONS = BASE.bind(now=datetime(2026, 11, 25, tzinfo=UTC), calendar=EveryDay())


@settings(max_examples=300, deadline=None)
@given(trees)
def test_the_written_text_of_a_tree_reads_as_the_same_tree(tree: nodes.Node) -> None:
    assert parse_plain(written(tree)) == tree


@settings(max_examples=400, deadline=None)
@given(trees, scopes)
def test_evaluation_ends_in_a_value_or_a_clear_failure_and_changes_nothing(tree: nodes.Node, scope: Any) -> None:
    before = copy.deepcopy(scope)

    try:
        Expression("x", tree).evaluate(scope, FUNCTIONS, Budget(steps=20_000, cells=20_000))
    except EvaluationFailed as failure:
        assert str(failure)

    assert scope == before


PIECES = st.sampled_from(
    [
        *(
            "a",
            "b.c",
            "1",
            "2.5",
            '"x"',
            "'y'",
            "f",
            "not",
            "and",
            "or",
            "in",
            "if",
            "else",
            "for",
            "then",
            "is",
            "empty",
        ),
        *("(", ")", "[", "]", "{", "}", ",", ".", "..", ":", "=", "==", "<", "+=", "**", "-", "!", "?", "&&", "|", "@"),
        *(
            "${",
            "#{",
            "\n",
            "  ",
            "    ",
            "#",
            "\\",
            '"',
            "\t",
            "\0",
            "lambda",
            "__a__",
            "between",
            "some",
            "satisfies",
            "é",
        ),
        *("date and time", "pass", "elif", "while", "f'{a}'", "$", ";", "1e999", "0x1", "٣", "²"),
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=12), st.sampled_from(["", " "]))
def test_any_text_is_read_or_refused_with_a_place_inside_it(pieces: list[str], between: str) -> None:
    text = between.join(pieces)

    for read in (parse, parse_script, parse_cell, *(_as(spelling) for spelling in ("plain", "feel", "juel"))):
        try:
            read(text)
        except ExpressionRefused as refusal:
            assert 1 <= refusal.position <= len(text) + 1
            assert refusal.message


def _as(spelling: Any) -> Any:
    return lambda text: parse(text, spelling=spelling)


# The three spellings: a small tree is written down in each of them and must mean the same.

_leaf = st.one_of(
    st.integers(0, 5).map(lambda n: (str(n),) * 3),
    st.sampled_from(NAMES[:2]).map(lambda n: (n,) * 3),
    st.sampled_from([('"abc"',) * 3, ("True", "true", "true"), ("None", "null", "null")]),
)


def _same(operator: str, juel: str | None = None, feel: str | None = None) -> Any:
    signs = (operator, juel or operator, feel or operator)

    def join(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(f"({a} {sign} {b})" for a, sign, b in zip(left, signs, right, strict=True))

    return join


_JOINS = [
    *(_same(sign) for sign in ("+", "-", "*", "<", ">=", "!=")),
    *(_same("==", "eq", "="), _same("and", "&&"), _same("or", "||"), _same("/", "div")),
]


def _three(inner: Any) -> Any:
    binary = st.tuples(st.sampled_from(_JOINS), inner, inner).map(lambda t: t[0](t[1], t[2]))
    negated = inner.map(lambda t: (f"(not {t[0]})", f"(!{t[1]})", f"not({t[2]})"))
    chosen = st.tuples(inner, inner, inner).map(
        lambda t: (
            f"({t[1][0]} if {t[0][0]} else {t[2][0]})",
            f"({t[0][1]} ? {t[1][1]} : {t[2][1]})",
            f"(if {t[0][2]} then {t[1][2]} else {t[2][2]})",
        )
    )
    contains = st.tuples(inner, inner).map(
        lambda t: tuple(f"contains({a}, {b})" for a, b in zip(t[0], t[1], strict=True))
    )
    return st.one_of(binary, negated, chosen, contains)


@settings(max_examples=200, deadline=None)
@given(st.recursive(_leaf, _three, max_leaves=8), st.integers(0, 5), st.text("abc", max_size=3))
def test_one_meaning_in_three_spellings(texts: tuple[str, str, str], a: int, b: str) -> None:
    plain, juel, feel = (
        parse(text, spelling=spelling)
        for text, spelling in ((texts[0], "plain"), ("${" + texts[1] + "}", "juel"), ("=" + texts[2], "feel"))
    )

    assert plain.tree == juel.tree == feel.tree
    outcomes = [_outcome(each, {"a": a, "b": b}) for each in (plain, juel, feel)]
    assert all(outcome == outcomes[0] or outcome[0] is EvaluationFailed for outcome in outcomes[1:])


@settings(max_examples=400, deadline=None)
@given(shared, scopes)
def test_a_tree_written_in_each_spelling_reads_as_the_same_tree_and_gives_the_same(
    tree: nodes.Node, scope: Any
) -> None:
    expected = _outcome(Expression("x", tree), scope)

    for spelling, spell in SPELLERS.items():
        read = parse(spell(tree), spelling=spelling)  # type: ignore[arg-type]  # spellings come from a table of texts

        assert read.tree == tree, spell(tree)
        outcome = _outcome(read, scope)
        assert outcome == expected or (spelling != "plain" and outcome[0] is EvaluationFailed)


def _outcome(expression: Expression, scope: Any) -> Any:
    try:
        value = expression.evaluate(scope)
        return type(value), value
    except EvaluationFailed as failure:
        return type(failure), str(failure)
