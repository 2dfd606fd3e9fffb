"""One gateway joins or splits, not both at once: a reader sees only one of the two. bpmnlint: no-gateway-join-fork."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import Diagram
from engine.lint.finding import Finding, Text
from engine.lint.sketch import advised

RULE = "no-gateway-join-fork"
SEVERITY = "advice"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Parallel and inclusive gateways with several flows in and several out."""
    for node in diagram.all("parallelGateway", "inclusiveGateway"):
        if len(diagram.into(node)) > 1 and len(diagram.out_of(node)) > 1:
            yield advised(
                RULE, node, Text("Gerbang ini menggabung dan membagi sekaligus.", "This gateway joins and splits at once."),
                Text("Gambar dua gerbang: satu menggabung, satu membagi.", "Draw two: one that joins, one that splits."),
            )  # fmt: skip
