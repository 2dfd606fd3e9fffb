"""Who writes the same variable at the same time: branches, borders, event sub-processes, calls and instances."""

from __future__ import annotations

import itertools

import pytest

from engine.lint.executable import parallel_write
from engine.lint.folder import Folder
from tests.spiff.exports import saved

START, END = '<bpmn:startEvent id="mulai" />', '<bpmn:endEvent id="selesai" />'
PERSON = '<bpmn:userTask id="u" />'
READER = '<bpmn:scriptTask id="r"><bpmn:script>y = x</bpmn:script></bpmn:scriptTask>'
TIMER = "<bpmn:timerEventDefinition><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>"
CALLED = (
    '<bpmn:process id="q" isExecutable="true"><bpmn:startEvent id="qs" /><bpmn:scriptTask id="qt"><bpmn:script>z = 1</bpmn:script>'
    '</bpmn:scriptTask><bpmn:sequenceFlow id="qf" sourceRef="qs" targetRef="qt" /></bpmn:process>'
)


def writes(id: str, name: str = "x", more: str = "") -> str:
    return f'<bpmn:scriptTask id="{id}"><bpmn:script>{name} = 1</bpmn:script>{more}</bpmn:scriptTask>'


def flows(*ids: str) -> str:
    pairs = itertools.pairwise(ids)
    return "".join(f'<bpmn:sequenceFlow id="f_{a}_{b}" sourceRef="{a}" targetRef="{b}" />' for a, b in pairs)


def sub(id: str, *inside: str, attributes: str = "") -> str:
    return f'<bpmn:subProcess id="{id}" {attributes}>{"".join(inside)}</bpmn:subProcess>'


def border(host: str, more: str = "") -> str:
    return f'<bpmn:boundaryEvent id="t" attachedToRef="{host}" {more}>{TIMER}</bpmn:boundaryEvent>'


def call(id: str) -> str:
    mapping = '<bpmn:extensionElements><alur:out source="z" target="x" /></bpmn:extensionElements>'
    return f'<bpmn:callActivity id="{id}" calledElement="q">{mapping}</bpmn:callActivity>'


def many(more: str = "", output: str = "") -> str:
    inside = f"<bpmn:loopCardinality>3</bpmn:loopCardinality>{output}"
    return f"<bpmn:multiInstanceLoopCharacteristics {more}>{inside}</bpmn:multiInstanceLoopCharacteristics>"


def both(first: str, a: str, second: str, b: str) -> str:
    gateways = '<bpmn:parallelGateway id="A" /><bpmn:parallelGateway id="B" />'
    return START + gateways + first + second + END + flows("mulai", "A", a, "B", "selesai") + flows("A", b, "B")


OUTPUT = '<bpmn:loopDataOutputRef>x</bpmn:loopDataOutputRef><bpmn:outputDataItem name="y" />'
GOING_ON = 'cancelActivity="false"'
NEWS = f'<bpmn:startEvent id="es" isInterrupting="false">{TIMER}</bpmn:startEvent>'
EVENT = 'triggeredByEvent="true"'
#: What is drawn -> the writer that is told.
CASES = {
    "two tasks": (both(writes("a"), "a", writes("b"), "b"), ["b"]),
    "in sub-processes": (both(sub("p1", writes("a")), "p1", sub("p2", writes("b")), "p2"), ["b"]),
    "two calls": (both(call("a"), "a", call("b"), "b"), ["b"]),
    "a call and a sub-process": (both(call("a"), "a", sub("p2", writes("b")), "p2"), ["b"]),
    "outputs of two lists": (
        both(
            sub("p1", writes("a", "y"), many("", OUTPUT)), "p1", sub("p2", writes("b", "y"), many("", OUTPUT)), "p2"
        ),
        ["p2"],
    ),
    "hidden by the output of a list": (
        both(sub("p1", writes("a", "y"), many("", OUTPUT)), "p1", writes("b", "y"), "b"),
        [],
    ),
    "a border that goes on": (
        START + PERSON + border("u", GOING_ON) + writes("a") + writes("b") + END
        + flows("mulai", "u", "a", "selesai") + flows("t", "b"),
        ["b"],
    ),
    "a border that interrupts": (
        START + PERSON + border("u") + writes("a") + writes("b") + END
        + flows("mulai", "u", "a", "selesai") + flows("t", "b"),
        [],
    ),
    "inside what has a border that goes on": (
        START + sub("p1", PERSON, writes("a"), flows("u", "a")) + border("p1", GOING_ON) + writes("b") + END
        + flows("mulai", "p1", "selesai") + flows("t", "b"),
        ["b"],
    ),
    "an event sub-process that goes on": (
        START + PERSON + writes("a") + END + flows("mulai", "u", "a", "selesai")
        + sub("e", NEWS, writes("b"), flows("es", "b"), attributes=EVENT),
        ["a"],
    ),
    "an event sub-process that interrupts": (
        START + PERSON + writes("a") + END + flows("mulai", "u", "a", "selesai")
        + sub("e", NEWS.replace('isInterrupting="false"', ""), writes("b"), flows("es", "b"), attributes=EVENT),
        [],
    ),
    "instances of one activity, read behind it": (
        START + sub("p1", writes("a"), many()) + READER + END + flows("mulai", "p1", "r", "selesai"),
        ["a"],
    ),
    "instances that nobody reads": (START + sub("p1", writes("a"), many()) + END + flows("mulai", "p1", "selesai"), []),
    "one instance after the other": (
        START + sub("p1", writes("a"), many('isSequential="true"')) + READER + END + flows("mulai", "p1", "r", "selesai"),
        [],
    ),
    "one task after the other": (START + writes("a") + writes("b") + END + flows("mulai", "a", "b", "selesai"), []),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(CASES))
def test_writes_at_the_same_time_are_told_and_others_are_not(name: str) -> None:
    drawn, told = CASES[name]
    content = (
        saved('xmlns:alur="urn:alur:bpmn:1"', drawn)
        .decode()
        .replace("<bpmndi:BPMNDiagram", f"{CALLED}<bpmndi:BPMNDiagram")
    )
    folder = Folder(settings={"process": "p"}, settings_text="", drawings={"a.bpmn": content.encode()})

    assert folder.model is not None
    assert [finding.element for finding in parallel_write.check(folder)] == told
