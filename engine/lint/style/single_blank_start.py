"""A process has one plain start: with two, nobody can say where a case begins. bpmnlint: single-blank-start-event."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import Diagram, kind
from engine.lint.finding import Finding, Text
from engine.lint.sketch import advised

RULE = "single-blank-start-event"
SEVERITY = "advice"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Plain start events beyond the first of a process."""
    for scope in diagram.all("process"):
        plain = [node for node in diagram.inside(scope) if kind(node) == "startEvent" and not diagram.events(node)]
        for node in plain[1:]:
            yield advised(
                RULE, node, Text("Proses ini sudah punya kejadian mulai polos.", "This process has a plain start event already."),
                Text("Sisakan satu, atau beri pemicu.", "Leave one, or give this one a trigger."),
            )  # fmt: skip
