"""Which triggers each kind of event may carry, by the place where it stands (BPMN 2.0, 10.5.6, tables 10.86 to 10.93)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import Diagram, Node, kind
from engine.lint.finding import Finding, Text, found

RULE = "event-kind"
ALLOWED = {
    "process start": {"message", "timer", "conditional", "signal"},
    "sub-process start": set(),
    "event sub-process start": {
        "message", "timer", "escalation", "error", "compensate", "conditional", "signal",
    },
    "intermediateCatchEvent": {"message", "timer", "conditional", "link", "signal"},
    "intermediateThrowEvent": {"message", "escalation", "compensate", "link", "signal"},
    "boundaryEvent": {"message", "timer", "escalation", "error", "cancel", "compensate", "conditional", "signal"},
    "endEvent": {"message", "escalation", "error", "cancel", "compensate", "signal", "terminate"},
}  # fmt: skip
#: An event of these kinds must wait for something.
NEEDED = frozenset({"intermediateCatchEvent", "boundaryEvent", "event sub-process start"})

#: What cannot happen without interrupting.
ALWAYS = frozenset({"error", "cancel", "compensate"})


def check(diagram: Diagram) -> Iterator[Finding]:
    """Triggers that an event cannot have, and events that wait for nothing."""
    for node in diagram.all("startEvent", *ALLOWED):
        place = place_of(node)
        carried = diagram.events(node)
        for event, _ in carried:
            if event not in ALLOWED[place]:
                yield _wrong(node, event, place)
        if ALWAYS & {event for event, _ in carried} and _lets_go_on(node):
            yield found(
                RULE, node,
                Text("Galat, pembatalan dan kompensasi selalu menghentikan.", "Errors, cancels and compensations always interrupt."),
                Text(
                    'Hapus cancelActivity="false" atau isInterrupting="false".',
                    'Remove cancelActivity="false" or isInterrupting="false".',
                ),
            )  # fmt: skip
        if not carried and place in NEEDED and node.find("{*}eventDefinitionRef") is None:
            yield found(
                RULE, node,
                Text("Kejadian ini tidak menunggu apa-apa.", "This event waits for nothing."),
                Text("Pilih pemicunya.", "Choose its trigger."),
            )  # fmt: skip


def _lets_go_on(node: Node) -> bool:
    """Whether what happens here does not interrupt what it happens to."""
    return "false" in (node.get("cancelActivity"), node.get("isInterrupting"))


def place_of(node: Node) -> str:
    """The kind of an event, for a start event with the kind of its scope."""
    if kind(node) != "startEvent":
        return kind(node)
    scope = node.getparent()
    if kind(scope) in ("process", "choreography", "globalChoreographyTask"):
        return "process start"
    return "event sub-process start" if scope.get("triggeredByEvent") == "true" else "sub-process start"


def _wrong(node: Node, event: str, place: str) -> Finding:
    allowed = ", ".join(sorted(ALLOWED[place])) or "-"
    return found(
        RULE, node,
        Text(f"Pemicu {event} tidak boleh ada pada {place}.", f"A {event} trigger is not possible on this {place}."),
        Text(f"Pilih salah satu: {allowed}, atau hapus pemicunya.", f"Choose one of: {allowed}, or remove the trigger."),
    )  # fmt: skip
