"""A process or sub-process shows where it ends. bpmnlint: end-event-required."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import Diagram, kind
from engine.lint.finding import Finding, Text
from engine.lint.sketch import advised, scopes

RULE = "end-event-required"
SEVERITY = "advice"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Scopes that hold something but no end event."""
    for scope in scopes(diagram):
        inside = diagram.inside(scope)
        if inside and not any(kind(node) == "endEvent" for node in inside) and kind(scope) != "adHocSubProcess":
            yield advised(
                RULE, scope, Text("Tidak ada kejadian akhir di sini.", "There is no end event here."),
                Text("Gambar kejadian akhirnya.", "Draw the end event."),
            )  # fmt: skip
