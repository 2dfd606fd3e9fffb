"""A link leads from its sources to exactly one target of the same name (BPMN 2.0, 10.5.5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from engine.lint.diagram import SCOPES, Diagram, Node, kind, reference, text_of
from engine.lint.finding import Finding, Text, found

RULE = "link-pair"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Links without a partner, targets of the same name twice, and links that a flow leads through."""
    for scope in diagram.all(*sorted(SCOPES)):
        sources = _links(diagram, scope, "intermediateThrowEvent")
        targets = _links(diagram, scope, "intermediateCatchEvent")
        names = Counter(name for name, _, _ in targets)
        sent = {name for name, _, _ in sources}
        heard = {reference(text_of(each)) for _, _, link in targets for each in link.findall("{*}source")}
        for name, node, link in sources:
            if names[name] != 1 or (heard and link.find("{*}target") is not None and link.get("id") not in heard):
                yield _alone(node, link, name, "sasaran", "target")
            if diagram.out_of(node):
                yield _through(node)
        for name, node, link in targets:
            if name not in sent:
                yield _alone(node, link, name, "sumber", "source")
            if diagram.into(node):
                yield _through(node)


def _links(diagram: Diagram, scope: Node, wanted: str) -> list[tuple[str, Node, Node]]:
    """What pairs them, the events and their definitions."""
    carried = [
        (node, event, blamed) for node in scope if kind(node) == wanted for event, blamed in diagram.events(node)
    ]
    return [(_key(diagram, blamed), node, blamed) for node, event, blamed in carried if event == "link"]


def _key(diagram: Diagram, link: Node) -> str:
    """What pairs a link: its name; where the file joins source and target by their ids, the target's id."""
    if kind(link) == "eventDefinitionRef":
        link = diagram.named(link, text_of(link))
    if link.find("{*}source") is not None:
        return link.get("id") or ""
    return reference(text_of(link.find("{*}target"))) or " ".join((link.get("name") or "").split())


def _alone(event: Node, node: Node, name: str, indonesian: str, english: str) -> Finding:
    return found(
        RULE, node,
        Text(f"Tautan '{name}' tidak punya tepat satu {indonesian}.", f"Link '{name}' does not have exactly one {english}."),
        Text("Beri sumber dan sasaran nama tautan yang sama.", "Give source and target the same link name."),
        element=event,
    )  # fmt: skip


def _through(node: Node) -> Finding:
    return found(
        RULE, node,
        Text(
            "Tautan tidak dilewati alur: sumbernya akhir alur, sasarannya awal.",
            "No flow leads through a link: its source ends a flow, its target begins one.",
        ),
        Text("Hapus alur di balik tautan ini.", "Remove the flow behind this link."),
    )  # fmt: skip
