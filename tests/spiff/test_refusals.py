"""What cannot run correctly is refused when it is loaded: with code, element, line, reason and remedy."""

from __future__ import annotations

import pytest

from engine.spiff import ModelRefused, load_model
from tests.spiff.drawing import (
    begin,
    chain,
    definitions,
    do,
    end,
    flow,
    load,
    message,
    node,
    process,
    script,
    start,
    timer,
    user,
)

MESSAGE = '<bpmn:message id="m1" name="Pesan"/><bpmn:signal id="sg" name="S"/><bpmn:error id="e1" errorCode="E"/>'


def event(kind: str) -> str:
    return f"<bpmn:{kind}EventDefinition/>"


def link(name: str) -> str:
    return f'<bpmn:linkEventDefinition name="{name}"/>'


def conditional(text: str) -> str:
    return f"<bpmn:conditionalEventDefinition><bpmn:condition>{text}</bpmn:condition></bpmn:conditionalEventDefinition>"


def listening(first: str) -> str:
    """An event sub-process that begins with this start event."""
    return node("subProcess", "es", first, triggeredByEvent="true")


def border(what: str, **given: str) -> str:
    return node("boundaryEvent", "b", what, attachedToRef="x", **given)


def catch(name: str, what: str) -> str:
    return node("intermediateCatchEvent", name, what)


def throw(name: str, what: str) -> str:
    return node("intermediateThrowEvent", name, what)


def after_start(drawn: str, *more: str, id: str = "x") -> tuple[str, ...]:
    return (start(), drawn, flow("mulai", id), *more)


def task_with(attribute: str, value: str, kind: str = "userTask") -> tuple[str, ...]:
    return after_start(node(kind, "x", **{attribute: value}))


def looped(inside: str, attributes: str = "") -> tuple[str, ...]:
    body = f"<bpmn:multiInstanceLoopCharacteristics {attributes}>{inside}</bpmn:multiInstanceLoopCharacteristics>"
    return after_start(node("userTask", "x", body))


