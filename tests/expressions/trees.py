"""Random trees and scopes for property tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from expressions import BASE, JAKARTA, nodes
from expressions.iso8601 import Duration

NAMES = ("a", "b", "peserta", "nilai_akhir", "x")

texts = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=8)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    texts,
)
leaves = st.one_of(scalars.map(nodes.Literal), st.sampled_from(NAMES).map(nodes.Name))


def _unary(operand: st.SearchStrategy[nodes.Node]) -> st.SearchStrategy[nodes.Node]:
    signed = operand.filter(lambda node: not isinstance(node, nodes.Literal))  # -5 is a literal of its own
    return st.one_of(
        st.builds(nodes.Unary, st.just("not"), operand), st.builds(nodes.Unary, st.sampled_from("+-"), signed)
    )


def _joined(inner: st.SearchStrategy[nodes.Node]) -> st.SearchStrategy[nodes.Node]:
    """Texts and code in turn, as reading gives them."""
    words = texts.filter(bool).map(nodes.Literal)
    code = inner.filter(lambda node: not (isinstance(node, nodes.Literal) and isinstance(node.value, str)))
    return st.lists(st.tuples(words, code), max_size=2).map(
        lambda pairs: nodes.Joined(tuple(n for p in pairs for n in p))
    )


def _comprehension(inner: st.SearchStrategy[nodes.Node]) -> st.SearchStrategy[nodes.Node]:
    conditions = st.lists(inner, max_size=1).map(tuple)
    clause = st.builds(nodes.Clause, st.sampled_from(("p", "q", "x")), inner, conditions)
    clauses = st.lists(clause, min_size=1, max_size=2).map(tuple)
    return st.builds(nodes.Comprehension, inner, clauses, st.none() | inner)


def _more(inner: st.SearchStrategy[nodes.Node]) -> st.SearchStrategy[nodes.Node]:
    several = st.lists(inner, max_size=3).map(tuple)
    pairs = st.lists(st.tuples(st.none() | inner, inner), max_size=3).map(tuple)
    operators = st.sampled_from(["==", "!=", "<", "<=", ">", ">=", "in", "not in"])
    rest = st.lists(st.tuples(operators, inner), min_size=1, max_size=2).map(tuple)
    return st.one_of(
        st.builds(nodes.ListOf, several),
        st.builds(nodes.DictOf, pairs),
        _joined(inner),
        st.builds(nodes.Attribute, inner, st.sampled_from(NAMES)),
        st.builds(nodes.Subscript, inner, inner),
        st.builds(nodes.Slice, inner, st.none() | inner, st.none() | inner),
        _unary(inner),
        st.builds(nodes.Binary, st.sampled_from(["+", "-", "*", "/", "//", "%", "**"]), inner, inner),
        st.builds(nodes.Compare, inner, rest),
        st.builds(nodes.Logic, st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(nodes.Conditional, inner, inner, inner),
        st.builds(nodes.Call, st.sampled_from(sorted(BASE.table)), several),
        _comprehension(inner),
    )


trees = st.recursive(leaves, _more, max_leaves=12)

plain_values = st.one_of(
    scalars,
    st.decimals(allow_nan=False, allow_infinity=False),
    st.just(Decimal("1E+999999")),
    st.just(float("inf")),
    st.dates(),
    st.datetimes(timezones=st.just(UTC) | st.just(JAKARTA)),
    st.datetimes(),
    st.timedeltas(),
    st.just(Duration(13, timedelta(days=1))),
    st.just(date.max),
    st.just(datetime.min),
    st.sampled_from(["2026-01-31", "P1M", "R3/PT10M", "hadir", "9" * 39]),
)
values = st.recursive(
    plain_values,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=10,
)
scopes = st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, values))
