"""A path begins at a start event. bpmnlint: no-implicit-start."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import Diagram, kind
from engine.lint.finding import Finding, Text
from engine.lint.sketch import advised, in_flow, linked, scopes

RULE = "no-implicit-start"
SEVERITY = "advice"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Elements that nothing leads to, in scopes without a start event (elsewhere they are never reached: an error)."""
    for scope in scopes(diagram):
        inside = diagram.inside(scope)
        if any(kind(node) == "startEvent" for node in inside):
            continue
        for node in inside:
            if in_flow(diagram, node) and not diagram.into(node) and diagram.out_of(node) and not linked(diagram, node):
                yield advised(
                    RULE, node, Text("Jalannya dimulai di sini tanpa kejadian mulai.", "The path begins here without a start event."),
                    Text("Gambar kejadian mulainya.", "Draw the start event."),
                )  # fmt: skip
