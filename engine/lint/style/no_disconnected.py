"""Every element is connected with the rest of its drawing. bpmnlint: no-disconnected."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import Diagram
from engine.lint.finding import Finding, Text
from engine.lint.sketch import advised, in_flow, linked, scopes

RULE = "no-disconnected"
SEVERITY = "advice"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Elements without any flow, beside others in their scope."""
    for scope in scopes(diagram):
        inside = [node for node in diagram.inside(scope) if in_flow(diagram, node)]
        for node in inside if len(inside) > 1 else ():
            if not diagram.into(node) and not diagram.out_of(node) and not linked(diagram, node):
                yield advised(
                    RULE, node, Text("Elemen ini tidak tersambung dengan apa pun.", "This element is connected with nothing."),
                    Text("Sambungkan, atau hapus.", "Connect it, or remove it."),
                )  # fmt: skip
