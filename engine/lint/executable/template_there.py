"""Every letter that a function prints (`job.render`) or a drawing names (`templat`) has its template in `documents/`."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from engine.lint.answers import roots
from engine.lint.finding import Finding, Text, about
from engine.lint.folder import Folder
from engine.spiff import Element
from expressions import nodes

RULE = "template-there"
SEVERITY = "gap"
KEY = "templat"


def check(folder: Folder) -> Iterator[Finding]:
    """Templates named by functions that the drawing calls, or in its own records, and that do not exist."""
    there = folder.templates
    if there is None:
        return
    if folder.sources is not None:
        used = dict.fromkeys(element.attributes.get("service", "") for element in folder.elements)
        functions = {each.name: each for service in used for each in folder.sources.behind(service)}
        printed = {(each.file, line, name) for each in functions.values() for name, line in each.prints}
        printed |= set(folder.sources.handed(frozenset({KEY})))
        for file, line, name in sorted(printed):
            if name not in there:
                yield Finding(
                    severity="gap", rule=RULE, element=name, line=line, file=file,
                    message=Text(*_message(name)), remedy=Text(*_remedy(name, there)),
                )  # fmt: skip
    for element, name, at in _drawn(folder):
        if name not in there:
            yield about(RULE, element, Text(*_message(name)), Text(*_remedy(name, there)), severity="gap", line=at)


def _drawn(folder: Folder) -> Iterator[tuple[Element, str, int | None]]:
    for each in folder.variables.texts if folder.variables is not None else ():
        for root in roots(each.text):
            for node, _ in nodes.walk(root):
                for key, value in node.entries if isinstance(node, nodes.DictOf) else ():
                    named = isinstance(key, nodes.Literal) and key.value == KEY
                    if named and isinstance(value, nodes.Literal) and isinstance(value.value, str):
                        yield each.element, value.value, each.line


def _message(name: str) -> tuple[str, str]:
    return f"Templat surat '{name}' tidak ada.", f"There is no template '{name}' for a letter."


def _remedy(name: str, there: frozenset[str]) -> tuple[str, str]:
    near = difflib.get_close_matches(name, sorted(there), n=1)
    guess = (f" Mungkin '{near[0]}'?", f" Perhaps '{near[0]}'?") if near else ("", "")
    return (
        f"Tulis documents/{name}.typ, atau perbaiki namanya.{guess[0]}",
        f"Write documents/{name}.typ, or mend the name.{guess[1]}",
    )
