"""A path ends at an end event. bpmnlint: no-implicit-end."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import Diagram, kind
from engine.lint.finding import Finding, Text
from engine.lint.sketch import advised, in_flow, linked, scopes

RULE = "no-implicit-end"
SEVERITY = "advice"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Elements that nothing leaves and that are no end events."""
    for scope in scopes(diagram):
        for node in diagram.inside(scope):
            last = diagram.into(node) and not diagram.out_of(node) and kind(node) != "endEvent"
            if last and in_flow(diagram, node) and not linked(diagram, node):
                yield advised(
                        RULE, node, Text("Jalannya berakhir di sini tanpa kejadian akhir.", "The path ends here without an end event."),
                        Text("Gambar kejadian akhirnya.", "Draw the end event."),
                    )  # fmt: skip
