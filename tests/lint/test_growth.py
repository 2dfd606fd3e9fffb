"""What looking at a drawing costs grows with the drawing, not with its square: counted in calls of functions, never in time."""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from engine.lint import lint
from engine.spiff import load_model

SPACE = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def drawing(kind: str, blocks: int) -> bytes:
    """A chain of blocks: a split of this kind, two tasks, and its join; the second task has a border that leads to the end."""
    parts, flows, last = ['<startEvent id="mulai"/>'], [], "mulai"
    for k in range(blocks):
        condition = "" if kind == "parallelGateway" else "<conditionExpression>1 == 1</conditionExpression>"
        parts += [
            f'<{kind} id="g{k}" default="d{k}"/>' if condition else f'<{kind} id="g{k}"/>',
            f'<{kind} id="j{k}"/>',
        ]
        parts += [f'<userTask id="a{k}"/><userTask id="b{k}"/>']
        parts += [f'<boundaryEvent id="t{k}" attachedToRef="b{k}" cancelActivity="false"><timerEventDefinition>'
                  "<timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>"]  # fmt: skip
        flows += [(f"i{k}", last, f"g{k}", ""), (f"d{k}", f"g{k}", f"a{k}", ""), (f"c{k}", f"g{k}", f"b{k}", condition)]
        flows += [(f"x{k}", f"a{k}", f"j{k}", ""), (f"y{k}", f"b{k}", f"j{k}", ""), (f"z{k}", f"t{k}", "selesai", "")]
        last = f"j{k}"
    flows.append(("akhir", last, "selesai", ""))
    drawn = "".join(
        f'<sequenceFlow id="{i}" sourceRef="{a}" targetRef="{b}">{c}</sequenceFlow>' for i, a, b, c in flows
    )
    inside = "".join(parts) + '<endEvent id="selesai"/>' + drawn
    return f'<definitions xmlns="{SPACE}"><process id="p" isExecutable="true">{inside}</process></definitions>'.encode()


def calls(content: bytes) -> int:
    """How often functions and generators are entered while a drawing is judged and made ready to run."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(counted)
    try:
        assert not [each for each in lint({"a.bpmn": content}) if each.severity != "advice"]
        load_model({"a.bpmn": content}, process="p")
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("kind", ["exclusiveGateway", "parallelGateway", "inclusiveGateway"])
def test_twice_the_drawing_costs_about_twice(kind: str) -> None:
    calls(drawing(kind, 5))  # what is prepared once is prepared

    assert calls(drawing(kind, 80)) < 2.4 * calls(drawing(kind, 40))
