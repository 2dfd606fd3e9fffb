"""Shapes do not lie on each other: a reader could miss one. bpmnlint: no-overlapping-elements."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import Diagram, kind
from engine.lint.finding import Finding, Text
from engine.lint.sketch import Box, advised, scopes, shapes

RULE = "no-overlapping-elements"
SEVERITY = "advice"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Shapes of elements in one scope whose areas overlap; borders sit on their activity."""
    drawn = shapes(diagram)
    for scope in scopes(diagram):
        boxes = sorted(
            (drawn[node.get("id")], node.get("id"))
            for node in diagram.inside(scope)
            if node.get("id") in drawn and kind(node) != "boundaryEvent"
        )
        open_: list[tuple[Box, str]] = []
        for box, name in boxes:
            open_ = [each for each in open_ if each[0][0] + each[0][2] > box[0]]
            for other, beside in open_:
                if other[1] < box[1] + box[3] and box[1] < other[1] + other[3]:
                    yield advised(
                        RULE,
                        diagram.by_id[name],
                        Text(
                            f"Gambar elemen ini menumpuk di atas '{beside}'.",
                            f"The shape of this element lies on '{beside}'.",
                        ),
                        Text("Geser salah satu.", "Move one of them."),
                    )
                    break
            open_.append((box, name))