REFUSED: list[tuple[str, str, tuple[str, ...]]] = [
    ("unsupported-element", "x", after_start(node("adHocSubProcess", "x"))),
    ("unsupported-element", "x", after_start(node("callChoreography", "x"))),
    ("reference-empty", "x", after_start(throw("x", event("link")))),
    ("link-target", "x", after_start(throw("x", link("a")))),
    ("link-source", "k", (*after_start(user("x")), catch("k", link("a")))),
    ("link-with-incoming", "x", (*after_start(catch("x", link("a"))), throw("b", link("a")), flow("mulai", "b"))),
    ("link-with-outgoing", "x", (*after_start(throw("x", link("a"))), catch("b", link("a")), flow("x", "b"))),
    ("reference-missing", "x", after_start(throw("x", '<bpmn:compensateEventDefinition activityRef="t"/>'))),
    ("cancel-here", "x", after_start(node("endEvent", "x", event("cancel")))),
    ("cancel-here", "b", (*after_start(user("x")), border(event("cancel")))),
    ("handler-missing", "b", (*after_start(user("x")), border(event("compensate")))),
    ("handler-with-flow", "x", task_with("isForCompensation", "true")),
    ("reference-missing", "x", after_start(node("endEvent", "x", '<bpmn:signalEventDefinition signalRef="tidak"/>'))),
    ("condition-missing", "x", after_start(node("intermediateCatchEvent", "x", event("conditional")))),
    ("not-boolean", "x", after_start(node("intermediateCatchEvent", "x", conditional("1 + 1")))),
    ("unsupported-event", "x", (node("startEvent", "x", conditional("True")), user("u"), flow("x", "u"))),
    ("bad-count", "x", task_with("startQuantity", "0")),
    ("bad-count", "x", task_with("completionQuantity", "1000000")),
    ("event-empty", "m", (*after_start(user("x")), listening(start("m")))),
    ("error-not-interrupting", "m", (*after_start(user("x")), listening(node("startEvent", "m", event("error"), isInterrupting="false")))),
    ("event-subprocess-with-flow", "es", (start(), flow("mulai", "es"), listening(node("startEvent", "m", event("error"))))),
    ("event-empty", "x", looped("<bpmn:loopCardinality>2</bpmn:loopCardinality>", 'behavior="One"')),
    ("unsupported-attribute", "x", after_start(node("eventBasedGateway", "x", eventGatewayType="Parallel"))),
    ("unsupported-attribute", "b", (*after_start(user("x")), border(message("m1") + timer("P1D"), parallelMultiple="true"))),
    ("event-empty", "x", after_start(node("intermediateCatchEvent", "x"))),
    ("loop-without-count", "x", looped("")),
    ("bad-expression", "x", looped("<bpmn:loopCardinality>1 +</bpmn:loopCardinality>")),
    ("bad-name", "x", looped('<bpmn:loopCardinality>1</bpmn:loopCardinality><bpmn:inputDataItem id="i" name="perkara"/>')),
    ("unbound", "x", after_start(node("serviceTask", "x"))),
    ("unbound", "x", after_start(node("sendTask", "x"))),
    ("reference-empty", "x", after_start(node("receiveTask", "x"))),
    ("reference-missing", "x", after_start(node("receiveTask", "x", messageRef="tiada"))),
    ("reference-missing", "x", after_start(node("intermediateCatchEvent", "x", '<bpmn:messageEventDefinition messageRef="e1"/>'))),
    ("reference-empty", "x", after_start(node("endEvent", "x", event("error")))),
    ("reference-missing", "x", task_with("alur_separateFrom", "tiada")),
    ("decision-missing", "x", after_start(node("businessRuleTask", "x", alur_decision="tiada"))),
    ("call-missing", "x", after_start(node("callActivity", "x", calledElement="tiada"))),
    ("script-missing", "x", after_start(node("scriptTask", "x"))),
    ("bad-script", "x", after_start(script("x", "import os"))),
    ("bad-script", "x", after_start(script("x", "while True:\n    pass"))),
    ("unknown-attribute", "x", task_with("alur_preformer", "'a'")),
    ("attribute-here", "x", after_start(node("exclusiveGateway", "x", alur_performer="'a'"))),
    ("attribute-here", "x", task_with("alur_service", "cetak")),
    ("attribute-here", "x", (node("startEvent", "x", message("m1"), alur_correlation="a"), user("u"), flow("x", "u"))),
    ("bad-expression", "x", task_with("alur_performer", "a b")),
    ("bad-expression", "x", task_with("alur_sopStep", "tiga belas")),
    ("bad-name", "x", task_with("alur_result", "sekarang")),
    ("unknown-function", "x", after_start(script("x", "a = harikerja(sekarang, 5)"))),
    ("unknown-function", "x", task_with("alur_performer", "atasan(oleh)")),
    ("unknown-function", "x", after_start(node("intermediateCatchEvent", "x", timer("harikerja(sekarang, 5)")))),
    ("bad-call", "x-y", after_start(user("x"), user("y"), flow("x", "y", "hari_kerja() == 1"))),
    ("bad-name", "x", after_start(script("x", "perkara = 1"))),
    ("bad-timer", "x", after_start(node("intermediateCatchEvent", "x", timer("'3 hari'")))),
    ("bad-timer", "x", after_start(node("intermediateCatchEvent", "x", timer("5")))),
    ("bad-count", "x", looped("<bpmn:loopCardinality>-1</bpmn:loopCardinality>")),
    ("bad-count", "x", looped("<bpmn:loopCardinality>'dua'</bpmn:loopCardinality>")),
    ("not-boolean", "x-y", after_start(user("x"), user("y"), flow("x", "y", "'ya'"))),
    ("timer-without-time", "x", after_start(node("intermediateCatchEvent", "x", timer(" ")))),
    ("bad-timer", "x", after_start(node("intermediateCatchEvent", "x", timer("3 hari")))),
    ("bad-timer", "x", after_start(node("intermediateCatchEvent", "x", timer("PT")))),
    ("bad-timer", "x", after_start(node("intermediateCatchEvent", "x", timer("-P1D")))),
    ("bad-timer", "x", after_start(node("intermediateCatchEvent", "x", timer("P1000000000Y")))),
    ("bad-timer", "x", after_start(node("intermediateCatchEvent", "x", timer("R/PT0S", "timeCycle")))),
    ("cycle-here", "x", after_start(node("intermediateCatchEvent", "x", timer("R3/PT1H", "timeCycle")))),
    ("border-missing", "x", (start(), end(), flow("mulai", "selesai"), node("boundaryEvent", "x", timer("P1D"), attachedToRef="tiada"))),
    ("border-missing", "x", (start(), end(), flow("mulai", "selesai"), node("boundaryEvent", "x", timer("P1D"), attachedToRef="selesai"))),
    ("default-missing", "x", after_start(node("exclusiveGateway", "x", default="tiada"))),
    ("condition-here", "x-y", after_start(node("parallelGateway", "x"), user("y"), flow("x", "y", "True"))),
    ("condition-missing", "x-y", after_start(node("exclusiveGateway", "x"), user("y"), flow("x", "y"), user("z"), flow("x", "z", "True"))),
    ("bad-expression", "x-y", after_start(user("x"), user("y"), flow("x", "y", "__import__('os').system('x')"))),
    ("flow-dangling", "x-tiada", after_start(user("x"), flow("x", "tiada"))),
    ("unreachable", "y", after_start(user("x"), user("y"))),
    ("start-with-incoming", "mulai", after_start(user("x"), flow("x", "mulai"))),
    ("end-with-outgoing", "x", after_start(end("x"), user("y"), flow("x", "y"))),
    ("no-start", "x", (user("x"), flow("x", "x"))),
    ("empty", "x", after_start(node("subProcess", "x"))),
    ("several-starts", "n", after_start(node("subProcess", "x", start("m") + start("n")))),
    ("start-not-plain", "m", after_start(node("subProcess", "x", node("startEvent", "m", message("m1"))))),
    ("gateway-without-event", "y", after_start(node("eventBasedGateway", "x"), user("y"), flow("x", "y"))),
    ("gateway-without-events", "x", after_start(node("eventBasedGateway", "x"))),
    ("duplicate-id", "x", after_start(user("x"), user("x"))),
    ("cyclic-call", "x", after_start(node("callActivity", "x", calledElement="p"))),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "element", "parts"), REFUSED, ids=[f"{code}-{k}" for k, (code, _, _) in enumerate(REFUSED)]
)
def test_refused_with_element_line_and_remedy(code: str, element: str, parts: tuple[str, ...]):
    with pytest.raises(ModelRefused) as caught:
        load(*parts, extra=(MESSAGE,))

    found = [finding for finding in caught.value.findings if finding.code == code]
    assert found, caught.value
    assert found[0].element == element
    assert found[0].line and found[0].line > 3
    assert found[0].message and found[0].remedy and found[0].file == "p.bpmn"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html/>", "not-bpmn"),
        (b"not xml", "not-well-formed"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "doctype"),
        (definitions(), "process-missing"),
        (definitions(process(start()).replace("true", "false")), "not-executable"),
    ],
)
def test_files_that_are_no_executable_model(content: bytes, code: str):
    with pytest.raises(ModelRefused) as caught:
        load_model({"p.bpmn": content}, process="p", decisions={})

    assert code in [finding.code for finding in caught.value.findings]


