"""Two steps that different people must do can be done: their lanes lead to two positions, or one with several holders."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.finding import Finding, Text, about, called
from engine.lint.folder import Folder
from engine.spiff import Element

RULE = "separate-positions"
SEVERITY = "advice"


def check(folder: Folder) -> Iterator[Finding]:
    """Steps separated from another (`alur:separateFrom`) that the same position does; an error where one person holds it."""
    if folder.model is None:
        return
    for element in folder.elements:
        for name in filter(None, map(str.strip, element.attributes.get("separateFrom", "").split(","))):
            other = folder.model.elements.get(name)
            position = _position(folder, element)
            if other is None or position is None or position != _position(folder, other):
                continue
            holders = None if folder.holders is None else folder.holders.get(position, 0)
            if holders is None or holders < 2:
                yield about(
                    RULE,
                    element,
                    Text(
                        f"Harus dikerjakan orang lain dari '{called(other)}', tetapi jabatannya sama ({position}).",
                        f"Somebody else than for '{called(other)}' must do this, but the position is the same ({position}).",
                    ),
                    Text(
                        "Pakai lajur lain, atau pastikan jabatan itu dipegang lebih dari satu orang.",
                        "Use another lane, or make sure that several people hold the position.",
                    ),
                    severity="advice" if holders is None else "error",
                )


def _position(folder: Folder, element: Element) -> str | None:
    if "performer" in element.attributes or "participant" in element.attributes:
        return None
    return folder.lanes.get(element.lane or "")
