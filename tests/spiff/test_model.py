"""What a model and a running case tell those who ask: elements, steps of the written SOP, expressions, waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engine.spiff import ExecutionFailed, ModelRefused, built, sketch
from expressions import parse
from tests.spiff.drawing import (
    NOW,
    again,
    begin,
    chain,
    definitions,
    do,
    end,
    flow,
    load,
    message,
    multi,
    node,
    open_tasks,
    process,
    start,
    timer,
    user,
)

CALLED = process(
    start("cm"),
    user("konsep", alur_sopStep="naskah.langkah"),
    user("paraf"),
    end("ce"),
    chain("cm", "konsep", "paraf", "ce"),
    id="ca",
)
PASSED = '<bpmn:extensionElements><alur:in source="naskah" target="naskah"/></bpmn:extensionElements>'
MODEL = load(
    start(alur_form="mulai"),
    user(
        "satu",
        "<bpmn:documentation>Memeriksa.</bpmn:documentation>",
        alur_sopStep="1",
        alur_form="periksa",
        name="Periksa",
    ),
    node("callActivity", "surat", PASSED, calledElement="ca", alur_sopStep="7"),
    node("subProcess", "bagian", start("m") + user("dalam") + chain("m", "dalam"), alur_sopStep="9"),
    end(),
    chain("mulai", "satu", "surat", "bagian", "selesai"),
    extra=(CALLED,),
)


def test_elements_tell_what_was_drawn():
    element = MODEL.elements["satu"]

    assert (element.kind, element.name, element.process, element.scope) == ("userTask", "Periksa", "p", "p")
    assert (element.incoming, element.outgoing) == (("mulai-satu",), ("satu-surat",))
    assert element.attributes == {"sopStep": "1", "form": "periksa"}
    assert element.documentation == "Memeriksa." and element.line and element.result == "satu"
    assert MODEL.elements["konsep"].process == "ca" and MODEL.elements["dalam"].scope == "bagian"
    assert MODEL.start.attributes == {"form": "mulai"}
    assert MODEL.sop_steps == {"satu": "1", "surat": "7", "bagian": "9", "konsep": "naskah.langkah"}


def test_visits_carry_the_step_of_the_element_or_of_what_encloses_it():
    execution = begin(MODEL, {"naskah": {"langkah": 5}})

    for task in ("satu", "surat/konsep", "surat/paraf", "bagian/dalam"):
        do(execution, task)

    assert execution.take_changes().visits == [
        ("mulai", None),
        ("satu", 1),
        ("cm", 7),
        ("konsep", 5),
        ("paraf", 7),
        ("ce", 7),
        ("surat", 7),
        ("m", 9),
        ("dalam", 9),
        ("bagian", 9),
        ("selesai", None),
    ]


def test_a_step_that_is_no_number_is_an_error():
    model = load(start(), user("a", alur_sopStep="langkah"), flow("mulai", "a"))
    execution = begin(model, {"langkah": "tiga"})

    with pytest.raises(ExecutionFailed) as caught:
        do(execution, "a")

    assert caught.value.code == "bad-step"


def test_expressions_are_evaluated_with_the_data_of_a_task():
    execution = begin(MODEL, {"naskah": {"langkah": 5}})
    do(execution, "satu")

    assert execution.evaluate("surat/konsep", "naskah.langkah + 1", now=NOW) == 6
    assert execution.evaluate("surat/konsep", parse("perkara.nomor"), now=NOW) == "T-2026-0001"
    assert execution.evaluate("surat/konsep", "sekarang", now=NOW + timedelta(days=1)) == NOW + timedelta(days=1)
    for task, text, code in (
        ("tiada", "1", "not-open"),
        ("surat/konsep", "1 +", "expression"),
        ("surat/konsep", "x", "expression"),
    ):
        with pytest.raises(ExecutionFailed) as caught:
            execution.evaluate(task, text, now=NOW)
        assert caught.value.code == code


def test_a_case_with_several_starts_must_be_told_which():
    parts = process(start("m1"), start("m2"), user("a"), flow("m1", "a"), flow("m2", "a"))
    drawn, findings = sketch({"p.bpmn": definitions(parts)}, process="p")
    model = built(drawn)  # as one that was deployed before this was refused
    assert [(finding.code, finding.element) for finding in findings] == [("several-plain-starts", "m2")]

    for wanted, code in ((None, "start-ambiguous"), ("tiada", "start-missing")):
        with pytest.raises(ExecutionFailed) as caught:
            begin(model, start=wanted)
        assert caught.value.code == code
    assert open_tasks(begin(model, start="m2")) == ["a"]


def test_what_a_case_begins_with_must_be_storable():
    with pytest.raises(ExecutionFailed) as caught:
        begin(MODEL, {"x": {1, 2}})

    assert caught.value.code == "bad-data"


def test_an_event_may_refer_to_a_definition_of_its_file():
    shared = '<bpmn:timerEventDefinition id="td"><bpmn:timeDuration>P2D</bpmn:timeDuration></bpmn:timerEventDefinition>'
    reference = "<bpmn:eventDefinitionRef>{}</bpmn:eventDefinitionRef>"
    model = load(
        start(), node("intermediateCatchEvent", "t", reference.format("td")), flow("mulai", "t"), extra=(shared,)
    )

    assert [wait.due for wait in begin(model).waits] == [NOW + timedelta(days=2)]
    with pytest.raises(ModelRefused, match="tiada"):
        load(
            start(), node("intermediateCatchEvent", "t", reference.format("tiada")), flow("mulai", "t"), extra=(shared,)
        )


def test_a_cycle_may_begin_at_a_moment_and_run_for_ever():
    def cycling(text: str) -> list[datetime]:
        border = node("boundaryEvent", "t", timer(text, "timeCycle"), attachedToRef="a", cancelActivity="false")
        execution = begin(load(start(), user("a"), border, flow("mulai", "a")))
        due = []
        for task in ("t", "t~2", "t~3"):
            wait = next(wait for wait in again(execution).waits if wait.task == task)
            due.append(wait.due)
            execution.fire(task, now=wait.due)
        assert "t~4" in open_tasks(execution)
        return due

    first = datetime(2026, 2, 1, tzinfo=UTC)
    assert cycling("R/2026-02-01T07:00/P1D") == [first + timedelta(days=n) for n in range(3)]
    assert cycling("R/P1M") == [datetime(2026, month, 5, 1, tzinfo=UTC) for month in (2, 3, 4)]
    assert cycling("'R5/PT1H'") == [NOW + timedelta(hours=n) for n in (1, 2, 3)]


def test_cancelling_lets_go_of_what_waits_at_a_join():
    model = load(
        start(),
        node("parallelGateway", "g"),
        node("parallelGateway", "j"),
        user("a"),
        user("b"),
        flow("mulai", "g"),
        chain("g", "a", "j"),
        chain("g", "b", "j"),
    )
    execution = begin(model)
    do(execution, "a", {"x": 1})
    assert execution.data()["a"] == {"x": 1}

    execution = again(execution)
    execution.cancel(now=NOW)

    top = execution._instance
    assert not (top.parked or top.index or top.touched or top.waiting)
    assert execution.waits == [] and execution.open_count == 0


def test_open_count_follows_what_is_open():
    execution = begin(load(start(), user("a", multi(count="4")), user("b"), chain("mulai", "a", "b")))
    assert execution.open_count == 4 == again(execution).open_count

    for k in range(4):
        do(execution, f"a[{k}]")

    assert execution.open_count == 1 == len(execution.waits)


@pytest.mark.parametrize(
    "drawn",
    [
        node("userTask", "x", '<bpmn:standardLoopCharacteristics loopMaximum="-1"/>'),
        node("userTask", "x", "<bpmn:standardLoopCharacteristics/>"),
        node("callActivity", "x", '<bpmn:extensionElements><alur:in source="" target="a"/></bpmn:extensionElements>', calledElement="ca"),
        node("callActivity", "x", '<bpmn:extensionElements><alur:out source="a" target="a b"/></bpmn:extensionElements>',
             calledElement="ca"),
        node("intermediateCatchEvent", "x", timer("P1D") + message("tiada")),
        node("userTask", "x", '<bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>a</bpmn:loopDataInputRef>'
             "<bpmn:loopCardinality>1</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"),
    ],
)  # fmt: skip
def test_incomplete_characteristics_are_refused(drawn: str):
    with pytest.raises(ModelRefused):
        load(start(), drawn, flow("mulai", "x"), extra=(CALLED,))


def test_nothing_happens_twice_to_a_case_that_is_over():
    execution = begin(load(start(), user("a"), flow("mulai", "a")))
    execution.cancel(now=NOW)
    execution.take_changes()

    execution.cancel(now=NOW)

    changes = execution.take_changes()
    assert not changes.transitions and not changes.closed and execution.status == "cancelled"