def test_one_id_in_two_files_is_refused_and_both_are_named():
    files = {
        "p.bpmn": definitions(process(start(), node("callActivity", "ca", calledElement="q"), flow("mulai", "ca"))),
        "q.bpmn": definitions(process(start(), id="q")),
    }

    with pytest.raises(ModelRefused, match=r"p\.bpmn") as caught:
        load_model(files, process="p", decisions={})

    assert [(finding.code, finding.file) for finding in caught.value.findings] == [("duplicate-id", "q.bpmn")]


def test_a_call_graph_that_returns_to_itself_over_others_is_refused():
    files = {
        "p.bpmn": definitions(process(start(), node("callActivity", "a", calledElement="q"), flow("mulai", "a"))),
        "q.bpmn": definitions(
            process(start("qm"), node("callActivity", "b", calledElement="r"), flow("qm", "b"), id="q")
        ),
        "r.bpmn": definitions(
            process(start("rm"), node("callActivity", "c", calledElement="q"), flow("rm", "c"), id="r")
        ),
    }

    with pytest.raises(ModelRefused) as caught:
        load_model(files, process="p", decisions={})

    assert [(finding.code, finding.element) for finding in caught.value.findings] == [("cyclic-call", "c")]


def test_all_findings_are_told_together():
    parts = after_start(
        node("serviceTask", "x"),
        node("complexGateway", "y"),
        chain("x", "y"),
        script("z", "import os"),
        chain("y", "z"),
    )

    with pytest.raises(ModelRefused) as caught:
        load(*parts)

    assert len(caught.value.findings) >= 2
    assert "x" in str(caught.value)


