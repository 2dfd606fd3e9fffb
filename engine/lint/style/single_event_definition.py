"""One event, one trigger: several in one symbol are hard to read. bpmnlint: single-event-definition."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import EVENTS, Diagram
from engine.lint.finding import Finding, Text
from engine.lint.sketch import advised

RULE = "single-event-definition"
SEVERITY = "advice"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Events with more than one definition."""
    for node in diagram.all(*sorted(EVENTS)):
        if len(diagram.events(node)) > 1:
            yield advised(
                RULE, node, Text("Kejadian ini punya lebih dari satu pemicu.", "This event has more than one trigger."),
                Text("Gambar satu kejadian untuk setiap pemicu.", "Draw one event for each."),
            )  # fmt: skip
