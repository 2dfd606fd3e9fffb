"""A process or sub-process shows where it begins. bpmnlint: start-event-required."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import Diagram, kind
from engine.lint.finding import Finding, Text
from engine.lint.sketch import advised, scopes

RULE = "start-event-required"
SEVERITY = "advice"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Scopes that hold something but no start event."""
    for scope in scopes(diagram):
        inside = diagram.inside(scope)
        begun = any(kind(node) == "startEvent" or node.get("instantiate") == "true" for node in inside)
        if inside and not begun and kind(scope) != "adHocSubProcess":
            yield advised(
                RULE, scope, Text("Tidak ada kejadian mulai di sini.", "There is no start event here."),
                Text("Gambar kejadian mulainya.", "Draw the start event."),
            )  # fmt: skip
