"""A compensation border is joined by one association to a handler that is for compensation (BPMN 2.0, 10.7)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import ACTIVITIES, Diagram, kind, reference
from engine.lint.finding import Finding, Text, found

RULE = "compensation-handler"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Compensation borders without a handler, and handlers that lie in the flow."""
    targets: dict[str, list[str]] = {}
    for association in diagram.all("association"):
        targets.setdefault(reference(association.get("sourceRef")), []).append(reference(association.get("targetRef")))
    for node in diagram.all("boundaryEvent"):
        if "compensate" not in {event for event, _ in diagram.events(node)}:
            continue
        handlers = [diagram.by_id.get(target) for target in targets.get(node.get("id") or "", [])]
        good = [
            each
            for each in handlers
            if each is not None and kind(each) in ACTIVITIES and each.get("isForCompensation") == "true"
        ]
        if len(good) != 1:
            yield found(
                RULE, node,
                Text("Kompensasi ini tidak punya tepat satu kegiatan pembatal.", "This compensation does not have exactly one handler."),
                Text(
                    'Hubungkan dengan asosiasi ke satu kegiatan ber-isForCompensation="true".',
                    'Join it by an association to one activity with isForCompensation="true".',
                ),
            )  # fmt: skip
