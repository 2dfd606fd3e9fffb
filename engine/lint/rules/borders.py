"""A boundary event sits on an activity of its own scope; cancelling belongs to transactions (BPMN 2.0, 10.5.4 and 10.5.6)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import ACTIVITIES, Diagram, Node, kind
from engine.lint.finding import Finding, Text, found

RULE = "border-host"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Borders on nothing, on an event or in another scope, and cancel events outside of a transaction."""
    for node in diagram.all("boundaryEvent"):
        host = diagram.named(node, node.get("attachedToRef"))
        if host is None or kind(host) not in ACTIVITIES or host.getparent() is not node.getparent():
            yield found(
                RULE, node,
                Text(
                    "Kejadian tepi ini tidak menempel pada kegiatan di lingkupnya.",
                    "This boundary event is attached to no activity of its scope.",
                ),
                Text("Tempelkan pada kegiatannya.", "Attach it to its activity."),
            )  # fmt: skip
        elif _cancels(diagram, node) and kind(host) != "transaction":
            yield _misplaced(node)
    for node in diagram.all("endEvent"):
        if _cancels(diagram, node) and next(node.iterancestors("{*}transaction"), None) is None:
            yield _misplaced(node)


def _cancels(diagram: Diagram, node: Node) -> bool:
    return "cancel" in {event for event, _ in diagram.events(node)}


def _misplaced(node: Node) -> Finding:
    return found(
        RULE, node,
        Text("Pembatalan hanya ada di dalam transaksi atau pada tepinya.", "A cancel event stands in a transaction or on its border only."),
        Text("Ganti kejadiannya.", "Choose another event."),
    )  # fmt: skip
