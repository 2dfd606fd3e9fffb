"""A case is begun by a person for now, not by a message or a signal (docs/elements.md, Events)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.finding import Finding, Text, about
from engine.lint.folder import Folder

RULE = "start-by-person"
SEVERITY = "error"


def check(folder: Folder) -> Iterator[Finding]:
    """Elements that would begin a case of this SOP by an event."""
    for element in folder.elements:
        begins = element.instantiates or (element.kind == "startEvent" and element.event)
        if folder.model is not None and element.scope == folder.model.process and begins:
            yield about(
                RULE, element,
                Text("Perkara belum dapat dimulai oleh pesan atau sinyal.", "A case cannot be begun by a message or signal yet."),
                Text("Pakai kejadian mulai polos.", "Use a plain start event."),
            )  # fmt: skip
