"""Two elements are joined by one flow; a second one with the same condition doubles what follows. bpmnlint: no-duplicate-sequence-flows."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import Diagram
from engine.lint.finding import Finding, Text
from engine.lint.sketch import advised, condition

RULE = "no-duplicate-sequence-flows"
SEVERITY = "advice"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Flows with the source, target and condition of an earlier one."""
    seen: set[tuple[str, str, str]] = set()
    for flow in diagram.flows:
        key = ((flow.get("sourceRef") or "").strip(), (flow.get("targetRef") or "").strip(), condition(flow))
        if key in seen:
            yield advised(
                RULE,
                flow,
                Text(
                    "Alur ini sudah ada: sumber, sasaran dan syaratnya sama.",
                    "This flow is there already: same source, target and condition.",
                ),
                Text("Hapus salah satu.", "Remove one of them."),
            )
        seen.add(key)
