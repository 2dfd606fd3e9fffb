"""No result hides a name that always exists, and no loop's item hides a variable around it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.finding import Finding, Text, about
from engine.lint.folder import Folder
from engine.lint.variables import inside
from engine.spiff.names import RESERVED

RULE = "names-shadow"
SEVERITY = "error"


def check(folder: Folder) -> Iterator[Finding]:
    """Results called `perkara` or `sekarang` (error), loop items called like a variable that others write (advice)."""
    variables = folder.variables
    if variables is None:
        return
    for element in variables.elements:
        for name in sorted(RESERVED & set(inside(element))):
            yield about(
                RULE,
                element,
                Text(
                    f"Hasil elemen ini menutupi '{name}', yang selalu sudah ada.",
                    f"The result of this element hides '{name}', which always exists.",
                ),
                Text("Isi alur:result dengan nama lain.", "Set alur:result to another name."),
            )
        item = element.loop.item if element.loop is not None else None
        others = variables.writers.get((element.process, item or ""), [])
        if any(variables.paths.before(writer, element) for writer in others):
            yield about(
                RULE,
                element,
                Text(
                    f"Butir ulangan '{item}' menutupi variabel '{item}' yang diisi {others[0].id}.",
                    f"The loop's item '{item}' hides the variable '{item}' that {others[0].id} writes.",
                ),
                Text("Beri butirnya nama lain.", "Give the item another name."),
                severity="advice",
            )
