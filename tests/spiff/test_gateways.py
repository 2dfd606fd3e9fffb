"""Gateways: document order, joins that wait for what can still come, the first event that happens."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.spiff import ExecutionFailed
from tests.spiff.drawing import (
    NOW,
    again,
    begin,
    chain,
    do,
    done,
    end,
    flow,
    load,
    message,
    node,
    open_tasks,
    script,
    start,
    timer,
    user,
)

MESSAGES = ('<bpmn:message id="m1" name="Jawaban"/>', '<bpmn:message id="m2" name="Penolakan"/>')


def test_the_first_true_branch_in_the_order_of_outgoing_is_taken():
    listed = "<bpmn:outgoing>pilih-b</bpmn:outgoing><bpmn:outgoing>pilih-a</bpmn:outgoing>"
    model = load(
        start(),
        node("exclusiveGateway", "pilih", listed),
        user("a"),
        user("b"),
        flow("mulai", "pilih"),
        flow("pilih", "a", "True"),
        flow("pilih", "b", "True"),
    )

    assert open_tasks(begin(model)) == ["b"]


def test_outgoing_that_lists_only_some_flows_does_not_change_their_order():
    model = load(
        start(),
        node("exclusiveGateway", "pilih", "<bpmn:outgoing>pilih-b</bpmn:outgoing>"),
        user("a"),
        user("b"),
        flow("mulai", "pilih"),
        flow("pilih", "a", "True"),
        flow("pilih", "b", "True"),
    )

    assert open_tasks(begin(model)) == ["a"]


def test_a_gateway_where_nothing_is_true_stops_the_command_and_is_named():
    model = load(
        start(),
        user("isi"),
        node("exclusiveGateway", "pilih", name="Setuju?"),
        user("a"),
        user("b"),
        chain("mulai", "isi", "pilih"),
        flow("pilih", "a", "isi.x == 1"),
        flow("pilih", "b", "isi.x == 2"),
    )
    execution = begin(model)

    with pytest.raises(ExecutionFailed, match=r"Setuju\?") as caught:
        do(execution, "isi", {"x": 3})

    assert (caught.value.code, caught.value.element, caught.value.task) == ("no-branch", "pilih", "pilih")


def test_a_condition_that_is_not_true_or_false_is_an_error():
    model = load(
        start(),
        node("exclusiveGateway", "pilih", default="pilih-b"),
        user("a"),
        user("b"),
        chain("mulai", "pilih", "b"),
        flow("pilih", "a", "setuju"),
    )

    with pytest.raises(ExecutionFailed) as caught:
        begin(model, {"setuju": "ya"})

    assert caught.value.code == "not-boolean"


def split_and_join(kind: str, *conditions: str | None) -> object:
    names = "abc"[: len(conditions)]
    parts = [start(), node(kind, "bagi"), node(kind, "gabung"), user("sesudah"), end()]
    parts += [user(name) for name in names]
    parts += [flow("bagi", name, test) for name, test in zip(names, conditions, strict=True)]
    parts += [flow(name, "gabung") for name in names]
    return load(*parts, flow("mulai", "bagi"), chain("gabung", "sesudah", "selesai"))


def test_a_parallel_join_waits_for_every_branch():
    execution = begin(split_and_join("parallelGateway", None, None, None))

    do(execution, "b")
    do(execution, "a")
    execution = again(execution)
    assert open_tasks(execution) == ["c"]
    do(execution, "c")

    assert open_tasks(execution) == ["sesudah"]


def test_an_inclusive_join_waits_only_for_branches_that_were_taken():
    execution = begin(split_and_join("inclusiveGateway", "True", "False", "True"))

    do(execution, "a")
    assert open_tasks(execution) == ["c"]
    do(again(execution), "c")
    do(execution, "c")

    assert open_tasks(execution) == ["sesudah"]


def test_an_inclusive_join_goes_on_when_the_other_token_turns_away():
    model = load(
        start(),
        node("inclusiveGateway", "bagi"),
        user("a"),
        user("b"),
        node("exclusiveGateway", "pilih", default="pilih-gabung"),
        end("lain"),
        node("inclusiveGateway", "gabung"),
        user("sesudah"),
        chain("mulai", "bagi"),
        flow("bagi", "a", "True"),
        flow("bagi", "b", "True"),
        chain("a", "gabung", "sesudah"),
        chain("b", "pilih", "gabung"),
        flow("pilih", "lain", "b.pergi"),
    )
    execution = begin(model)

    do(execution, "a")
    assert open_tasks(execution) == ["b"]
    do(execution, "b", {"pergi": True})

    assert open_tasks(execution) == ["sesudah"]


def test_an_inclusive_join_waits_for_a_token_that_is_in_a_loop_before_it():
    model = load(
        start(),
        node("inclusiveGateway", "bagi"),
        user("a"),
        user("b"),
        node("exclusiveGateway", "ulang", default="ulang-gabung"),
        node("inclusiveGateway", "gabung"),
        user("sesudah"),
        flow("mulai", "bagi"),
        flow("bagi", "a", "True"),
        flow("bagi", "b", "True"),
        chain("a", "gabung", "sesudah"),
        chain("b", "ulang", "gabung"),
        flow("ulang", "b", "b.lagi"),
    )
    execution = begin(model)

    do(execution, "a")
    do(execution, "b", {"lagi": True})
    assert open_tasks(execution) == ["b~2"]
    do(execution, "b~2", {"lagi": False})

    assert open_tasks(execution) == ["sesudah"]


def test_an_inclusive_join_does_not_wait_for_a_token_that_may_also_come_where_one_waits_already():
    """BPMN 13.4.3: a token that can still reach a flow with a token is not waited for, wherever else it could go."""
    model = load(
        start(),
        node("parallelGateway", "bagi"),
        user("a"),
        user("b"),
        node("exclusiveGateway", "temu"),
        node("exclusiveGateway", "pilih", default="pilih-temu"),
        node("inclusiveGateway", "gabung"),
        user("sesudah"),
        flow("mulai", "bagi"),
        chain("bagi", "a", "temu", "gabung", "sesudah"),
        chain("bagi", "b", "pilih", "temu"),
        flow("pilih", "gabung", "b.langsung"),
    )
    execution = begin(model)

    do(execution, "a")

    assert open_tasks(execution) == ["b", "sesudah"]


def test_an_inclusive_join_waits_for_what_may_still_come_over_a_border():
    border = node("boundaryEvent", "habis", timer("P1D"), attachedToRef="b")
    model = load(
        start(),
        node("parallelGateway", "bagi"),
        user("a"),
        user("b"),
        border,
        end(),
        node("inclusiveGateway", "gabung"),
        user("sesudah"),
        flow("mulai", "bagi"),
        chain("bagi", "a", "gabung", "sesudah"),
        chain("bagi", "b", "selesai"),
        flow("habis", "gabung"),
    )
    one, other = begin(model), begin(model)

    for execution in (one, other):
        do(execution, "a")
        assert open_tasks(execution) == ["b", "habis"]
    one.fire("habis", now=NOW + timedelta(days=1))
    do(other, "b")

    assert open_tasks(one) == open_tasks(other) == ["sesudah"]


def test_two_tokens_over_one_flow_do_not_make_a_parallel_join_fire():
    model = load(
        start(),
        node("parallelGateway", "bagi"),
        user("a"),
        user("b"),
        user("c", completionQuantity="2"),
        node("exclusiveGateway", "temu"),
        node("parallelGateway", "gabung"),
        user("sesudah"),
        flow("mulai", "bagi"),
        flow("bagi", "a"),
        flow("bagi", "b"),
        flow("bagi", "c"),
        flow("a", "temu"),
        flow("b", "temu"),
        flow("temu", "gabung"),
        flow("c", "gabung"),
        flow("gabung", "sesudah"),
    )
    execution = begin(model)

    do(execution, "a")
    do(execution, "b")
    assert open_tasks(execution) == ["c"]
    do(execution, "c")

    assert open_tasks(execution) == ["sesudah", "sesudah~2"]


def test_a_task_with_several_flows_out_splits_and_its_conditions_are_obeyed():
    model = load(
        start(),
        user("isi", default="isi-d"),
        *(user(name) for name in "abcd"),
        flow("mulai", "isi"),
        flow("isi", "a"),
        flow("isi", "b", "isi.x > 1"),
        flow("isi", "c", "isi.x > 5"),
        flow("isi", "d"),
    )

    some, none = begin(model), begin(model)
    do(some, "isi", {"x": 3})
    do(none, "isi", {"x": 0})

    assert open_tasks(some) == ["a", "b"]
    assert open_tasks(none) == ["a", "d"]


@pytest.mark.parametrize("kind", ["exclusiveGateway", "inclusiveGateway", "userTask"])
def test_a_condition_on_the_default_flow_is_ignored(kind: str):
    model = load(
        start(),
        node(kind, "pilih", default="pilih-a", **({"alur_form": "f"} if kind == "userTask" else {})),
        user("a"),
        user("b"),
        flow("mulai", "pilih"),
        flow("pilih", "a", "jangan sekali-kali"),
        flow("pilih", "b", "1 > 2"),
    )

    execution = begin(model)
    if kind == "userTask":
        do(execution, "pilih")

    assert open_tasks(execution) == ["a"]


WAITING = load(
    start(),
    node("eventBasedGateway", "tunggu"),
    node("intermediateCatchEvent", "jawab", message("m1"), alur_correlation="perkara.id + '-1'"),
    node("intermediateCatchEvent", "tolak", message("m2")),
    node("intermediateCatchEvent", "sehari", timer("P1D")),
    node("intermediateCatchEvent", "sejam", timer("PT1H")),
    *(end(f"akhir_{name}") for name in ("jawab", "tolak", "sehari", "sejam")),
    flow("mulai", "tunggu"),
    *(chain("tunggu", name, f"akhir_{name}") for name in ("jawab", "tolak", "sehari", "sejam")),
    extra=MESSAGES,
)


def test_an_event_gateway_opens_every_alternative_with_its_own_due_time():
    execution = begin(WAITING)

    due = {wait.task: wait.due for wait in execution.waits if wait.kind == "timer"}
    messages = {wait.task: (wait.message, wait.correlation) for wait in execution.waits if wait.kind == "message"}

    assert due == {"sehari": NOW + timedelta(days=1), "sejam": NOW + timedelta(hours=1)}
    assert messages == {"jawab": ("Jawaban", "k1-1"), "tolak": ("Penolakan", "k1")}


@pytest.mark.parametrize("first", ["jawab", "sejam", "sehari"])
def test_the_first_event_closes_the_others(first: str):
    execution = again(begin(WAITING))
    execution.take_changes()

    if first == "jawab":
        do(execution, "jawab", {"isi": "ya"})
    else:
        execution.fire(first, now=NOW + timedelta(days=2))

    closed = {closed.task: closed.how for closed in execution.take_changes().closed}
    assert closed.pop(first) == "completed"
    assert set(closed.values()) == {"cancelled"} and len(closed) == 3
    assert execution.ended == [f"akhir_{first}"]
    assert execution.status == "completed"


def test_a_parallel_block_in_a_loop_joins_anew_each_round():
    model = load(
        start(),
        node("exclusiveGateway", "mulai_lagi"),
        node("parallelGateway", "bagi"),
        user("a"),
        user("b"),
        node("parallelGateway", "gabung"),
        script("hitung", "n = (n if ada(n) else 0) + 1"),
        node("exclusiveGateway", "ulang", default="ulang-selesai"),
        end(),
        chain("mulai", "mulai_lagi", "bagi"),
        flow("bagi", "a"),
        flow("bagi", "b"),
        flow("a", "gabung"),
        flow("b", "gabung"),
        chain("gabung", "hitung", "ulang", "selesai"),
        flow("ulang", "mulai_lagi", "n < 3"),
    )
    execution = begin(model)

    for suffix in ("", "~2", "~3"):
        do(execution, f"b{suffix}")
        do(execution, f"a{suffix}")

    assert execution.status == "completed"
    assert done(execution).count("hitung") == 3


def test_an_inclusive_join_waits_for_an_activity_whose_border_went_ahead_without_interrupting():
    parts = (
        *(start(), node("parallelGateway", "g"), user("u"), user("v"), node("inclusiveGateway", "j"), user("w")),
        node("boundaryEvent", "ingat", timer("PT1H"), attachedToRef="u", cancelActivity="false"),
        *(chain("mulai", "g", "u", "j", "w"), chain("g", "v", "j"), chain("ingat", "j")),
    )
    execution = begin(load(*parts))
    execution.fire("ingat", now=NOW + timedelta(hours=1))
    do(execution, "v")

    assert open_tasks(execution) == ["u"]
    do(again(execution), "u")
    do(execution, "u")

    assert open_tasks(execution) == ["w"]
