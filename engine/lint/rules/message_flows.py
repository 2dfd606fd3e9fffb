"""Messages go between pools, from something that sends to something that receives (BPMN 2.0, 9.4)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import EVENTS, GATEWAYS, Diagram, Node, kind
from engine.lint.finding import Finding, Text, found

RULE = "message-flow"
RECEIVE = frozenset({"startEvent", "intermediateCatchEvent", "boundaryEvent"})
SEND = frozenset({"endEvent", "intermediateThrowEvent"})


def check(diagram: Diagram) -> Iterator[Finding]:
    """Message flows within a pool, or at an element that cannot send or receive."""
    for flow in diagram.all("messageFlow"):
        ends = [(flow.get(side) or "").strip() for side in ("sourceRef", "targetRef")]
        pools = [diagram.pool_of.get(each.rpartition(":")[2]) for each in ends]
        if pools[0] is not None and pools[0] == pools[1]:
            yield found(
                RULE, flow,
                Text("Alur pesan ini tetap di dalam satu kolam.", "This message flow stays inside one pool."),
                Text("Pakai alur urutan, atau sambungkan ke kolam lain.", "Use a sequence flow, or connect another pool."),
            )  # fmt: skip
        source, target = (diagram.by_id.get(each.rpartition(":")[2]) for each in ends)
        yield from _end(diagram, source, SEND, "mengirim", "send")
        yield from _end(diagram, target, RECEIVE, "menerima", "receive")


def _end(diagram: Diagram, node: Node | None, able: frozenset[str], indonesian: str, english: str) -> Iterator[Finding]:
    if node is None or kind(node) not in EVENTS | GATEWAYS:
        return
    silent = kind(node) in SEND and not {event for event, _ in diagram.events(node)} & {"message"}
    if kind(node) not in able or silent:
        yield found(
            RULE, node,
            Text(f"Elemen ini tidak dapat {indonesian} pesan.", f"This element cannot {english} a message."),
            Text("Ganti dengan kejadian pesan, tugas, atau kolam.", "Use a message event, a task or a pool instead."),
        )  # fmt: skip
