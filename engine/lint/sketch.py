"""Questions that several rules of style ask about a drawing."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import ACTIVITIES, EVENTS, SCOPES, Diagram, Node, kind, text_of
from engine.lint.finding import Finding, Text, found

#: x, y, width, height of a shape.
Box = tuple[float, float, float, float]


def advised(rule: str, node: Node, message: Text, remedy: Text) -> Finding:
    """A finding that only advises."""
    return found(rule, node, message, remedy, severity="advice")


def scopes(diagram: Diagram) -> Iterator[Node]:
    """Every process and sub-process."""
    return diagram.all(*sorted(SCOPES))


def condition(flow: Node) -> str:
    """The text of a flow's condition, "" when it has none."""
    return text_of(flow.find("{*}conditionExpression"))


def conditional(flow: Node) -> bool:
    """Whether a flow carries a condition."""
    return flow.find("{*}conditionExpression") is not None


def in_flow(diagram: Diagram, node: Node) -> bool:
    """Whether an element is meant to stand in the flow: no border, event sub-process, handler or part of an ad-hoc one."""
    aside = node.get("triggeredByEvent") == "true" or node.get("isForCompensation") == "true"
    return kind(node) != "boundaryEvent" and not aside and kind(node.getparent()) != "adHocSubProcess"


def linked(diagram: Diagram, node: Node) -> bool:
    """Whether a link event stands in for a flow here."""
    return "link" in {event for event, _ in diagram.events(node)}


def splits(diagram: Diagram, node: Node) -> bool:
    """Whether several branches run at once behind an element."""
    flows = diagram.out_of(node)
    if kind(node) in ("parallelGateway", "inclusiveGateway", "complexGateway"):
        return len(flows) > 1
    plain = [flow for flow in flows if not conditional(flow) and flow.get("id") != node.get("default")]
    return kind(node) in ACTIVITIES | EVENTS and len(plain) > 1


def lingers(diagram: Diagram, node: Node) -> bool:
    """Whether something goes on beside the path that passes here: a border or event sub-process that does not interrupt."""
    if kind(node) == "boundaryEvent":
        return bool(node.get("cancelActivity") == "false")
    return bool(node.get("triggeredByEvent") == "true")


def reach(diagram: Diagram, start: str, stop: set[str]) -> set[str]:
    """The ids that flows lead to from an element (itself included), never through one of `stop`."""
    seen: set[str] = set()
    pending = [start]
    while pending:
        name = pending.pop()
        if name not in seen and name not in stop:
            seen.add(name)
            pending += [(flow.get("targetRef") or "").strip() for flow in diagram.outgoing.get(name, [])]
    return seen


def shapes(diagram: Diagram) -> dict[str, Box]:
    """Element id -> where its shape lies; shapes that cannot be measured are left out."""
    drawn: dict[str, Box] = {}
    for shape in diagram.root.iter("{*}BPMNShape"):
        bounds = shape.find("{*}Bounds")
        try:
            sides = [float(bounds.get(side)) for side in ("x", "y", "width", "height")]
        except (AttributeError, TypeError, ValueError):
            continue
        drawn[shape.get("bpmnElement") or ""] = (sides[0], sides[1], sides[2], sides[3])
    return drawn
