"""Every decision table that a function asks (`job.decide`) is there; what a drawing asks the engine looks at itself."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from engine.lint.finding import Finding, Text
from engine.lint.folder import Folder

RULE = "table-there"
SEVERITY = "gap"


def check(folder: Folder) -> Iterator[Finding]:
    """Tables named in the code of functions that the drawing calls, over whatever they call, and that do not exist."""
    if folder.sources is None:
        return
    told: set[tuple[str, int]] = set()
    for service in dict.fromkeys(element.attributes.get("service", "") for element in folder.elements):
        for function in folder.sources.behind(service):
            for name, line in sorted(function.asks):
                if name not in folder.decisions and (function.file, line) not in told:
                    told.add((function.file, line))
                    near = difflib.get_close_matches(name, sorted(folder.decisions), n=1)
                    guess = Text(f" Mungkin '{near[0]}'?", f" Perhaps '{near[0]}'?") if near else Text("", "")
                    yield Finding(
                        severity="gap",
                        rule=RULE,
                        element=name,
                        line=line,
                        file=function.file,
                        message=Text(
                            f"Fungsi '{function.name}' bertanya pada tabel '{name}' yang tidak ada.",
                            f"The function '{function.name}' asks the table '{name}', which does not exist.",
                        ),
                        remedy=Text(
                            f"Sertakan berkas .dmn-nya, atau perbaiki namanya.{guess.id}",
                            f"Include its .dmn file, or mend the name.{guess.en}",
                        ),
                    )
