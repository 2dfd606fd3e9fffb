"""The default flow of an activity or gateway is one of the flows that leave it (BPMN 2.0, 8.3.13)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import ACTIVITIES, GATEWAYS, Diagram
from engine.lint.finding import Finding, Text, found

RULE = "default-flow"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Elements whose default flow does not exist, or leaves another element."""
    for node in diagram.all(*sorted(ACTIVITIES | GATEWAYS)):
        default = (node.get("default") or "").strip()
        if default and diagram.named(node, default) not in diagram.out_of(node):
            yield found(
                RULE, node,
                Text(
                    f"Cabang bawaan '{default}' bukan alur keluar elemen ini.",
                    f"The default flow '{default}' does not leave this element.",
                ),
                Text("Pilih ulang.", "Choose it again."),
            )  # fmt: skip
