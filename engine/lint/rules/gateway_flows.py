"""A gateway splits or joins: it has several flows in or out, as its direction says (BPMN 2.0, 10.6.1)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import GATEWAYS, Diagram, Node, kind
from engine.lint.finding import Finding, Text, found

RULE = "gateway-flows"
#: Direction -> whether these numbers of flows (in, out) go with it.
FITS = {
    "Converging": lambda into, out: into > 1 and out <= 1,
    "Diverging": lambda into, out: into <= 1 and out > 1,
    "Mixed": lambda into, out: into > 1 and out > 1,
}


def check(diagram: Diagram) -> Iterator[Finding]:
    """Gateways that lead nowhere, neither split nor join, or contradict their direction."""
    for node in diagram.all(*sorted(GATEWAYS)):
        into, out = len(diagram.into(node)), len(diagram.out_of(node))
        direction = node.get("gatewayDirection", "Unspecified")
        if out == 0 and (into <= 1 or _ends(node.getparent())):  # a join may be where a scope without end events ends
            yield _alone(node)
        elif direction in FITS and not FITS[direction](into, out):
            yield found(
                RULE, node,
                Text(
                    f"Gerbang ini {direction}, tetapi alurnya {into} masuk dan {out} keluar.",
                    f"This gateway is {direction}, but has {into} flows in and {out} out.",
                ),
                Text("Perbaiki alur atau gatewayDirection-nya.", "Mend its flows or its gatewayDirection."),
            )  # fmt: skip
        elif into <= 1 and out <= 1 and kind(node) != "eventBasedGateway":  # of these another rule tells it
            yield found(
                RULE, node,
                Text("Gerbang ini tidak membagi dan tidak menggabung apa-apa.", "This gateway neither splits nor joins."),
                Text("Hapus gerbangnya, atau gambar cabangnya yang lain.", "Remove the gateway, or draw its other branch."),
            )  # fmt: skip


def _ends(scope: Node) -> bool:
    return any(kind(each) == "endEvent" for each in scope)


def _alone(node: Node) -> Finding:
    return found(
        RULE, node,
        Text("Gerbang ini tidak menuju ke mana-mana.", "This gateway leads nowhere."),
        Text("Sambungkan, atau hapus.", "Connect it, or remove it."),
    )  # fmt: skip
