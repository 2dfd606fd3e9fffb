"""Confidential answers never enter case data: nothing in the drawing can read a field of them (docs/architecture.md)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.answers import read_paths, roots
from engine.lint.finding import Finding, Text, about
from engine.lint.folder import Folder

RULE = "confidential-read"
SEVERITY = "error"
#: What case data keep of a confidential result.
KEPT = frozenset({"ref", "sha256", "oleh", "pada", "nomor"})


def check(folder: Folder) -> Iterator[Finding]:
    """Expressions that read a field of a confidential task's result."""
    variables = folder.variables
    if variables is None:
        return
    secret = {
        (element.process, element.result)
        for element in variables.elements
        if element.attributes.get("confidential") == "true"
    }
    for each in variables.texts:
        for root in roots(each.text):
            for _, name, path in read_paths(root):
                open_too = any(
                    writer.attributes.get("confidential") != "true"
                    for writer in variables.writers.get((each.process, name), ())
                )
                if (each.process, name) in secret and path[0] not in KEPT and not open_too:
                    yield about(
                        RULE,
                        each.element,
                        Text(
                            f"'{name}' rahasia: '{path[0]}' tidak ada dalam data perkara.",
                            f"'{name}' is confidential: case data hold no '{path[0]}'.",
                        ),
                        Text(
                            "Baca dalam fungsi dengan job.confidential.read, atau tanyakan dalam formulir lain.",
                            "Read it in a function with job.confidential.read, or ask it in another form.",
                        ),
                        line=each.line,
                    )
