"""A decision table that nothing asks is a leftover."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.executable.table_inputs import TIMES
from engine.lint.finding import Finding, Text
from engine.lint.folder import Folder

RULE = "table-used"
SEVERITY = "advice"


def check(folder: Folder) -> Iterator[Finding]:
    """The SOP's own tables that neither a business rule task nor a function names."""
    if folder.model is None or folder.sources is None:
        return
    asked = {element.attributes.get("decision") for element in folder.elements} | folder.sources.texts | {TIMES}
    for name, (file, decision) in folder.tables.items():
        if file in folder.own and name not in asked:
            yield Finding(
                severity="advice", rule=RULE, element=name, line=decision.line, file=file,
                message=Text(f"Tidak ada yang bertanya pada tabel '{name}'.", f"Nothing asks the table '{name}'."),
                remedy=Text("Sebut dalam alur:decision, atau hapus.", "Name it in alur:decision, or remove it."),
            )  # fmt: skip
