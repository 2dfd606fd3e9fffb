"""What a reader must know stands in the drawing: tasks, events, deciding gateways, pools and lanes are named. bpmnlint: label-required."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import ACTIVITIES, EVENTS, GATEWAYS, Diagram, Node, kind
from engine.lint.finding import Finding, Text
from engine.lint.kinds import called
from engine.lint.sketch import advised, conditional

RULE = "label-required"
SEVERITY = "advice"

NAMELESS = frozenset(
    {"parallelGateway", "eventBasedGateway", "boundaryEvent", "subProcess", "transaction", "adHocSubProcess"}
)


def check(diagram: Diagram) -> Iterator[Finding]:
    """Elements without a name, and conditional flows out of a gateway without one."""
    for node in diagram.all(*sorted((ACTIVITIES | EVENTS | GATEWAYS) - NAMELESS), "participant", "lane"):
        joins = kind(node) in GATEWAYS and len(diagram.out_of(node)) < 2
        if not (node.get("name") or "").strip() and not joins and not _inner(diagram, node):
            yield advised(
                RULE,
                node,
                Text(f"{called(node).id.capitalize()} ini tidak bernama.", f"This {called(node).en} has no name."),
                Text("Beri nama yang dimengerti pembaca.", "Give it a name that readers understand."),
            )
    for flow in diagram.flows:
        source = diagram.by_id.get((flow.get("sourceRef") or "").strip())
        asks = (
            source is not None
            and kind(source) in ("exclusiveGateway", "inclusiveGateway", "complexGateway")
            and conditional(flow)
        )
        if asks and not (flow.get("name") or "").strip():
            yield advised(
                RULE,
                flow,
                Text("Cabang bersyarat ini tidak bernama.", "This conditional branch has no name."),
                Text("Tulis jawabannya, mis. 'ya' atau 'kembali'.", "Write its answer, such as 'yes'."),
            )


def _inner(diagram: Diagram, node: Node) -> bool:
    """Plain start and end of a sub-process say nothing that its frame does not."""
    inner = kind(node) in ("startEvent", "endEvent") and kind(node.getparent()) != "process"
    return inner and not diagram.events(node)
