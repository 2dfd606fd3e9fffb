"""A shared part that `sop.toml` takes into the bundle is called by something."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.finding import Finding, Text
from engine.lint.folder import Folder

RULE = "shared-used"
SEVERITY = "advice"


def check(folder: Folder) -> Iterator[Finding]:
    """Shared drawings none of whose processes is called."""
    if folder.model is None:
        return
    read = {element.file for element in folder.elements}
    for name in folder.listed("shared"):
        if f"{name}.bpmn" in folder.drawings and f"{name}.bpmn" not in read:
            yield folder.setting(
                RULE, "shared", Text(f"Bagian bersama '{name}' tidak dipanggil.", f"The shared part '{name}' is not called."),
                Text("Hapus dari shared, atau panggil.", "Remove it from shared, or call it."), severity="advice",
            )  # fmt: skip
