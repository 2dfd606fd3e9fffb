"""Joins that can never fire are found before any case runs; joins that sometimes fire never raise a false alarm."""

from __future__ import annotations

import pytest

from engine.spiff import ModelRefused
from tests.spiff.blocks import draw
from tests.spiff.drawing import chain, flow, load, node, start, user
from tests.spiff.test_laws import WALKS


def refused(*parts: str) -> list[str | None]:
    try:
        load(start(), *parts)
    except ModelRefused as refusal:
        return [finding.element for finding in refusal.findings if finding.code == "never-joined"]
    return []


def split(kind: str, join: str, *more: str) -> tuple[str, ...]:
    """A split into `a` and `b`, and a join of both."""
    condition = "True" if kind in ("exclusiveGateway", "inclusiveGateway") else None
    return (
        node(kind, "g", **({"default": "g-b"} if condition else {})),
        node("task", "a"),
        node("task", "b"),
        node(join, "j"),
        flow("mulai", "g"),
        flow("g", "a", condition),
        flow("g", "b"),
        chain("a", "j"),
        chain("b", "j"),
        *more,
    )


@pytest.mark.parametrize("kind", ["exclusiveGateway", "inclusiveGateway", "parallelGateway"])
@pytest.mark.parametrize("join", ["exclusiveGateway", "inclusiveGateway", "parallelGateway"])
def test_only_an_exclusive_split_into_a_parallel_join_never_fires(kind: str, join: str):
    found = refused(*split(kind, join))

    assert found == (["j"] if (kind, join) == ("exclusiveGateway", "parallelGateway") else [])


def test_a_join_that_fires_in_the_second_round_of_a_loop_is_not_blamed():
    loop = (node("exclusiveGateway", "m"), user("u"), node("exclusiveGateway", "x", default="x-j"))
    parts = (
        *loop,
        node("parallelGateway", "j"),
        *(flow("mulai", "m"), flow("m", "u"), flow("u", "x"), flow("x", "m", "True"), flow("x", "j")),
        *(node("task", "t"), flow("u", "t"), flow("t", "j")),
    )

    assert refused(*parts) == []


def test_an_activity_that_needs_more_tokens_than_ever_come_is_blamed():
    assert refused(user("u", startQuantity="2"), flow("mulai", "u")) == ["u"]
    assert refused(user("a", completionQuantity="2"), user("u", startQuantity="2"), chain("mulai", "a", "u")) == []


@pytest.mark.parametrize("block", WALKS)
def test_models_built_from_blocks_are_never_blamed(block: object):
    draw(block)  # raises ModelRefused if one is


def test_a_large_parallel_process_is_judged_at_once_or_not_at_all():
    parts = [node("parallelGateway", "g"), node("parallelGateway", "j"), flow("mulai", "g")]
    for k in range(40):
        names = [f"t{k}_{n}" for n in range(20)]
        parts += [node("task", name) for name in names] + [chain("g", *names, "j")]

    assert refused(*parts) == []
