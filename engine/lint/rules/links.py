"""A link leads from its sources to exactly one target of the same name (BPMN 2.0, 10.5.5)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import SCOPES, Diagram, Node, kind, text_of
from engine.lint.finding import Finding, Text, found

RULE = "link-pair"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Links without a partner, and targets of the same name twice."""
    for scope in diagram.all(*sorted(SCOPES)):
        sources = _links(diagram, scope, "intermediateThrowEvent")
        targets = _links(diagram, scope, "intermediateCatchEvent")
        names = [name for name, _ in targets]
        for name, node in sources:
            if names.count(name) != 1:
                yield _alone(node, name, "sasaran", "target")
        for name, node in targets:
            if name not in {each for each, _ in sources}:
                yield _alone(node, name, "sumber", "source")


def _links(diagram: Diagram, scope: Node, wanted: str) -> list[tuple[str, Node]]:
    carried = [event for node in scope if kind(node) == wanted for event in diagram.events(node)]
    return [(_key(definition), definition) for event, definition in carried if event == "link"]


def _key(link: Node) -> str:
    """What pairs a link: its name; where the file joins source and target by their ids, the target's id."""
    if link.find("{*}source") is not None:
        return link.get("id") or ""
    return text_of(link.find("{*}target")) or link.get("name") or ""


def _alone(node: Node, name: str, indonesian: str, english: str) -> Finding:
    return found(
        RULE, node,
        Text(f"Tautan '{name}' tidak punya tepat satu {indonesian}.", f"Link '{name}' does not have exactly one {english}."),
        Text("Beri sumber dan sasaran nama tautan yang sama.", "Give source and target the same link name."),
    )  # fmt: skip
