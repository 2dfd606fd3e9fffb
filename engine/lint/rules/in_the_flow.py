"""Intermediate events stand in the flow: something leads to them, and they lead on (BPMN 2.0, 10.5.4)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import Diagram, kind
from engine.lint.finding import Finding, Text, found

RULE = "in-the-flow"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Intermediate events without a flow in or out; links stand at the ends of a flow."""
    for node in diagram.all("intermediateCatchEvent", "intermediateThrowEvent"):
        if kind(node.getparent()) == "adHocSubProcess":
            continue
        linked = "link" in {event for event, _ in diagram.events(node)}
        catching = kind(node) == "intermediateCatchEvent"
        if not diagram.into(node) and not (linked and catching):
            yield found(
                RULE, node,
                Text("Tidak ada alur yang menuju kejadian ini.", "No flow leads to this event."),
                Text("Sambungkan dari elemen sebelumnya.", "Connect it with what comes before."),
            )  # fmt: skip
        if not diagram.out_of(node) and not (linked and not catching):
            yield found(
                RULE, node,
                Text("Tidak ada alur yang keluar dari kejadian ini.", "No flow leaves this event."),
                Text("Sambungkan ke elemen berikutnya, atau pakai kejadian akhir.", "Connect it with what follows, or use an end event."),
            )  # fmt: skip
