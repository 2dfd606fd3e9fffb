"""A start event that a time begins fills in no form (docs/elements.md, Cases that begin by themselves)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.finding import Finding, Text, about
from engine.lint.folder import Folder

RULE = "form-here"
SEVERITY = "gap"


def check(folder: Folder) -> Iterator[Finding]:
    """Start events with a timer and a form."""
    for element in folder.elements:
        timed = any(each.event == "timer" for each in element.several or (element,))
        if element.kind == "startEvent" and timed and "form" in element.attributes:
            yield about(
                RULE,
                element,
                Text("Waktu tidak mengisi formulir.", "A time fills in no form."),
                Text("Hapus alur:form dari kejadian mulai ini.", "Remove alur:form from this start event."),
                severity="gap",
            )
