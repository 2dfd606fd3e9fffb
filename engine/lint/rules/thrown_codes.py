"""An error or escalation that a process throws when it is run bears a code (BPMN 2.0, 8.3.3 and 8.3.4)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import Diagram, Node, kind, text_of
from engine.lint.finding import Finding, Text, found

RULE = "thrown-code"


def check(diagram: Diagram) -> Iterator[Finding]:
    """End and throw events of executable processes whose error or escalation has no code."""
    for node in diagram.all("endEvent", "intermediateThrowEvent"):
        process = next(node.iterancestors("{*}process"), None)
        if process is None or process.get("isExecutable") != "true":
            continue
        for event, blamed in diagram.events(node):
            if event not in ("error", "escalation"):
                continue
            definition: Node = (
                diagram.named(blamed, text_of(blamed)) if kind(blamed) == "eventDefinitionRef" else blamed
            )
            thrown = diagram.named(definition, definition.get(f"{event}Ref"))
            if thrown is not None and kind(thrown) == event and not (thrown.get(f"{event}Code") or "").strip():
                yield found(
                    RULE, node,
                    Text("Yang dilempar di sini tidak punya kode.", "What is thrown here has no code."),
                    Text(f"Isi {event}Code-nya.", f"Give it an {event}Code."),
                )  # fmt: skip