@pytest.mark.parametrize(
    "identity", ["Start", "End", "Root", "p.EndJoin", "x.BoundaryEventSplit", "tugas-ünïkode", "p2"]
)
def test_ids_that_the_library_reserves_are_ordinary_here(identity: str):
    model = load(start(), user(identity, alur_result="hasil"), end(), chain("mulai", identity, "selesai"))

    execution = begin(model)
    do(execution, identity)

    assert execution.status == "completed"


def test_drawings_for_the_reader_change_nothing():
    drawn = """<bpmn:dataObject id="d"/><bpmn:dataObjectReference id="dr" dataObjectRef="d"/><bpmn:dataStoreReference id="ds"/>
    <bpmn:textAnnotation id="t"><bpmn:text>x</bpmn:text></bpmn:textAnnotation><bpmn:group id="g"/>
    <bpmn:association id="as" sourceRef="t" targetRef="x"/>"""
    inside = """<bpmn:property id="pr" name="n"/>
    <bpmn:dataOutputAssociation id="do"><bpmn:sourceRef>'] | //*[@id='x</bpmn:sourceRef>
    <bpmn:targetRef>dr</bpmn:targetRef></bpmn:dataOutputAssociation>
    <bpmn:dataInputAssociation id="di"><bpmn:sourceRef>ds</bpmn:sourceRef><bpmn:targetRef>pr</bpmn:targetRef></bpmn:dataInputAssociation>"""
    model = load(drawn, start(), user("x", inside), end(), chain("mulai", "x", "selesai"))

    execution = begin(model)
    do(execution, "x")

    assert execution.status == "completed"


def test_a_flow_runs_wherever_the_file_keeps_it():
    inside = "<bpmn:startEvent id='m' /><bpmn:userTask id='a' /><bpmn:endEvent id='n' />"
    model = load(
        start(),
        node("subProcess", "sub", inside),
        end(),
        flow("mulai", "sub"),
        flow("sub", "selesai"),
        flow("m", "a"),
        flow("a", "n"),
    )

    execution = begin(model)
    do(execution, "sub/a")

    assert execution.status == "completed"


def test_implicit_starts_and_ends_are_legal():
    model = load(user("a"), user("b"), flow("a", "b"))

    execution = begin(model)
    do(execution, "a")
    do(execution, "b")

    assert execution.status == "completed" and execution.ended == []


def test_message_ids_of_one_file_do_not_leak_into_another():
    here, there = '<bpmn:message id="m" name="Sini"/>', '<bpmn:message id="m" name="Sana"/>'
    files = {
        "p.bpmn": definitions(
            here,
            process(
                start(),
                node("callActivity", "ca", calledElement="q"),
                node("receiveTask", "r", messageRef="m"),
                chain("mulai", "ca", "r"),
            ),
        ),
        "q.bpmn": definitions(
            there, process(start("qm"), node("receiveTask", "qr", messageRef="m"), flow("qm", "qr"), id="q")
        ),
    }

    model = load_model(files, process="p", decisions={})

    assert (model.elements["r"].message, model.elements["qr"].message) == ("Sini", "Sana")
