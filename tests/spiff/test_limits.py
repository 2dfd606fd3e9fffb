"""Budgets: what would never end, or would be too much, ends in a clear error."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.spiff import ExecutionFailed, Limits, ModelRefused
from tests.spiff.drawing import (
    begin,
    chain,
    do,
    end,
    flow,
    load,
    multi,
    node,
    process,
    script,
    start,
    timer,
    user,
)


def failing(model: object, code: str, **limits: object) -> ExecutionFailed:
    with pytest.raises(ExecutionFailed) as caught:
        begin(model, limits=Limits(**limits))
    assert caught.value.code == code
    return caught.value


def test_a_gateway_that_spins_is_stopped_and_named():
    model = load(
        start(),
        node("exclusiveGateway", "putar", default="putar-lagi"),
        node("task", "lagi"),
        end(),
        chain("mulai", "putar", "lagi", "putar"),
        flow("putar", "selesai", "1 == 2"),
    )

    assert failing(model, "too-many-steps", steps=1000).element in ("putar", "lagi")


def test_tokens_that_multiply_are_stopped():
    model = load(
        start(),
        node("exclusiveGateway", "temu"),
        node("parallelGateway", "belah"),
        node("task", "a"),
        node("task", "b"),
        chain("mulai", "temu", "belah"),
        chain("belah", "a", "temu"),
        chain("belah", "b", "temu"),
    )

    assert failing(model, "too-many-tasks", open_tasks=500).task


def test_processes_inside_processes_have_a_depth():
    calls = [
        process(
            start(f"m{k}"), node("callActivity", f"c{k}", calledElement=f"q{k + 1}"), flow(f"m{k}", f"c{k}"), id=f"q{k}"
        )
        for k in range(1, 40)
    ]
    model = load(
        start(),
        node("callActivity", "c0", calledElement="q1"),
        flow("mulai", "c0"),
        extra=(*calls, process(start("m40"), user("u40"), flow("m40", "u40"), id="q40")),
    )

    assert failing(model, "too-deep").element == "c30"


def test_a_timer_beyond_the_horizon_is_refused():
    model = load(start(), node("intermediateCatchEvent", "t", timer("P60Y")), flow("mulai", "t"))

    failing(model, "bad-timer", horizon=timedelta(days=3660))


@pytest.mark.parametrize("value", ["P1000000000Y", "3 hari", [1], "R/PT0S", "-P1D", True, None])
def test_a_timer_that_gives_no_time_is_an_error_of_its_own_element(value: object):
    model = load(start(), user("u"), node("boundaryEvent", "t", timer("batas"), attachedToRef="u"), flow("mulai", "u"))

    with pytest.raises(ExecutionFailed) as caught:
        begin(model, {"batas": value})

    assert (caught.value.code, caught.value.element) == ("bad-timer", "t")


@pytest.mark.parametrize("text", ["x = 9**9**9", "x = 'a' * 100000000", "x = [k for k in range(100000000)]"])
def test_scripts_have_a_budget(text: str):
    try:
        model = load(start(), script("s", text), flow("mulai", "s"))
    except ModelRefused:
        return

    with pytest.raises(ExecutionFailed) as caught:
        begin(model)
    assert caught.value.code in ("budget", "expression")


def test_a_thousand_by_a_thousand_instances_are_stopped():
    inner = start("m") + node("userTask", "dalam", multi(count="1000")) + flow("m", "dalam")
    model = load(start(), node("subProcess", "luar", multi(count="1000") + inner), flow("mulai", "luar"))

    failing(model, "too-many-tasks", open_tasks=3000)


def test_repeated_limits_are_per_command():
    model = load(
        start(),
        user("u"),
        *(node("task", f"t{k}") for k in range(8)),
        chain("mulai", "u", *(f"t{k}" for k in range(8))),
    )
    execution = begin(model, limits=Limits(steps=9))

    do(execution, "u")

    assert execution.status == "completed"


def test_all_expressions_of_one_command_share_a_budget():
    model = load(
        start(),
        node("exclusiveGateway", "putar", default="putar-lagi"),
        node("task", "lagi"),
        end(),
        chain("mulai", "putar", "lagi", "putar"),
        flow("putar", "selesai", "len([k for k in angka]) == 0"),
    )

    with pytest.raises(ExecutionFailed) as caught:
        begin(model, {"angka": list(range(1000))}, limits=Limits(command_steps=100_000))

    assert (caught.value.code, caught.value.element) == ("budget", "putar")


def test_data_nested_too_deeply_are_refused_when_they_enter():
    deep: object = 1
    for _ in range(101):
        deep = [deep]
    execution = begin(load(start(), user("u"), user("v"), chain("mulai", "u", "v")))

    with pytest.raises(ExecutionFailed, match="bersarang"):
        do(execution, "u", {"x": deep})
