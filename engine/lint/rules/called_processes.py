"""A process that is called begins by a plain start event (BPMN 2.0, 10.3.6)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import Diagram, kind, reference
from engine.lint.finding import Finding, Text, found

RULE = "called-process"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Called processes in this file whose start events all wait for something."""
    called = {reference(node.get("calledElement")) for node in diagram.all("callActivity")}
    for process in diagram.all("process"):
        starts = [node for node in diagram.inside(process) if kind(node) == "startEvent"]
        triggered = [node for node in starts if diagram.events(node) or node.find("{*}eventDefinitionRef") is not None]
        if process.get("id") in called and starts and len(triggered) == len(starts):
            yield found(
                RULE, process,
                Text(
                    "Proses ini dipanggil, tetapi tidak punya kejadian mulai polos.",
                    "This process is called, but has no plain start event.",
                ),
                Text("Tambahkan kejadian mulai tanpa pemicu.", "Add a start event without a trigger."),
            )  # fmt: skip
