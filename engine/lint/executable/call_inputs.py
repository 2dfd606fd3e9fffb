"""A call gives the called process what it reads (`alur:in`), and nothing that it does not."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.finding import Finding, Text, about
from engine.lint.folder import Folder

RULE = "call-inputs"
SEVERITY = "error"


def check(folder: Folder) -> Iterator[Finding]:
    """Names that a called process needs and this call does not give; names given that it never reads (advice)."""
    variables = folder.variables
    if variables is None:
        return
    required = {process: variables.required(process) for process in variables.given}
    for element in variables.elements:
        if element.calls is None:
            continue
        given = {target for target, _ in element.inputs}
        for name, read in required.get(element.calls, {}).items():
            if name not in given and name in variables.given.get(element.calls, ()):
                yield about(
                    RULE,
                    element,
                    Text(
                        f"'{element.calls}' membaca '{name}' ({read.element.id}), tetapi panggilan ini tidak memberikannya.",
                        f"'{element.calls}' reads '{name}' ({read.element.id}), but this call does not give it.",
                    ),
                    Text(
                        f'Tambahkan <alur:in source="…" target="{name}"/>.',
                        f'Add <alur:in source="…" target="{name}"/>.',
                    ),
                )
        for name in sorted(given - _read(folder, element.calls)):
            yield about(
                RULE,
                element,
                Text(f"'{element.calls}' tidak pernah membaca '{name}'.", f"'{element.calls}' never reads '{name}'."),
                Text("Hapus alur:in itu, atau perbaiki namanya.", "Remove that alur:in, or mend its name."),
                severity="advice",
            )


def _read(folder: Folder, process: str) -> set[str]:
    """Every name that a process reads or asks about; all where a function is given all data."""
    found: set[str] = set()
    for each in folder.variables.texts if folder.variables is not None else ():
        if each.process == process:
            found |= {use.name for use in each.text.uses if use.arguments is None}
    for element in folder.elements:
        if element.process == process:
            form = folder.forms.get(element.attributes.get("form", ""))
            found |= form.needs if form is not None else set()
            decision = folder.decisions.get(element.attributes.get("decision", ""))
            found |= decision.names if decision is not None else set()
            if "service" in element.attributes and "input" not in element.attributes:
                found |= folder.variables.given.get(process, frozenset()) if folder.variables is not None else set()
    return found
