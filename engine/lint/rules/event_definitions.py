"""A definition drawn inside of an event is that event's alone; shared ones stand beside the processes (BPMN 2.0, 10.5.5)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import EVENTS, Diagram, kind, reference, text_of
from engine.lint.finding import Finding, Text, found

RULE = "event-definition"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Definitions inside of an event that another event refers to."""
    named = {reference(text_of(each)) for each in diagram.all("eventDefinitionRef")}
    for node in diagram.all(*sorted(EVENTS)):
        for child in node:
            if kind(child).endswith("EventDefinition") and child.get("id") in named:
                yield found(
                    RULE, child,
                    Text(
                        "Definisi di dalam kejadian ini juga dipakai kejadian lain.",
                        "This event's own definition is used by another event too.",
                    ),
                    Text(
                        "Tulis definisinya di luar proses, atau sekali lagi pada kejadian lain itu.",
                        "Put it beside the processes, or repeat it in the other event.",
                    ),
                    element=node,
                )  # fmt: skip
