"""Event sub-processes are started by their event, never by a flow; ad-hoc ones hold activities (BPMN 2.0, 10.3.5)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import ACTIVITIES, Diagram, kind
from engine.lint.finding import Finding, Text, found

RULE = "special-sub-process"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Flows at event sub-processes, and ad-hoc sub-processes without activities or with start and end events."""
    for node in diagram.all("subProcess"):
        if node.get("triggeredByEvent") == "true":
            for flow in [*diagram.into(node), *diagram.out_of(node)]:
                yield found(
                    RULE, node,
                    Text(
                        f"Alur '{flow.get('id')}' menyambung subproses kejadian.",
                        f"Flow '{flow.get('id')}' is connected to an event sub-process.",
                    ),
                    Text("Hapus alurnya; subproses ini dimulai oleh kejadiannya.", "Remove the flow; its event starts it."),
                )  # fmt: skip
    for node in diagram.all("adHocSubProcess"):
        inside = [kind(child) for child in diagram.inside(node)]
        if not set(inside) & ACTIVITIES:
            yield found(
                RULE, node,
                Text("Subproses ad-hoc ini tidak berisi kegiatan.", "This ad-hoc sub-process holds no activity."),
                Text("Gambar kegiatannya.", "Draw its activities."),
            )  # fmt: skip
        if {"startEvent", "endEvent"} & set(inside):
            yield found(
                RULE, node,
                Text("Subproses ad-hoc tidak punya kejadian mulai atau akhir.", "An ad-hoc sub-process has no start or end event."),
                Text("Hapus kejadian itu.", "Remove that event."),
            )  # fmt: skip
