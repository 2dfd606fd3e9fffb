"""Every function that a drawing calls is marked `@handler` in `handlers.py`; the source is read, never run."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from engine.lint.finding import Finding, Text, about
from engine.lint.folder import Folder

RULE = "handler-there"
SEVERITY = "gap"


def check(folder: Folder) -> Iterator[Finding]:
    """Code that cannot be read, functions that are missing or not marked."""
    if folder.sources is None:
        return
    handlers, functions = folder.sources.handlers, folder.sources.functions
    for file, line, message in folder.sources.problems:
        yield Finding(
            severity="error", rule=RULE, element=None, line=line, file=file,
            message=Text(f"Bukan Python yang dapat dibaca: {message}.", f"This is no readable Python: {message}."),
            remedy=Text("Perbaiki kodenya.", "Mend the code."),
        )  # fmt: skip
    for element in folder.elements:
        name = element.attributes.get("service")
        if name and name not in handlers:
            near = difflib.get_close_matches(name, sorted(handlers), n=1)
            marked = Text(
                f"Tandai fungsi '{name}' dengan @handler di handlers.py.",
                f"Mark the function '{name}' with @handler in handlers.py.",
            )
            guess = (
                Text(f"Mungkin '{near[0]}'?", f"Perhaps '{near[0]}'?")
                if near
                else Text("Tulis fungsinya di handlers.py.", "Write it in handlers.py.")
            )
            yield about(
                RULE, element,
                Text(f"Fungsi '{name}' tidak ada di handlers.py.", f"There is no function '{name}' in handlers.py."),
                marked if name in functions else guess,
                severity="gap",
            )  # fmt: skip
