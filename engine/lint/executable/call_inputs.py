"""A call gives the called process what it reads (`alur:in`), and nothing that it does not."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.answers import needed
from engine.lint.finding import Finding, Text, about
from engine.lint.folder import Folder
from engine.lint.variables import Variables
from engine.spiff import Element

RULE = "call-inputs"
SEVERITY = "error"


def check(folder: Folder) -> Iterator[Finding]:
    """Names that a called process needs and this call does not give; names given that it never reads (advice)."""
    variables = folder.variables
    if variables is None:
        return
    for element in variables.elements:
        if element.calls is None:
            continue
        given = {target for target, _ in element.inputs}
        for name, reader in _required(folder, variables, element.calls).items():
            if name not in given:
                yield about(
                    RULE,
                    element,
                    Text(
                        f"'{element.calls}' membaca '{name}' ({reader}), tetapi panggilan ini tidak memberikannya.",
                        f"'{element.calls}' reads '{name}' ({reader}), but this call does not give it.",
                    ),
                    Text(
                        f'Tambahkan <alur:in source="…" target="{name}"/>.',
                        f'Add <alur:in source="…" target="{name}"/>.',
                    ),
                )
        for name in sorted(given - _read(folder, variables, element.calls)):
            yield about(
                RULE,
                element,
                Text(f"'{element.calls}' tidak pernah membaca '{name}'.", f"'{element.calls}' never reads '{name}'."),
                Text("Hapus alur:in itu, atau perbaiki namanya.", "Remove that alur:in, or mend its name."),
                severity="advice",
            )


def _required(folder: Folder, variables: Variables, process: str) -> dict[str, str]:
    """Name -> the element that reads it, for what a process reads before it can have written it itself."""
    found = {name: each.element.id for name, each in variables.required(process).items()}
    for element in variables.elements:
        if element.process == process:
            for name in sorted(demanded(folder, element)):
                if variables.lacks(element, name, given=False):
                    found.setdefault(name, element.id)
    return found


def demanded(folder: Folder, element: Element) -> frozenset[str]:
    """The variables that an element's form and decision table need."""
    form = folder.forms.get(element.attributes.get("form", ""))
    decision = folder.decisions.get(element.attributes.get("decision", ""))
    names = needed(form) if form is not None and element.kind != "startEvent" else frozenset[str]()
    return names | (decision.names if decision is not None else frozenset())


def _read(folder: Folder, variables: Variables, process: str) -> set[str]:
    """Every name that a process reads or asks about; all where a function is given all data."""
    found = {
        use.name
        for each in variables.texts
        if each.process == process
        for use in each.text.uses
        if use.arguments is None
    }
    for element in variables.elements:
        if element.process == process:
            form = folder.forms.get(element.attributes.get("form", ""))
            found |= (form.needs if form is not None else frozenset()) | demanded(folder, element)
            if "service" in element.attributes and "input" not in element.attributes:
                found |= variables.given.get(process, frozenset())
    return found
