"""How many there may be: a pool stands for at least one participant, and never for fewer than none (BPMN 2.0, 9.2.1)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import Diagram, Node
from engine.lint.finding import Finding, Text, found

RULE = "multiplicity"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Pools whose smallest number is negative, or whose largest is below it or below one."""
    for node in diagram.all("participantMultiplicity"):
        least, most = _number(node, "minimum", 0), _number(node, "maximum", None)
        if least is None or least < 0 or (most is not None and most < max(1, least)):
            yield found(
                RULE, node,
                Text("Banyaknya peserta ini tidak mungkin.", "This number of participants is impossible."),
                Text(
                    "minimum paling sedikit 0, maximum paling sedikit 1 dan minimum.",
                    "minimum is 0 or more; maximum is 1 or more, and no less.",
                ),
                element=node.getparent(),
            )  # fmt: skip


def _number(node: Node, name: str, default: int | None) -> int | None:
    text = (node.get(name) or "").strip()
    return int(text) if text.removeprefix("-").isdecimal() else default
