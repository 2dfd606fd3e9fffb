"""Every written step has its performer's column, and an SOP serves more than one (PermenPANRB 35/2012, kolom Pelaksana)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.executable.lane_mapped import PEOPLE
from engine.lint.finding import Finding, Text
from engine.lint.folder import Folder
from engine.lint.per_step import shortened

RULE = "sop-ap-performer"
SEVERITY = "advice"


def check(folder: Folder) -> Iterator[Finding]:
    """Written steps none of whose elements stands in a lane, and an SOP with a single performer."""
    if folder.model is None or not folder.steps:
        return
    drawn, placed, lanes = set[int](), set[int](), set[str]()
    for element in folder.elements:
        step = element.attributes.get("sopStep", "")
        if step.isdigit():
            drawn.add(int(step))
            if element.lane or {"performer", "participant"} & set(element.attributes):
                placed.add(int(step))
        if element.kind in PEOPLE:
            lanes.add(
                element.lane or element.attributes.get("performer", "") or element.attributes.get("participant", "")
            )
    if drawn - placed:
        listed = shortened(list(drawn - placed))
        yield folder.setting(
            RULE,
            "steps",
            Text(f"Langkah {listed} tidak mempunyai pelaksana.", f"Step {listed} has no performer."),
            Text("Letakkan elemennya dalam lajur.", "Put its elements into a lane."),
            severity="advice",
        )
    if len(lanes) == 1:
        yield folder.setting(
            RULE,
            "lanes",
            Text("SOP ini hanya punya satu pelaksana.", "This SOP has a single performer."),
            Text(
                "SOP-AP mengatur kerja beberapa pelaksana; periksa lajurnya.",
                "An SOP-AP orders the work of several; look at the lanes.",
            ),
            severity="advice",
        )
