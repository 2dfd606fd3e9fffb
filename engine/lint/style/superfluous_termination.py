"""A terminating end stops what else runs; where nothing else can, a plain end says the same. bpmnlint: superfluous-termination."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import Diagram, kind
from engine.lint.finding import Finding, Text
from engine.lint.sketch import advised, lingers, scopes, splits

RULE = "superfluous-termination"
SEVERITY = "advice"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Terminating end events in scopes where only one token can be on its way."""
    for scope in scopes(diagram):
        inside = diagram.inside(scope)
        alone = not any(splits(diagram, node) or lingers(diagram, node) for node in inside)
        for node in inside:
            if kind(node) == "endEvent" and "terminate" in {event for event, _ in diagram.events(node)} and alone:
                yield advised(
                    RULE,
                    node,
                    Text(
                        "Tidak ada yang lain yang berjalan di sini: pengakhiran ini tidak perlu.",
                        "Nothing else can be running here: this termination is not needed.",
                    ),
                    Text("Pakai kejadian akhir polos.", "Use a plain end event."),
                )
