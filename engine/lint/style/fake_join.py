"""Several flows into a task or event do not wait for each other: what looks like a join is none. bpmnlint: fake-join."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import ACTIVITIES, EVENTS, Diagram, Node, kind
from engine.lint.finding import Finding, Text
from engine.lint.sketch import advised, reach, scopes, splits

RULE = "fake-join"
SEVERITY = "advice"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Tasks and events with several flows in that come from parallel paths; ways back (loops) and choices are fine."""
    for scope in scopes(diagram):
        parallel = [node for node in diagram.inside(scope) if splits(diagram, node)]
        if not parallel:
            continue
        for node in diagram.inside(scope):
            flows = diagram.into(node)
            if len(flows) < 2 or kind(node) not in ACTIVITIES | EVENTS:
                continue
            if any(_meets(diagram, split, node) for split in parallel):
                yield advised(
                    RULE,
                    node,
                    Text(
                        "Cabang paralel bertemu di sini tanpa gerbang: elemen ini berjalan sekali untuk setiap cabang.",
                        "Parallel branches meet here without a gateway: the element runs once for each.",
                    ),
                    Text(
                        "Gabungkan dengan gerbang paralel di depannya.",
                        "Join them by a parallel gateway in front of it.",
                    ),
                )


def _meets(diagram: Diagram, split: Node, node: Node) -> bool:
    """Whether two branches of a split reach the node by different flows, without having met before."""
    stop = {split.get("id"), node.get("id")}
    heads = [(flow.get("targetRef") or "").strip() for flow in diagram.out_of(split)]
    reached = [reach(diagram, head, stop) for head in heads]
    into = [(flow.get("sourceRef") or "").strip() for flow in diagram.into(node)]
    came = [
        {source for source in into if source in own} | ({"direct"} if node.get("id") == head else set())
        for own, head in zip(reached, heads, strict=True)
    ]
    pairs = ((one, two) for place, one in enumerate(came) for two in came[place + 1 :])
    return any(one and two and (one - two) and (two - one) for one, two in pairs)
