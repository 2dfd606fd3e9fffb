"""History speaks in the analyst's ids, whatever the tool left out or spelled oddly; the file itself is never changed."""

from __future__ import annotations

import pytest

from engine.spiff import Execution, ModelRefused, inspect, load_model
from tests.spiff.drawing import (
    CASE,
    ENVIRONMENT,
    NOW,
    chain,
    definitions,
    do,
    done,
    end,
    flow,
    load,
    node,
    open_tasks,
    process,
    start,
    user,
)


def run(content: bytes) -> Execution:
    """A started case of the process `p` of a file, whose bytes stay as they are."""
    files = {"p.bpmn": content}
    model = load_model(files, process="p")
    assert files == {"p.bpmn": content}
    return Execution.start(model, CASE, {}, now=NOW, environment=ENVIRONMENT)


@pytest.mark.parametrize("name", ["Start", "End", "Root", "x.EndJoin", "x.BoundaryEventSplit", "None", "data"])
def test_ids_that_an_engine_might_keep_for_itself(name: str):
    execution = run(definitions(process(start(), user(name), end(), chain("mulai", name, "selesai"))))

    do(execution, name)

    assert done(execution) == ["mulai", name, "selesai"]


def test_blanks_around_ids_and_references_are_no_part_of_them():
    drawn = """<bpmn:startEvent id=" mulai "/><bpmn:userTask id="x&#10;" default=" x-b "/>
    <bpmn:boundaryEvent id=" tepi" attachedToRef="x " cancelActivity="true">
    <bpmn:messageEventDefinition messageRef=" m "/></bpmn:boundaryEvent>
    <bpmn:endEvent id="b"/><bpmn:sequenceFlow id="f" sourceRef=" mulai" targetRef="x "/>
    <bpmn:sequenceFlow id=" x-b" sourceRef="x" targetRef=" b"/>"""
    execution = run(definitions('<bpmn:message id=" m" name="Pesan"/>', process(drawn)))

    assert sorted(open_tasks(execution)) == ["tepi", "x"]
    do(execution, "x")

    assert done(execution) == ["mulai", "x", "b"]


def test_blanks_inside_an_id_are_no_xml_id_and_refused():
    with pytest.raises(ModelRefused) as caught:
        load(start(), user("tugas satu"), flow("mulai", "tugas satu", id="f"))

    assert [(each.code, each.element) for each in caught.value.findings] == [("bad-id", "tugas satu")]


def test_flows_without_ids_are_called_after_their_ends():
    drawn = """<bpmn:startEvent id="a"/><bpmn:exclusiveGateway id="g"/><bpmn:userTask id="b"/>
    <bpmn:sequenceFlow sourceRef="a" targetRef="g"/>
    <bpmn:sequenceFlow sourceRef="g" targetRef="b"><bpmn:conditionExpression>True</bpmn:conditionExpression></bpmn:sequenceFlow>
    <bpmn:sequenceFlow sourceRef="g" targetRef="b"><bpmn:conditionExpression>False</bpmn:conditionExpression></bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="b-c" sourceRef="b" targetRef="c"/><bpmn:sequenceFlow sourceRef="b" targetRef="c"/><bpmn:task id="c"/>"""
    content = definitions(process(drawn))

    first = load_model({"p.bpmn": content}, process="p")
    second = load_model({"p.bpmn": content}, process="p")

    assert list(first.flows) == list(second.flows) == ["a-g", "g-b", "g-b.2", "b-c", "b-c.1"]
    execution = run(content)
    do(execution, "b")
    assert done(execution) == ["a", "g", "b", "c", "c"]


def test_what_is_wrong_with_a_flow_without_an_id_is_told_by_its_line():
    content = definitions(process(start(), '<bpmn:sequenceFlow sourceRef="mulai" targetRef="tiada"/>'))

    (found,) = inspect({"p.bpmn": content})

    assert (found.code, found.element) == ("flow-dangling", None)
    assert b"tiada" in content.splitlines()[(found.line or 0) - 1]


def test_nodes_without_ids_are_called_after_their_kind():
    execution = run(definitions(process("<bpmn:task/>", "<bpmn:task/>", '<bpmn:userTask id="task"/>')))

    do(execution, "task")

    assert done(execution) == ["task.1", "task.2", "task"]


def test_incoming_and_outgoing_that_a_tool_left_out_change_nothing():
    listed = user("a", "<bpmn:incoming>mulai-a</bpmn:incoming><bpmn:outgoing>a-b</bpmn:outgoing>")
    visits = []
    for drawn in (listed, user("a")):
        execution = run(definitions(process(start(), drawn, user("b"), chain("mulai", "a", "b"))))
        do(execution, "a")
        do(execution, "b")
        visits.append(done(execution))

    assert visits == [["mulai", "a", "b"]] * 2


def test_implicit_starts_ends_and_splits_add_nothing_to_the_history():
    """Two places to begin, no end events, and a task with two flows out: all are legal and leave no trace of their own."""
    execution = run(
        definitions(process(user("a"), user("b"), node("task", "c"), flow("a", "b"), flow("a", "c"), user("d")))
    )

    assert open_tasks(execution) == ["a", "d"]
    for task in ("a", "b", "d"):
        do(execution, task)

    assert sorted(done(execution)) == ["a", "b", "c", "d"]
    assert (execution.status, execution.ended) == ("completed", [])


def test_references_may_carry_the_prefix_of_their_namespace():
    called = process(start("qm"), end("qe"), flow("qm", "qe"), id="q")
    drawn = (start(), node("callActivity", "x", calledElement="tns:q"), end(), chain("mulai", "x", "selesai"))
    content = definitions(called, process(*drawn)).replace(
        b"<bpmn:definitions", b'<bpmn:definitions xmlns:tns="urn:test"'
    )

    assert done(run(content)) == ["mulai", "qm", "qe", "x", "selesai"]


def test_one_id_for_two_elements_is_refused_naming_both_places():
    with pytest.raises(ModelRefused, match="dipakai dua kali") as caught:
        load(start(), user("x"), user("x"), flow("mulai", "x"))

    assert caught.value.findings[0].element == "x"
