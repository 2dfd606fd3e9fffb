"""Where a scope has start or end events, every path begins and ends at one of them (BPMN 2.0, 10.5.2 and 10.5.3)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import ACTIVITIES, GATEWAYS, SCOPES, Diagram, Node, kind
from engine.lint.finding import Finding, Text, found

RULE = "connection"
DRAW_IN = Text("Sambungkan dari elemen sebelumnya, atau hapus.", "Connect it with what comes before, or remove it.")
DRAW_OUT = Text("Sambungkan ke elemen berikutnya, atau hapus.", "Connect it with what follows, or remove it.")
NOT_IN = Text(
    "Hapus alur masuknya; sambungkan ke elemen sesudahnya.", "Remove the flow in; connect what follows instead."
)
NOT_OUT = Text(
    "Hapus alur keluarnya, atau pakai kejadian antara.", "Remove the flow out, or use an intermediate event."
)


def check(diagram: Diagram) -> Iterator[Finding]:
    """Start events with a flow in or none out, end events the other way round, borders with a flow in or none out, and what
    stands beside start or end events without being connected with them."""
    for scope in diagram.all(*sorted(SCOPES)):
        inside = diagram.inside(scope)
        kinds = {kind(node) for node in inside}
        for node in inside:
            if kind(node) in ENDS:
                yield from ENDS[kind(node)](diagram, node)
            elif kind(scope) != "adHocSubProcess" and kind(node) in ACTIVITIES | GATEWAYS and not _aside(node):
                yield from _between(diagram, node, kinds)


def _start(diagram: Diagram, node: Node) -> Iterator[Finding]:
    if diagram.into(node):
        yield _wrong(
            node, "Kejadian mulai tidak boleh punya alur masuk.", "A start event must not have a flow in.", NOT_IN
        )
    if not diagram.out_of(node):
        yield _wrong(
            node, "Tidak ada alur yang keluar dari kejadian mulai ini.", "No flow leaves this start event.", DRAW_OUT
        )


def _end(diagram: Diagram, node: Node) -> Iterator[Finding]:
    if not diagram.into(node):
        yield _wrong(
            node, "Tidak ada alur yang menuju kejadian akhir ini.", "No flow leads to this end event.", DRAW_IN
        )
    if diagram.out_of(node):
        yield _wrong(
            node, "Kejadian akhir tidak boleh punya alur keluar.", "An end event must not have a flow out.", NOT_OUT
        )


def _border(diagram: Diagram, node: Node) -> Iterator[Finding]:
    undoing = "compensate" in {event for event, _ in diagram.events(node)}
    if diagram.into(node):
        yield _wrong(
            node, "Kejadian tepi tidak boleh punya alur masuk.", "A boundary event must not have a flow in.", NOT_IN
        )
    if undoing and diagram.out_of(node):
        yield _wrong(
            node, "Kejadian kompensasi tidak punya alur keluar.", "A compensation event has no flow out.",
            Text("Hubungkan dengan asosiasi ke kegiatan pembatal.", "Use an association to its handler."),
        )  # fmt: skip
    if not undoing and not diagram.out_of(node):
        yield _wrong(
            node, "Tidak ada alur yang keluar dari kejadian tepi ini.", "No flow leaves this boundary event.", DRAW_OUT
        )


ENDS = {"startEvent": _start, "endEvent": _end, "boundaryEvent": _border}


def _aside(node: Node) -> bool:
    """Whether no flow is meant to touch this: a handler or an event sub-process."""
    return "true" in (node.get("isForCompensation"), node.get("triggeredByEvent"))


def _between(diagram: Diagram, node: Node, kinds: set[str]) -> Iterator[Finding]:
    if "startEvent" in kinds and not diagram.into(node) and node.get("instantiate") != "true":
        yield _wrong(
            node, "Ada kejadian mulai, tetapi tidak ada alur yang menuju elemen ini.",
            "There is a start event, but no flow leads to this element.", DRAW_IN,
        )  # fmt: skip
    if "endEvent" in kinds and not diagram.out_of(node) and kind(node) not in GATEWAYS:
        yield _wrong(
            node, "Ada kejadian akhir, tetapi tidak ada alur yang keluar dari elemen ini.",
            "There is an end event, but no flow leaves this element.", DRAW_OUT,
        )  # fmt: skip


def _wrong(node: Node, indonesian: str, english: str, remedy: Text) -> Finding:
    return found(RULE, node, Text(indonesian, english), remedy)
