"""The business errors of a function and the error borders that catch them name the same codes."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.finding import Finding, Text, about
from engine.lint.folder import Folder
from engine.spiff import Element

RULE = "handler-errors"
SEVERITY = "advice"


def check(folder: Folder) -> Iterator[Finding]:
    """Borders that wait for a code that the function never raises, and codes that nothing catches (an incident then)."""
    if folder.sources is None:
        return
    for element in folder.elements:
        name = element.attributes.get("service")
        if not name or name not in folder.sources.handlers:
            continue
        raised = folder.sources.raised_by(name)
        borders = [each for each in folder.elements if each.attached_to == element.id and each.event == "error"]
        for border in borders:
            if border.code is not None and raised and border.code not in raised:
                yield about(
                    RULE,
                    border,
                    Text(
                        f"Fungsi '{name}' tidak pernah memberi galat '{border.code}'; yang ada: {', '.join(sorted(raised))}.",
                        f"The function '{name}' never raises '{border.code}'; it raises {', '.join(sorted(raised))}.",
                    ),
                    Text("Samakan kodenya.", "Use the same code."),
                    severity="advice",
                )
        for code in sorted(raised):
            if not any(_catches(each, code) for each in _around(folder, element)):
                yield about(
                    RULE,
                    element,
                    Text(
                        f"Galat '{code}' dari '{name}' tidak ditangkap: langkah ini akan berhenti sebagai gangguan.",
                        f"Nothing catches '{code}' of '{name}': the step would stop with an incident.",
                    ),
                    Text("Gambar kejadian tepi galat dengan kode itu.", "Draw an error border event with that code."),
                    severity="advice",
                )


def _around(folder: Folder, element: Element) -> Iterator[Element]:
    """The borders and event sub-processes that could catch an error of an element, in its process."""
    at: Element | None = element
    while at is not None and folder.model is not None:
        for each in folder.elements:
            holder = folder.model.elements.get(each.scope)
            inside = each.kind == "startEvent" and holder is not None and holder.triggered and holder.scope == at.scope
            if each.event == "error" and (each.attached_to == at.id or inside):
                yield each
        at = folder.model.elements.get(at.scope)


def _catches(border: Element, code: str) -> bool:
    return border.code is None or border.code == code
