"""Where a path splits, a gateway says so. bpmnlint: no-implicit-split."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import ACTIVITIES, EVENTS, Diagram
from engine.lint.finding import Finding, Text
from engine.lint.sketch import advised, conditional

RULE = "no-implicit-split"
SEVERITY = "advice"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Tasks and events with several unconditional flows out: they all go on at once."""
    for node in diagram.all(*sorted(ACTIVITIES | EVENTS)):
        plain = [
            flow for flow in diagram.out_of(node) if not conditional(flow) and flow.get("id") != node.get("default")
        ]
        if len(plain) > 1:
            yield advised(
                RULE,
                node,
                Text(
                    "Jalannya terbagi di sini tanpa gerbang: semua cabang berjalan sekaligus.",
                    "The path splits here without a gateway: all branches run at once.",
                ),
                Text(
                    "Gambar gerbang paralel, atau pilih satu cabang dengan gerbang eksklusif.",
                    "Draw a parallel gateway, or choose one branch by an exclusive one.",
                ),
            )
