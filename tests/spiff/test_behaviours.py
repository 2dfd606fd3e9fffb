"""Multi-instance behaviours: what is thrown as instances complete, and who hears it (BPMN 10.3.8)."""

from __future__ import annotations

import pytest

from engine.spiff import Execution, Model, ModelRefused
from tests.spiff.drawing import again, begin, chain, do, done, end, flow, load, node, open_tasks, start, user

SIGNAL = '<bpmn:signal id="sg" name="S"/><bpmn:signalEventDefinition id="sd" signalRef="sg"/>'
ESCALATION = '<bpmn:escalation id="ec" escalationCode="E"/><bpmn:escalationEventDefinition id="sd" escalationRef="ec"/>'
CAUGHT = {"signal": '<bpmn:signalEventDefinition signalRef="sg"/>', "escalation": "<bpmn:escalationEventDefinition/>"}


def repeated(attributes: str, inside: str = "") -> str:
    return (
        f"<bpmn:multiInstanceLoopCharacteristics {attributes}><bpmn:loopCardinality>3</bpmn:loopCardinality>{inside}"
        "</bpmn:multiInstanceLoopCharacteristics>"
    )


def complex_behaviour(*conditions: str) -> str:
    event = '<bpmn:event><bpmn:signalEventDefinition signalRef="sg"/></bpmn:event>'
    each = "<bpmn:complexBehaviorDefinition><bpmn:condition>{}</bpmn:condition>{}</bpmn:complexBehaviorDefinition>"
    return "".join(each.format(condition, event) for condition in conditions)


def drawn(loop: str, *, kind: str = "signal", activity: str = "userTask", cancel: str = "false") -> Model:
    """Three of `x`; each event it throws begins `y` on its border."""
    body = loop if activity == "userTask" else f"{loop}<bpmn:script>pass</bpmn:script>"
    return load(
        start(),
        node(activity, "x", body),
        node("boundaryEvent", "tepi", CAUGHT[kind], attachedToRef="x", cancelActivity=cancel),
        user("y"),
        end(),
        chain("mulai", "x", "selesai"),
        flow("tepi", "y"),
        extra=(SIGNAL if kind == "signal" else ESCALATION,),
    )


def heard(execution: Execution) -> int:
    return sum(task.split("~")[0] == "y" for task in open_tasks(execution))


@pytest.mark.parametrize("kind", ["signal", "escalation"])
def test_none_throws_at_every_completion(kind: str):
    execution = begin(drawn(repeated('behavior="None" noneBehaviorEventRef="sd"'), kind=kind))

    counts = []
    for k in range(3):
        do(execution, f"x[{k}]")
        execution = again(execution)
        counts.append(heard(execution))

    assert counts == [1, 2, 3]
    assert "x" not in open_tasks(execution)


def test_one_throws_at_the_first():
    execution = begin(drawn(repeated('behavior="One" oneBehaviorEventRef="sd" isSequential="true"')))

    counts = []
    for k in range(3):
        do(execution, f"x[{k}]")
        counts.append(heard(execution))

    assert counts == [1, 1, 1]


def test_complex_throws_when_its_condition_is_true():
    loop = repeated(
        'behavior="Complex"', complex_behaviour("numberOfCompletedInstances == 2", "numberOfActiveInstances == 0")
    )
    execution = begin(drawn(loop))

    counts = []
    for k in range(3):
        do(execution, f"x[{k}]")
        counts.append(heard(execution))

    assert counts == [0, 1, 2]


def test_automatic_instances_are_heard_too():
    execution = begin(drawn(repeated('behavior="None" noneBehaviorEventRef="sd"'), activity="scriptTask"))

    assert heard(execution) == 3
    assert done(execution).count("tepi") == 3


def test_all_throws_nothing():
    execution = begin(drawn(repeated('behavior="All" noneBehaviorEventRef="sd"'), activity="scriptTask"))

    assert heard(execution) == 0


@pytest.mark.parametrize("sequential", ["true", "false"])
def test_what_interrupts_the_scope_around_it_ends_it(sequential: str):
    inner = node("userTask", "x", repeated(f'behavior="None" noneBehaviorEventRef="sd" isSequential="{sequential}"'))
    model = load(
        start(),
        node("subProcess", "sp", inner),
        node("boundaryEvent", "tepi", CAUGHT["signal"], attachedToRef="sp"),
        user("y"),
        end(),
        chain("mulai", "sp", "selesai"),
        flow("tepi", "y"),
        extra=(SIGNAL,),
    )
    execution = begin(model)

    do(execution, "sp/x[0]")

    assert open_tasks(again(execution)) == ["y"]


def test_a_multi_instance_that_interrupts_itself_is_refused():
    with pytest.raises(ModelRefused) as caught:
        drawn(repeated('behavior="None" noneBehaviorEventRef="sd"'), cancel="true")

    assert [(each.code, each.element) for each in caught.value.findings] == [("unsupported-attribute", "tepi")]
