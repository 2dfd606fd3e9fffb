"""Who acts is known for every human step: its lane is mapped to a position, or it names a performer or participant."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.finding import Finding, Text, about
from engine.lint.folder import Folder
from engine.spiff import Element

RULE = "lane-unmapped"
SEVERITY = "gap"
PEOPLE = frozenset({"userTask", "manualTask"})


def check(folder: Folder) -> Iterator[Finding]:
    """Human tasks without lane and performer, and lanes with human work that `sop.toml` does not map."""
    told: set[str] = set()
    for element in folder.elements:
        if not acts(element) or {"performer", "participant"} & set(element.attributes):
            continue
        if not element.lane:
            if element.kind in PEOPLE:
                yield about(
                    RULE, element,
                    Text("Tidak ada lajur atau pelaksana.", "Neither a lane nor a performer."),
                    Text("Letakkan dalam lajur, atau isi alur:performer.", "Put it into a lane, or set alur:performer."),
                    severity="gap",
                )  # fmt: skip
        elif element.lane not in folder.lanes and element.lane not in told:
            told.add(element.lane)
            yield about(
                RULE, element,
                Text(
                    f"Lajur '{element.lane}' tidak dipetakan ke jabatan.", f"Lane '{element.lane}' is mapped to no position."
                ),
                Text("Petakan di [lanes] dalam sop.toml.", "Map it in [lanes] of sop.toml."),
                severity="gap",
            )  # fmt: skip


def acts(element: Element) -> bool:
    """Whether a person of the office works on it: a human task, or a wait that can be registered by hand."""
    return element.kind in PEOPLE or ("form" in element.attributes and element.kind != "startEvent")
