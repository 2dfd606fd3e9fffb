"""A default flow is taken when no other is: a condition on it is ignored (BPMN 2.0, 10.6.2)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import Diagram
from engine.lint.finding import Finding, Text
from engine.lint.sketch import advised, conditional

RULE = "default-with-condition"
SEVERITY = "advice"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Default flows with a condition."""
    for flow in diagram.flows:
        source = diagram.named(flow, flow.get("sourceRef"))
        if source is not None and (source.get("default") or "").strip() == flow.get("id") and conditional(flow):
            yield advised(
                RULE, flow, Text("Syarat pada cabang bawaan ini diabaikan.", "The condition of this default flow is ignored."),
                Text("Hapus syaratnya.", "Remove its condition."),
            )  # fmt: skip
