"""The engine hazards of reference/conformance.md section 5, one by one."""

from __future__ import annotations

import sys

import pytest

from engine.spiff import ExecutionFailed, ModelRefused, load_model
from tests.spiff.drawing import (
    NOW,
    begin,
    chain,
    definitions,
    do,
    done,
    end,
    flow,
    load,
    multi,
    node,
    open_tasks,
    process,
    script,
    start,
    timer,
    user,
)


def test_depth_1000_does_not_stall_a_loop_of_three_elements():
    model = load(
        start(),
        script("s", "n = n + 1"),
        node("exclusiveGateway", "g", default="g-selesai"),
        end(),
        chain("mulai", "s", "g", "selesai"),
        flow("g", "s", "n < 5000"),
    )

    execution = begin(model, {"n": 0})

    assert execution.status == "completed" and execution.data()["n"] == 5000


def test_moving_a_box_in_the_editor_does_not_change_the_branch():
    drawn = """<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
    xmlns:dc="http://www.omg.org/spec/DD/20100524/DC">
    <bpmndi:BPMNPlane>
    <bpmndi:BPMNShape bpmnElement="a"><dc:Bounds x="0" y="{a}" width="1" height="1"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape bpmnElement="b"><dc:Bounds x="0" y="{b}" width="1" height="1"/></bpmndi:BPMNShape>
    </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"""
    parts = (
        start(),
        node("exclusiveGateway", "g"),
        user("a"),
        user("b"),
        flow("mulai", "g"),
        flow("g", "a", "True"),
        flow("g", "b", "True"),
    )

    for a, b in ((1, 900), (900, 1)):
        model = load_model({"p.bpmn": definitions(process(*parts), drawn.format(a=a, b=b))}, process="p", decisions={})
        assert open_tasks(begin(model)) == ["a"]


def test_a_chain_of_491_tasks_loads_with_a_shallow_stack():
    names = [f"t{k}" for k in range(491)]
    parts = [start(), *(node("task", name) for name in names), chain("mulai", *names)]
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(300)
    try:
        model = load(*parts)
        assert begin(model).status == "completed"
    finally:
        sys.setrecursionlimit(limit)


def test_deep_nesting_of_subprocesses_loads_and_runs():
    inside = user("dalam")
    for k in range(25):
        inside = node("subProcess", f"sp{k}", inside)
    execution = begin(load(inside))

    do(execution, "/".join([*(f"sp{k}" for k in reversed(range(25))), "dalam"]))

    assert execution.status == "completed"


def test_a_task_that_flows_to_itself_comes_again():
    model = load(
        start(), user("a", default="a-a"), end(), flow("mulai", "a"), flow("a", "a"), flow("a", "selesai", "a.cukup")
    )
    execution = begin(model)

    do(execution, "a", {"cukup": False})
    assert open_tasks(execution) == ["a~2"]
    do(execution, "a~2", {"cukup": True})

    assert execution.status == "completed"


def test_text_of_a_model_is_never_part_of_an_xpath():
    evil = (
        "<bpmn:dataInputAssociation id=\"i\"><bpmn:sourceRef>x' or '1'='1</bpmn:sourceRef></bpmn:dataInputAssociation>"
    )
    model = load('<bpmn:dataObjectReference id="d"/>', start(), user("a", evil), flow("mulai", "a"))

    assert open_tasks(begin(model)) == ["a"]


@pytest.mark.parametrize("identity", ["../../etc/passwd", "a/b", "a~2", "a[0]", "a b", ""])
def test_ids_that_could_be_mistaken_for_paths_are_refused(identity: str):
    with pytest.raises(ModelRefused) as caught:
        load_model({"p.bpmn": definitions(process(user("a"), id=identity))}, process=identity, decisions={})
    assert caught.value.findings[0].code in ("bad-id", "process-missing")

    with pytest.raises(ModelRefused) as caught:
        load(start(), user(identity), flow("mulai", identity))
    assert {finding.code for finding in caught.value.findings} & {"bad-id", "id-missing", "flow-dangling"}


def test_a_process_and_a_task_may_not_share_an_id():
    with pytest.raises(ModelRefused, match="dipakai dua kali"):
        load(start(), user("p"), flow("mulai", "p"))


@pytest.mark.parametrize("text", ["R/PT0S", "R1000000/PT1H", "P1000000000Y"])
def test_times_that_never_return_are_refused(text: str):
    with pytest.raises(ModelRefused):
        load(
            start(),
            user("a"),
            flow("mulai", "a"),
            node(
                "boundaryEvent",
                "t",
                timer(text, "timeCycle" if text[0] == "R" else "timeDuration"),
                attachedToRef="a",
                cancelActivity="false",
            ),
        )


def test_a_billion_instances_are_an_error():
    with pytest.raises(ExecutionFailed, match="paling banyak"):
        begin(load(start(), user("a", multi(count="10**9")), flow("mulai", "a")))


@pytest.mark.parametrize(
    "text", ["raise SystemExit", "raise KeyboardInterrupt", "exit()", "import os", "open('/etc/passwd')"]
)
def test_a_script_cannot_leave_the_engine(text: str):
    try:
        model = load(start(), script("s", text), flow("mulai", "s"))
    except ModelRefused:
        return

    with pytest.raises(ExecutionFailed):
        begin(model)


@pytest.mark.parametrize("text", ["().__class__.__bases__", "perkara.__class__", "random._os.popen('id')", "eval('1')"])
def test_conditions_timers_and_cardinalities_reach_no_python(text: str):
    places = [
        (user("x"), flow("mulai", "x"), end(), flow("x", "selesai", text)),
        (node("intermediateCatchEvent", "x", timer(text)), flow("mulai", "x")),
        (user("x", multi(count=text)), flow("mulai", "x")),
    ]
    for parts in places:
        with pytest.raises((ModelRefused, ExecutionFailed)):
            execution = begin(load(start(), *parts))
            do(execution, "x")


def test_a_subprocess_with_an_interrupting_border_does_not_run_to_its_end_first():
    inside = [start("m"), user("a"), script("s", "x = 1"), user("b"), chain("m", "a", "s", "b")]
    model = load(
        start(),
        node("subProcess", "sp", "\n".join(inside)),
        node("boundaryEvent", "t", timer("PT0S"), attachedToRef="sp"),
        flow("mulai", "sp"),
        user("z"),
        flow("t", "z"),
    )
    execution = begin(model)

    execution.fire("t", now=NOW)

    assert open_tasks(execution) == ["z"] and "s" not in done(execution)
