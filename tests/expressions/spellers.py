"""A small tree written in each spelling with as few brackets as the language's own rules of precedence allow."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import strategies as st

from expressions import nodes
from expressions.printer import written
from tests.expressions.trees import NAMES


@dataclass(frozen=True)
class Words:
    """How a language writes its operators, and how tight each binds (DMN 1.3, 10.3.1.2; JSR 245, 1.12)."""

    constants: dict[str, str]
    signs: dict[str, str]
    tight: dict[str, int]
    negated: Callable[[str], str]
    chosen: Callable[[str, str, str], str]
    chains: frozenset[str]


_COMPARED = ("==", "!=", "<", "<=", ">", ">=")
FEEL = Words(
    {"True": "true", "False": "false", "None": "null"},
    {"==": "="},
    {"if": 0, "or": 1, "and": 2, **dict.fromkeys(_COMPARED, 3), "+": 5, "-": 5, "*": 6, "/": 6, "**": 7, "sign": 8, "not": 9},
    lambda text: f"not({text})",
    lambda test, then, other: f"if {test} then {then} else {other}",
    frozenset("+-*/"),
)  # fmt: skip
JUEL = Words(
    FEEL.constants,
    {"and": "&&", "or": "||", "==": "eq"},
    {
        "if": 0, "or": 1, "and": 2, "==": 3, "!=": 3, **dict.fromkeys(_COMPARED[2:], 4), "+": 5, "-": 5, "*": 6, "/": 6,
        "sign": 7, "not": 7,
    },
    lambda text: f"!{text}",
    lambda test, then, other: f"{test} ? {then} : {other}",
    frozenset({*"+-*/", "==", "!="}),
)  # fmt: skip


def feel(tree: nodes.Node) -> str:
    """The tree as FEEL."""
    return "= " + _text(tree, 0, FEEL)


def juel(tree: nodes.Node) -> str:
    """The tree as JUEL."""
    return "${" + _text(tree, 0, JUEL) + "}"


def _text(node: nodes.Node, least: int, words: Words) -> str:
    tight, text = _written(node, words)
    return text if tight >= least else f"({text})"


def _written(node: nodes.Node, words: Words) -> tuple[int, str]:
    match node:
        case nodes.Literal(value):
            text = json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)
            return (words.tight["sign"] if text[0] == "-" else 10), words.constants.get(text, text)
        case nodes.Name(name):
            return 10, name
        case nodes.Attribute(value, key):
            return 10, f"{_text(value, 10, words)}.{key}"
        case nodes.Unary("not", operand):
            inner = 0 if words is FEEL else words.tight["not"]
            return words.tight["not"], words.negated(_text(operand, inner, words))
        case nodes.Unary("-", operand):
            return words.tight["sign"], "-" + _text(operand, words.tight["sign"] + 1, words)
        case nodes.Logic(operator, items):
            tight, sign = words.tight[operator], words.signs.get(operator, operator)
            return tight, f" {sign} ".join(_text(item, tight + 1, words) for item in items)
        case nodes.Compare(left, ((operator, right),)) | nodes.Binary(operator, left, right):
            tight, sign = words.tight[operator], words.signs.get(operator, operator)
            first = tight if operator in words.chains else tight + 1
            return tight, f"{_text(left, first, words)} {sign} {_text(right, tight + 1, words)}"
        case nodes.Conditional(test, then, other):
            inner = 1 if words is JUEL else 0
            return 0, words.chosen(_text(test, inner, words), _text(then, inner, words), _text(other, 0, words))
    raise TypeError(node)


def _more(inner: st.SearchStrategy[nodes.Node]) -> st.SearchStrategy[nodes.Node]:
    signed = inner.filter(lambda node: not isinstance(node, nodes.Literal))  # -5 is a literal of its own
    return st.one_of(
        st.builds(nodes.Binary, st.sampled_from("+-*/"), inner, inner),
        st.builds(lambda operator, a, b: nodes.Compare(a, ((operator, b),)), st.sampled_from(_COMPARED), inner, inner),
        st.builds(nodes.Logic, st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(nodes.Unary, st.just("not"), inner),
        st.builds(nodes.Unary, st.just("-"), signed),
        st.builds(nodes.Conditional, inner, inner, inner),
        st.builds(nodes.Attribute, st.sampled_from(NAMES).map(nodes.Name), st.sampled_from(("nip", "nilai"))),
    )


_words = st.text(st.sampled_from("ab5 \"'\\\n"), max_size=4)
#: Trees that all three languages can say.
shared = st.recursive(
    st.one_of(
        st.sampled_from([None, True, False]).map(nodes.Literal),
        st.integers(-9, 99).map(nodes.Literal),
        st.sampled_from([0.5, 1.25]).map(nodes.Literal),
        _words.map(nodes.Literal),
        st.sampled_from(NAMES).map(nodes.Name),
    ),
    _more,
    max_leaves=9,
)
SPELLERS: dict[str, Callable[[nodes.Node], str]] = {"plain": written, "juel": juel, "feel": feel}
