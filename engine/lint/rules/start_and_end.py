"""A scope that ends by an end event begins by a start event, and the other way round (BPMN 2.0, 10.5.2 and 10.5.3)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import Diagram, kind
from engine.lint.finding import Finding, Text, found

RULE = "start-and-end"


def check(diagram: Diagram) -> Iterator[Finding]:
    """End events in a scope that has no start event, and start events in one that has no end event."""
    for scope in diagram.all("process", "subProcess", "transaction"):
        inside = diagram.inside(scope)
        starts = [node for node in inside if kind(node) == "startEvent" or node.get("instantiate") == "true"]
        for end in [] if starts else [node for node in inside if kind(node) == "endEvent"]:
            yield found(
                RULE, end,
                Text("Ada kejadian akhir, tetapi tidak ada kejadian mulai.", "There is an end event, but no start event."),
                Text("Gambar kejadian mulainya.", "Draw the start event."),
            )  # fmt: skip
        ends = [node for node in inside if kind(node) == "endEvent"]
        for start in [] if ends else [node for node in inside if kind(node) == "startEvent"]:
            yield found(
                RULE, start,
                Text("Ada kejadian mulai, tetapi tidak ada kejadian akhir.", "There is a start event, but no end event."),
                Text("Gambar kejadian akhirnya.", "Draw the end event."),
            )  # fmt: skip
