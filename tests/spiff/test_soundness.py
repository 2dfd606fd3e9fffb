"""Joins that can never fire are found before any case runs; joins that sometimes fire never raise a false alarm."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.spiff import ModelRefused
from tests.spiff.blocks import draw
from tests.spiff.drawing import NOW, again, begin, chain, flow, load, node, open_tasks, start, timer, user
from tests.spiff.test_laws import WALKS

NEVER, PERHAPS = "never-joined", "may-wait-for-ever"


def refused(*parts: str, codes: tuple[str, ...] = (NEVER,)) -> list[str | None]:
    try:
        load(start(), *parts)
    except ModelRefused as refusal:
        return [finding.element for finding in refusal.findings if finding.code in codes]
    return []


def split(kind: str, join: str, *more: str) -> tuple[str, ...]:
    """A split into `a` and `b`, and a join of both."""
    condition = None if kind == "parallelGateway" else "True"
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


PAIRS = {("exclusiveGateway", "parallelGateway"): NEVER, ("inclusiveGateway", "parallelGateway"): PERHAPS}


@pytest.mark.parametrize("kind", ["exclusiveGateway", "inclusiveGateway", "parallelGateway", "complexGateway"])
@pytest.mark.parametrize("join", ["exclusiveGateway", "inclusiveGateway", "parallelGateway"])
def test_a_join_that_one_choice_leaves_incomplete_is_blamed(kind: str, join: str):
    found = {code: refused(*split(kind, join), codes=(code,)) for code in (NEVER, PERHAPS)}

    wanted = PAIRS.get((kind.replace("complex", "inclusive"), join))
    assert found == {code: ["j"] if code == wanted else [] for code in (NEVER, PERHAPS)}


def test_the_conditions_of_a_task_may_leave_a_join_incomplete():
    ways = (flow("mulai", "u"), flow("u", "a", "u.a"), flow("u", "b", "u.b"), chain("a", "j"), chain("b", "j"))

    assert refused(user("u"), user("a"), user("b"), node("parallelGateway", "j"), *ways, codes=(PERHAPS,)) == ["j"]


def test_a_branch_that_ends_everything_leaves_nothing_waiting():
    stop = node("endEvent", "henti", "<bpmn:terminateEventDefinition/>")
    parts = (
        *(node("parallelGateway", "g"), node("exclusiveGateway", "x", default="x-j"), node("parallelGateway", "j")),
        *(chain("mulai", "g", "x"), flow("g", "j"), flow("x", "j")),
    )

    assert refused(*parts, stop, flow("x", "henti", "tolak"), codes=(PERHAPS,)) == []
    assert refused(*parts, node("endEvent", "biasa"), flow("x", "biasa", "tolak"), codes=(PERHAPS,)) == ["j"]


def test_two_choices_that_may_belong_together_are_not_blamed():
    parts = (
        *(node("parallelGateway", "g"), node("parallelGateway", "j"), node("endEvent", "lewat")),
        *(node("exclusiveGateway", name, default=f"{name}-lewat") for name in ("x", "y")),
        *(chain("mulai", "g", "x"), flow("g", "y"), flow("x", "j", "n > 1"), flow("y", "j", "n > 1")),
        *(flow("x", "lewat"), flow("y", "lewat")),
    )

    assert refused(*parts, codes=(NEVER, PERHAPS)) == []


def test_what_an_event_may_still_interrupt_is_not_blamed():
    inside = start("m") + "".join(split("inclusiveGateway", "parallelGateway")).replace("mulai", "m")
    sub = node("subProcess", "sp", inside) + chain("mulai", "sp")
    border = node("boundaryEvent", "batas", timer("P5D"), attachedToRef="sp") + user("h") + chain("batas", "h")

    assert refused(sub, codes=(PERHAPS,)) == ["j"]
    assert refused(sub, border, codes=(PERHAPS,)) == []


def test_a_wait_for_ever_in_a_subprocess_is_no_deadlock_while_its_border_may_interrupt_it():
    ways = (flow("g", "x"), flow("g", "y"), flow("x", "j", "n > 1"), flow("y", "j", "n > 2"))
    inside = start("m") + node("parallelGateway", "g") + node("parallelGateway", "j") + node("endEvent", "lewat")
    inside += "".join(node("exclusiveGateway", name, default=f"{name}-lewat") for name in ("x", "y"))
    inside += flow("m", "g") + "".join(ways) + flow("x", "lewat") + flow("y", "lewat")
    border = node("boundaryEvent", "batas", timer("P5D"), attachedToRef="sp") + user("h") + chain("batas", "h")
    execution = begin(load(start(), node("subProcess", "sp", inside), border, chain("mulai", "sp")), {"n": 2})

    execution = again(execution)
    execution.fire("batas", now=NOW + timedelta(days=5))

    assert open_tasks(execution) == ["h"]


def test_what_an_event_may_still_bring_is_not_blamed():
    border = node("boundaryEvent", "ingat", timer("PT1H"), attachedToRef="u", cancelActivity="false")
    parts = (user("u"), border, node("parallelGateway", "j"), chain("mulai", "u", "j"), chain("ingat", "j"))

    assert refused(*parts, codes=(NEVER, PERHAPS)) == []


@pytest.mark.parametrize(
    ("rule", "blamed"), [("activationCount &gt;= 3", True), ("activationCount &gt;= 2", False), ("n &gt; 1", False)]
)
def test_a_complex_gateway_whose_rule_asks_for_more_than_can_come_is_blamed(rule: str, blamed: bool):
    gate = node("complexGateway", "j", f"<bpmn:activationCondition>{rule}</bpmn:activationCondition>")
    parts = (user("a"), user("b"), gate, chain("mulai", "a", "j"), chain("mulai", "b", "j"))

    assert refused(*parts, codes=(PERHAPS,)) == (["j"] if blamed else [])
