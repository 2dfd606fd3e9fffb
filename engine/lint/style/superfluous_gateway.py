"""A gateway splits or joins; one that does neither only lengthens the way. bpmnlint: superfluous-gateway."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import GATEWAYS, Diagram
from engine.lint.finding import Finding, Text
from engine.lint.sketch import advised

RULE = "superfluous-gateway"
SEVERITY = "advice"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Gateways with at most one flow in and exactly one out."""
    for node in diagram.all(*sorted(GATEWAYS)):
        if len(diagram.into(node)) <= 1 and len(diagram.out_of(node)) == 1:
            yield advised(
                RULE, node, Text("Gerbang ini tidak membagi dan tidak menggabung apa-apa.", "This gateway neither splits nor joins."),
                Text("Hapus gerbangnya.", "Remove the gateway."),
            )  # fmt: skip
