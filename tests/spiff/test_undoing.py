"""Compensation and transactions: what was completed is undone, the last first."""

from __future__ import annotations

from tests.spiff.drawing import again, begin, chain, do, done, end, flow, load, multi, node, open_tasks, start, user

THROWN = "<bpmn:compensateEventDefinition/>"
CANCEL = "<bpmn:cancelEventDefinition/>"


def undone(activity: str, kind: str = "userTask") -> str:
    """A compensation border on an activity and its handler, `batal_<activity>`."""
    return (
        node("boundaryEvent", f"k_{activity}", THROWN, attachedToRef=activity)
        + node(kind, f"batal_{activity}", isForCompensation="true")
        + f'<bpmn:association id="as_{activity}" sourceRef="k_{activity}" targetRef="batal_{activity}"/>'
    )


def test_what_was_completed_is_undone_in_reverse_order_and_only_once():
    model = load(
        start(),
        *(user(name) + undone(name) for name in ("a", "b", "c")),
        node("intermediateThrowEvent", "mundur", THROWN),
        node("endEvent", "lagi", THROWN),
        chain("mulai", "a", "b", "mundur", "c", "lagi"),
    )
    execution = begin(model)
    for task in ("a", "b"):
        do(execution, task)
    assert open_tasks(execution) == ["mundur[0]"]
    assert execution.waits[0].element == "batal_b"

    execution = again(execution)
    do(execution, "mundur[0]")
    assert execution.waits[0].element == "batal_a"
    do(execution, "mundur[1]")
    do(execution, "c")

    assert [wait.element for wait in execution.waits] == ["batal_c"]
    do(execution, "lagi[0]")
    assert (execution.status, execution.ended) == ("completed", ["lagi"])


def test_a_named_activity_alone_is_undone():
    model = load(
        start(),
        *(user(name) + undone(name) for name in ("a", "b")),
        node("endEvent", "mundur", '<bpmn:compensateEventDefinition activityRef="a"/>'),
        chain("mulai", "a", "b", "mundur"),
    )
    execution = begin(model)

    do(execution, "a")
    do(execution, "b")

    assert [wait.element for wait in execution.waits] == ["batal_a"]


def test_what_was_never_done_is_never_undone():
    model = load(
        start(), user("a"), undone("a"), node("endEvent", "mundur", THROWN), flow("mulai", "mundur"), flow("mulai", "a")
    )

    execution = begin(model)

    assert open_tasks(execution) == ["a"]


def test_a_completed_subprocess_is_undone_by_what_it_completed_inside():
    inside = start("m") + "".join(user(name) + undone(name) for name in ("a", "b")) + chain("m", "a", "b")
    model = load(
        start(), node("subProcess", "sp", inside), node("endEvent", "mundur", THROWN), chain("mulai", "sp", "mundur")
    )
    execution = begin(model)

    for task in ("sp/a", "sp/b"):
        execution = again(execution)
        do(execution, task)
    first = again(execution).waits[0].element
    do(execution, execution.waits[0].task)

    assert (first, execution.waits[0].element) == ("batal_b", "batal_a")
    do(execution, execution.waits[0].task)
    assert execution.status == "completed"


def test_a_cancelled_transaction_is_undone_and_leaves_by_its_cancel_border():
    inside = start("m") + user("bayar") + undone("bayar") + user("u") + node("endEvent", "batal", CANCEL)
    model = load(
        start(),
        node("transaction", "t", inside + chain("m", "bayar", "u", "batal")),
        node("boundaryEvent", "tepi", CANCEL, attachedToRef="t"),
        user("jelaskan"),
        end(),
        chain("mulai", "t", "selesai"),
        chain("tepi", "jelaskan"),
    )
    execution = begin(model)
    do(execution, "t/bayar")
    do(execution, "t/u")
    assert [wait.element for wait in execution.waits] == ["batal_bayar"]
    done(execution)

    do(again(execution), "t/batal[0]")
    do(execution, "t/batal[0]")

    assert open_tasks(execution) == ["jelaskan"]
    assert "selesai" not in done(execution)


def test_handlers_go_on_with_what_the_handler_before_wrote():
    model = load(
        start(),
        user("a"),
        undone("a"),
        node("intermediateThrowEvent", "mundur", THROWN),
        user("lihat"),
        chain("mulai", "a", "mundur", "lihat"),
    )
    execution = begin(model)
    do(execution, "a")

    do(execution, "mundur[0]", {"kembali": 5})

    assert execution.data("lihat")["batal_a"] == {"kembali": 5}


def test_every_instance_is_undone_the_last_first_and_only_when_the_whole_is_over():
    model = load(
        start(),
        user("a", multi(count="2", sequential=True)) + undone("a"),
        user("lain"),
        node("intermediateThrowEvent", "awal", THROWN),
        node("endEvent", "mundur", THROWN),
        chain("mulai", "a", "mundur"),
        chain("mulai", "lain", "awal"),
    )
    execution = begin(model)

    do(execution, "a[0]")
    do(execution, "lain")  # throws while `a` is active: nothing can be undone yet
    assert open_tasks(execution) == ["a[1]"]
    do(again(execution), "a[1]")
    do(execution, "a[1]")

    assert [wait.element for wait in execution.waits] == ["batal_a"]
    do(execution, "mundur[0]")
    assert [wait.element for wait in execution.waits] == ["batal_a"]
    do(again(execution), "mundur[1]")
    do(execution, "mundur[1]")
    assert execution.status == "completed"


def test_each_instance_of_a_subprocess_is_undone_by_what_it_completed_inside():
    inside = multi(count="2") + start("m") + user("a") + undone("a") + chain("m", "a")
    model = load(
        start(), node("subProcess", "sp", inside), node("endEvent", "mundur", THROWN), chain("mulai", "sp", "mundur")
    )
    execution = begin(model)
    for k in (0, 1):
        do(execution, f"sp[{k}]/a")

    for _ in range(2):
        execution = again(execution)
        assert [wait.element for wait in execution.waits] == ["batal_a"]
        do(execution, execution.waits[0].task)
    assert execution.status == "completed"


def test_a_subprocess_with_nothing_but_a_compensation_event_subprocess_is_undone_by_it():
    handler = node("startEvent", "mulai_batal", THROWN) + user("batal") + chain("mulai_batal", "batal")
    inside = start("m") + user("a") + chain("m", "a") + node("subProcess", "es", handler, triggeredByEvent="true")
    model = load(
        start(), node("subProcess", "sp", inside), node("endEvent", "mundur", THROWN), chain("mulai", "sp", "mundur")
    )
    execution = begin(model)

    do(execution, "sp/a")

    assert [wait.element for wait in execution.waits] == ["batal"]
