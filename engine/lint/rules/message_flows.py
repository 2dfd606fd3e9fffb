"""Messages go between pools, from something that sends to something that receives (BPMN 2.0, 9.4)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import ACTIVITIES, CHOREOGRAPHY, EVENTS, Diagram, Node, kind
from engine.lint.finding import Finding, Text, found

RULE = "message-flow"
#: What a message flow can join: pools, conversations of pools, and what stands in them.
JOINED = ACTIVITIES | EVENTS | CHOREOGRAPHY | {"participant", "conversation", "subConversation", "callConversation"}
RECEIVE = frozenset({"startEvent", "intermediateCatchEvent", "boundaryEvent"})
SEND = frozenset({"endEvent", "intermediateThrowEvent"})


def check(diagram: Diagram) -> Iterator[Finding]:
    """Message flows within a pool, or at an element that cannot send or receive; events that do so without a message."""
    for flow in diagram.all("messageFlow"):
        ends = [diagram.named(flow, flow.get(side)) for side in ("sourceRef", "targetRef")]
        yield from _flow(diagram, flow, ends)
        yield from _event(diagram, ends[0], SEND, "mengirim", "send")
        yield from _event(diagram, ends[1], RECEIVE, "menerima", "receive")


def _flow(diagram: Diagram, flow: Node, ends: list[Node | None]) -> Iterator[Finding]:
    for side, end, outer in (("sourceRef", ends[0], "startEvent"), ("targetRef", ends[1], "endEvent")):
        missing = end is None and not (flow.get(side) and diagram.elsewhere(flow, flow.get(side)))
        if missing or (end is not None and (kind(end) not in JOINED or kind(end) == outer)):
            yield _wrong(flow, "tidak dapat berawal atau berakhir di sana.", "cannot begin or end there.")
            return
    pools = [diagram.pool_of.get(end.get("id")) if end is not None else None for end in ends]
    if pools[0] is not None and pools[0] == pools[1]:
        yield _wrong(flow, "tetap di dalam satu kolam.", "stays inside one pool.")


def _wrong(flow: Node, indonesian: str, english: str) -> Finding:
    return found(
        RULE, flow,
        Text(f"Alur pesan ini {indonesian}", f"This message flow {english}"),
        Text(
            "Pakai alur urutan, atau sambungkan ke kolam lain atau isinya.",
            "Use a sequence flow, or connect another pool or what is in it.",
        ),
    )  # fmt: skip


def _event(
    diagram: Diagram, node: Node | None, able: frozenset[str], indonesian: str, english: str
) -> Iterator[Finding]:
    """An event at this end of the flow is of the right side, and names a message."""
    if (
        node is None
        or kind(node) not in EVENTS
        or (kind(node) not in able and kind(node) in ("startEvent", "endEvent"))
    ):
        return
    carried = {event for event, _ in diagram.events(node)}
    if kind(node) not in able or "message" not in carried:
        yield found(
            RULE, node,
            Text(f"Kejadian ini tidak dapat {indonesian} pesan.", f"This event cannot {english} a message."),
            Text("Ganti dengan kejadian pesan, tugas, atau kolam.", "Use a message event, a task or a pool instead."),
        )  # fmt: skip
