"""A sequence flow joins two elements of one process or sub-process; some of them decide by conditions (BPMN 2.0, 8.3.13)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import ACTIVITIES, CHOREOGRAPHY, NODES, Diagram, Node, kind
from engine.lint.finding import Finding, Text, found

RULE = "sequence-flow"
LEAVING = frozenset({"exclusiveGateway", "inclusiveGateway", "complexGateway"}) | ACTIVITIES


def check(diagram: Diagram) -> Iterator[Finding]:
    """Flows whose ends are missing, no part of the flow or in another scope, and conditions where nothing is decided."""
    for flow in diagram.flows:
        ends: list[Node] = [diagram.named(flow, flow.get(side)) for side in ("sourceRef", "targetRef")]
        if None in ends:
            name = (flow.get("sourceRef" if ends[0] is None else "targetRef") or "").strip()
            yield _ends(
                flow, f"menyambung ke '{name}' yang tidak ada.", f"leads to or from '{name}', which does not exist."
            )
        elif (
            any(kind(end) not in NODES | CHOREOGRAPHY for end in ends) or ends[0].getparent() is not ends[1].getparent()
        ):
            yield _ends(
                flow, "tidak menyambung dua elemen dari satu proses atau subproses.",
                "does not connect two elements of one process or sub-process.",
            )  # fmt: skip
        elif flow.find("{*}conditionExpression") is not None:
            yield from _condition(diagram, flow, ends[0])


def _ends(flow: Node, indonesian: str, english: str) -> Finding:
    name = flow.get("id") or ""
    return found(
        RULE, flow,
        Text(f"Alur '{name}' {indonesian}", f"Flow '{name}' {english}"),
        Text("Sambungkan ke elemen dalam lingkup yang sama, atau hapus alurnya.", "Connect elements of one scope, or remove the flow."),
    )  # fmt: skip


def _condition(diagram: Diagram, flow: Node, source: Node) -> Iterator[Finding]:
    if kind(source) not in LEAVING:
        yield found(
            RULE, flow,
            Text(f"Alur dari {kind(source)} tidak boleh bersyarat.", f"A flow out of a {kind(source)} must not carry a condition."),
            Text("Pakai gerbang eksklusif.", "Use an exclusive gateway."),
        )  # fmt: skip
    elif kind(source) in ACTIVITIES and len(diagram.out_of(source)) == 1:
        yield found(
            RULE, flow,
            Text(
                "Alur bersyarat ini satu-satunya jalan keluar kegiatannya.",
                "This conditional flow is the only way out of its activity.",
            ),
            Text("Hapus syaratnya, atau gambar jalan yang lain.", "Remove its condition, or draw another way."),
        )  # fmt: skip
