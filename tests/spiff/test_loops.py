"""Multi-instance and loops: ids, items, outputs, conditions, limits; the thousandth instance costs what the tenth does."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable

import pytest

from engine.spiff import ExecutionFailed, Limits
from tests.spiff.drawing import (
    NOW,
    again,
    begin,
    chain,
    do,
    end,
    flow,
    load,
    multi,
    node,
    open_tasks,
    script,
    start,
    user,
)
from tests.spiff.workloads import participants, people, rework


def several(characteristics: str, *, kind: str = "userTask", inside: str = "", **given: str) -> object:
    return load(
        start(), node(kind, "isi", characteristics + inside, **given), user("sesudah"), chain("mulai", "isi", "sesudah")
    )


def test_each_participant_gets_a_task_with_the_item_and_its_number():
    execution = again(begin(participants(), {"peserta": people(3)}))

    assert open_tasks(execution) == ["isi[0]", "isi[1]", "isi[2]"]
    data = execution.data("isi[2]")
    assert (data["p"]["nama"], data["loopCounter"]) == ("Peserta 2", 2)
    assert [wait.loop for wait in execution.waits] == ["isi[0]", "isi[1]", "isi[2]"]


def test_outputs_are_collected_in_the_order_of_the_participants():
    execution = begin(participants(), {"peserta": people(3)})

    for k in (2, 0, 1):
        do(execution, f"isi[{k}]", {"n": k})
        execution = again(execution)

    data = execution.data("tinjau")
    assert data["jawaban"] == [{"n": 0}, {"n": 1}, {"n": 2}]
    assert data["banyak"] == 3
    assert "p" not in data and "loopCounter" not in data and "jawab" not in data


def test_sequential_instances_come_one_after_the_other():
    execution = begin(participants(sequential=True), {"peserta": people(2)})

    assert open_tasks(execution) == ["isi[0]"]
    do(execution, "isi[0]", {"n": 0})
    execution = again(execution)
    assert open_tasks(execution) == ["isi[1]"]
    do(execution, "isi[1]", {"n": 1})

    assert execution.data("tinjau")["jawaban"] == [{"n": 0}, {"n": 1}]


def test_no_participant_means_no_task_and_an_empty_list():
    execution = begin(participants(), {"peserta": []})

    assert open_tasks(execution) == ["tinjau"]
    assert execution.data("tinjau")["jawaban"] == []


def test_a_completion_condition_closes_the_rest():
    model = several(
        multi(count="5", output="suara", output_item="isi", until="numberOfCompletedInstances >= 2 and len(suara) == 2")
    )
    execution = begin(model)
    do(execution, "isi[3]", {"n": 3})
    execution.take_changes()

    do(execution, "isi[1]", {"n": 1})

    assert open_tasks(execution) == ["sesudah"]
    assert execution.data("sesudah")["suara"] == [{"n": 1}, {"n": 3}]
    how = Counter(closed.how for closed in execution.take_changes().closed)
    assert how == {"completed": 1, "cancelled": 3}


def test_a_subprocess_for_each_item_has_readable_ids_and_its_own_visits():
    inside = "\n".join(
        [
            start("m"),
            user("unggah"),
            node("exclusiveGateway", "cek", default="cek-e"),
            end("e"),
            chain("m", "unggah", "cek", "e"),
            flow("cek", "unggah", "unggah.ulang"),
        ]
    )
    model = several(multi("peserta", item="p", output="hasil", output_item="unggah"), kind="subProcess", inside=inside)
    execution = begin(model, {"peserta": people(2)})

    do(execution, "isi[1]/unggah", {"ulang": True})
    execution = again(execution)
    assert open_tasks(execution) == ["isi[0]/unggah", "isi[1]/unggah~2"]
    assert execution.waits[1].loop == "isi[1]"
    assert execution.data("isi[1]/unggah~2")["p"]["nama"] == "Peserta 1"
    do(execution, "isi[1]/unggah~2", {"ulang": False})
    do(execution, "isi[0]/unggah", {"ulang": False})

    assert execution.data("sesudah")["hasil"] == [{"ulang": False}, {"ulang": False}]


@pytest.mark.parametrize(("sequential", "total"), [(True, 6), (False, 3)])
def test_without_a_declared_output_what_instances_write_is_kept_and_what_they_were_given_is_not(
    sequential: bool, total: int
):
    text = "<bpmn:script>n = n + p</bpmn:script>"
    model = load(
        start(),
        node("scriptTask", "tambah", multi("angka", item="p", sequential=sequential) + text),
        user("sesudah"),
        chain("mulai", "tambah", "sesudah"),
    )

    data = begin(model, {"n": 0, "angka": [1, 2, 3]}).data("sesudah")

    assert data["n"] == total
    assert set(data) == {"perkara", "n", "angka"}


def test_a_standard_loop_runs_while_its_condition_holds():
    loop = "<bpmn:standardLoopCharacteristics{}><bpmn:loopCondition>n &lt; 3</bpmn:loopCondition></bpmn:standardLoopCharacteristics>"
    after = several(loop.format(""), kind="scriptTask", inside="<bpmn:script>n = n + 1</bpmn:script>")
    before = several(
        loop.format(' testBefore="true"'), kind="scriptTask", inside="<bpmn:script>n = n + 1</bpmn:script>"
    )

    assert begin(after, {"n": 0}).data("sesudah")["n"] == 3
    assert begin(after, {"n": 9}).data("sesudah")["n"] == 10
    assert begin(before, {"n": 9}).data("sesudah")["n"] == 9


@pytest.mark.parametrize(
    ("count", "code"), [(10**9, "too-many-instances"), (-1, "bad-count"), ("x", "bad-count"), (True, "bad-count")]
)
def test_an_absurd_number_of_instances_is_an_error(count: object, code: str):
    with pytest.raises(ExecutionFailed) as caught:
        begin(several(multi(count="banyak")), {"banyak": count})

    assert caught.value.code == code


def test_nested_multi_instances_are_bounded_together():
    inner = node("userTask", "dalam", multi(count="1000"))
    model = several(multi(count="1000"), kind="subProcess", inside=start("m") + inner + flow("m", "dalam"))

    with pytest.raises(ExecutionFailed) as caught:
        begin(model, limits=Limits(open_tasks=5_000))

    assert caught.value.code in ("too-many-tasks", "too-many-steps")


def test_an_instance_that_leaves_its_output_empty_is_an_error_that_says_so():
    execution = begin(several(multi(count="1", output="hasil", output_item="lain")))

    with pytest.raises(ExecutionFailed, match="lain") as caught:
        do(execution, "isi[0]")

    assert caught.value.code == "output-missing"


def test_outputs_so_far_are_kept_when_a_border_event_ends_the_whole():
    body = multi(count="3", output="hasil", output_item="isi")
    tail = "<bpmn:timerEventDefinition><bpmn:timeDuration>PT0S</bpmn:timeDuration></bpmn:timerEventDefinition>"
    model = load(
        start(),
        user("isi", body),
        node("boundaryEvent", "habis", tail, attachedToRef="isi"),
        user("sesudah"),
        user("terlambat"),
        chain("mulai", "isi", "sesudah"),
        flow("habis", "terlambat"),
    )
    execution = begin(model)
    do(execution, "isi[1]", {"n": 1})

    execution.fire("habis", now=NOW)

    assert open_tasks(execution) == ["terlambat"]
    assert execution.data("terlambat")["hasil"] == [{"n": 1}]


def calls_during(act: Callable[[], object]) -> int:
    """Python calls made meanwhile: a measure of cost that no busy machine disturbs."""
    count = 0

    def profile(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(profile)
    try:
        act()
    finally:
        sys.setprofile(None)
    return count


def test_a_step_costs_the_same_with_ten_and_with_a_thousand_participants():
    few, many = begin(participants(), {"peserta": people(10)}), begin(participants(), {"peserta": people(1000)})

    cost = [
        calls_during(lambda case=case, task=task: do(case, task, {"n": 1}))
        for case, task in ((few, "isi[5]"), (many, "isi[500]"))
    ]

    assert cost[1] <= cost[0]


def test_starting_a_thousand_participants_is_linear():
    model = participants()

    def calls(count: int) -> int:
        data = {"peserta": people(count)}
        return calls_during(lambda: begin(model, data))

    assert calls(1000) < 11 * calls(100)


def test_ten_thousand_rounds_of_rework_stay_flat_and_leave_a_small_state():
    execution = begin(rework())
    first = calls_during(lambda: do(execution, "kerja", {"ulang": True}))

    for k in range(2, 10_000):
        do(execution, f"kerja~{k}", {"ulang": True})
    execution.take_changes()
    last = calls_during(lambda: do(execution, "kerja~10000", {"ulang": True}))

    assert last <= first + 5
    assert len(execution.dump()) < 1_000
    do(again(execution), "kerja~10001", {"ulang": False})
    do(execution, "kerja~10001", {"ulang": False})
    assert execution.status == "completed"


def test_a_chain_of_six_hundred_elements_loads_and_runs():
    names = [f"s{k}" for k in range(600)]
    model = load(start(), *(node("task", name) for name in names), end(), chain("mulai", *names, "selesai"))

    assert begin(model).status == "completed"


def test_a_thousand_tasks_in_a_row_reach_their_end():
    names = [f"s{k}" for k in range(1200)]
    model = load(start(), *(script(name, "n = n + 1") for name in names), end(), chain("mulai", *names, "selesai"))

    assert begin(model, {"n": 0}).data()["n"] == 1200


@pytest.mark.parametrize("collection", ["peserta", "[p for p in peserta if p != 'x']"])
@pytest.mark.parametrize("sequential", [True, False])
def test_instances_that_rewrite_the_collection_do_not_change_what_the_others_get(collection: str, sequential: bool):
    shape = multi(collection, item="p", sequential=sequential)
    inside = [start("m"), user("a"), script("s", "peserta = ['x', 'x', 'x']"), user("b"), chain("m", "a", "s", "b")]
    model = load(start(), node("subProcess", "sp", "\n".join([shape, *inside])), user("z"), chain("mulai", "sp", "z"))
    execution = begin(model, {"peserta": ["", "b", "c"]})
    seen = {}

    while open_tasks(execution) != ["z"]:
        execution = again(execution)
        task = open_tasks(execution)[-1]
        seen[task.split("/")[0]] = execution.data(task)["p"]
        do(execution, task)

    assert seen == {"sp[0]": "", "sp[1]": "b", "sp[2]": "c"}
