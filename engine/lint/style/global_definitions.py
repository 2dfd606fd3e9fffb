"""Messages, signals, errors and escalations have a name of their own and are used. bpmnlint: global."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import Diagram, kind, reference
from engine.lint.finding import Finding, Text
from engine.lint.sketch import advised

RULE = "global"
SEVERITY = "advice"

KINDS = ("message", "signal", "error", "escalation")


def check(diagram: Diagram) -> Iterator[Finding]:
    """Definitions without a name, with the name of another, or that nothing refers to."""
    used = {
        reference(value)
        for node in diagram.root.iter("{*}*")
        for name, value in node.attrib.items()
        if name.endswith("Ref")
    }
    for what in KINDS:
        seen: set[str] = set()
        for node in (each for each in diagram.root if kind(each) == what):
            name = (node.get("name") or "").strip()
            if not name and not (node.get("errorCode") or node.get("escalationCode")):
                yield advised(
                    RULE,
                    node,
                    Text(f"{what} ini tidak bernama.", f"This {what} has no name."),
                    Text("Beri nama.", "Name it."),
                )
            elif name and name in seen:
                yield advised(
                    RULE,
                    node,
                    Text(f"Nama {what} '{name}' dipakai dua kali.", f"The {what} name '{name}' is used twice."),
                    Text("Pakai satu definisi untuk semuanya.", "Use one definition for all."),
                )
            elif node.get("id") not in used:
                yield advised(
                    RULE,
                    node,
                    Text(
                        f"Tidak ada yang memakai {what} '{name or node.get('id')}'.",
                        f"Nothing uses the {what} '{name or node.get('id')}'.",
                    ),
                    Text("Hapus, atau pakai.", "Remove it, or use it."),
                )
            seen.add(name)
