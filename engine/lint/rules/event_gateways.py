"""What may follow an event gateway: events and receive tasks of its own, nothing else (BPMN 2.0, 10.6.6)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import CHOREOGRAPHY, Diagram, Node, kind
from engine.lint.finding import Finding, Text, found

RULE = "event-gateway"
CATCHES = frozenset({"message", "timer", "conditional", "signal"})


def check(diagram: Diagram) -> Iterator[Finding]:
    """Targets of event gateways that cannot be waited for, and gateways that wait for one thing or for messages in two ways."""
    watched = {(node.get("attachedToRef") or "").strip() for node in diagram.all("boundaryEvent")}
    for gateway in diagram.all("eventBasedGateway"):
        yield from _gateway(diagram, gateway)
        for flow in diagram.out_of(gateway):
            target = diagram.by_id.get((flow.get("targetRef") or "").strip())
            if target is not None:
                yield from _target(diagram, target, flow, watched)


def _gateway(diagram: Diagram, gateway: Node) -> Iterator[Finding]:
    flows = diagram.out_of(gateway)
    targets = [target for flow in flows if (target := diagram.named(flow, flow.get("targetRef"))) is not None]
    if len(flows) == 1:
        yield _wrong(
            gateway, "Gerbang kejadian menunggu dua hal atau lebih.", "An event gateway waits for two things or more."
        )
    if any(kind(target) == "receiveTask" for target in targets) and any(
        event == "message" for target in targets for event, _ in diagram.events(target)
    ):
        yield _wrong(
            gateway, "Pesan ditunggu oleh kejadian atau oleh tugas terima, tidak oleh keduanya.",
            "Messages are awaited by events or by receive tasks here, not by both.",
        )  # fmt: skip
    if gateway.get("instantiate") == "true" and diagram.into(gateway):
        yield _wrong(
            gateway, "Gerbang kejadian yang memulai proses tidak boleh punya alur masuk.",
            "An event gateway that begins a process must not have a flow in.",
        )  # fmt: skip


def _target(diagram: Diagram, target: Node, flow: Node, watched: set[str]) -> Iterator[Finding]:
    if kind(target) == "intermediateCatchEvent":
        carried = {event for event, _ in diagram.events(target)}
        good = carried <= CATCHES
    else:
        good = kind(target) == "receiveTask" or kind(target) in CHOREOGRAPHY  # whose first message is awaited
    if not good:
        yield _wrong(
            flow, "Sesudah gerbang kejadian hanya boleh ada kejadian tangkap atau tugas terima.",
            "Only catch events and receive tasks may follow an event gateway.",
        )  # fmt: skip
    elif len(diagram.into(target)) > 1:
        yield _wrong(
            target, "Kejadian sesudah gerbang kejadian ini juga dicapai dari tempat lain.",
            "What follows this event gateway is reached from elsewhere too.",
        )  # fmt: skip
    elif target.get("id") in watched:
        yield _wrong(
            target, "Tugas terima sesudah gerbang kejadian tidak boleh punya kejadian tepi.",
            "A receive task behind an event gateway must not have boundary events.",
        )  # fmt: skip


def _wrong(node: Node, indonesian: str, english: str) -> Finding:
    remedy = Text(
        "Gambar kejadian tunggu tersendiri di belakang gerbang.", "Draw a catch event of its own behind the gateway."
    )
    return found(RULE, node, Text(indonesian, english), remedy)
