"""What runs is drawn: an element without a shape works unseen. bpmnlint: no-bpmndi."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import ACTIVITIES, EVENTS, GATEWAYS, Diagram
from engine.lint.finding import Finding, Text
from engine.lint.sketch import advised

RULE = "no-bpmndi"
SEVERITY = "advice"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Elements and flows without a shape, in a file that holds a drawing at all."""
    drawn = {
        element for each in diagram.root.iter("{*}BPMNShape", "{*}BPMNEdge") if (element := each.get("bpmnElement"))
    }
    if not drawn:
        return
    for node in diagram.all(*sorted(ACTIVITIES | EVENTS | GATEWAYS), "sequenceFlow"):
        if node.get("id") and node.get("id") not in drawn:
            yield advised(
                RULE, node, Text("Elemen ini tidak tergambar.", "This element is not drawn."),
                Text("Gambar di editor, atau hapus.", "Draw it in the editor, or remove it."),
            )  # fmt: skip
