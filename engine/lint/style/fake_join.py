"""Several flows into a task or event do not wait for each other: what looks like a join is none. bpmnlint: fake-join."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from engine.lint.diagram import ACTIVITIES, EVENTS, Diagram, Node, kind
from engine.lint.finding import Finding, Text
from engine.lint.sketch import advised, reach, scopes, splits

RULE = "fake-join"
SEVERITY = "advice"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Tasks and events with several flows in that come from parallel paths; ways back (loops) and choices are fine."""
    for scope in scopes(diagram):
        inside = diagram.inside(scope)
        joins = [node for node in inside if kind(node) in ACTIVITIES | EVENTS and len(diagram.into(node)) > 1]
        branches = [_branches(diagram, node) for node in inside if splits(diagram, node)] if joins else []
        for node in joins:
            if any(_meets(diagram, each, node) for each in branches):
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


def _branches(diagram: Diagram, split: Node) -> list[tuple[str, set[str]]]:
    """The first element of each branch of a split, and what can be reached from there without passing the split again."""
    heads = [(flow.get("targetRef") or "").strip() for flow in diagram.out_of(split)]
    return [(head, reach(diagram, head, {split.get("id")})) for head in heads]


def _meets(diagram: Diagram, branches: list[tuple[str, set[str]]], node: Node) -> bool:
    """Whether two branches reach the node by different flows, without having met before."""
    into = {(flow.get("sourceRef") or "").strip() for flow in diagram.into(node)}
    came = [(into & own) | ({"head"} if node.get("id") == head else set()) for head, own in branches]
    return any(one - two and two - one for one, two in combinations(came, 2))
