"""An id names one element of its file: messages, data and annotations too (BPMN 2.0, 8.2.1)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.lint.diagram import NODES, Diagram, kind
from engine.lint.finding import Finding, Text, found

RULE = "id-twice"
#: Of these the engine itself tells it, over all files (duplicate-id).
TOLD = NODES | {"sequenceFlow", "process"}


def check(diagram: Diagram) -> Iterator[Finding]:
    """Elements beside the flow with an id that another element of the file has already."""
    for node in diagram.root.iter(etree.Element):
        first = diagram.by_id.get(node.get("id") or "")
        if (
            kind(node)
            and first is not None
            and first is not node
            and (kind(node) not in TOLD or kind(first) not in TOLD)
        ):
            yield found(
                RULE, node,
                Text(f"Id '{node.get('id')}' dipakai dua kali.", f"The id '{node.get('id')}' is used twice."),
                Text("Beri id lain.", "Choose another."),
            )  # fmt: skip
