"""A lane holds steps, or something names it: an empty one is a column of the SOP's form that nobody fills."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import Diagram, Node, kind
from engine.lint.finding import Finding, Text, found
from engine.lint.folder import Folder
from engine.xml import XmlRefused, parse_xml

RULE = "lane-used"
SEVERITY = "advice"


def check(folder: Folder) -> Iterator[Finding]:
    """Drawn lanes without steps that nothing names, and lanes of `sop.toml` that are neither drawn nor named."""
    if folder.model is None or folder.sources is None:
        return
    mentioned = _mentioned(folder)
    drawn: set[str] = set()
    for file, content in folder.drawings.items():
        for lane in _lanes(content):
            drawn.add(lane.get("id"))
            empty = not any(kind(child) in ("flowNodeRef", "childLaneSet") for child in lane)
            if empty and lane.get("id") not in mentioned:
                yield found(
                    RULE,
                    lane,
                    Text(
                        "Lajur ini tidak berisi langkah, dan tidak ada yang menyebutnya.",
                        "This lane holds no step, and nothing names it.",
                    ),
                    Text("Gambar langkahnya, atau hapus lajurnya.", "Draw its steps, or remove the lane."),
                    severity="advice",
                ).at(file)
    for key in folder.lanes:
        if key not in drawn | mentioned:
            yield folder.setting(
                RULE,
                key,
                Text(f"Lajur '{key}' tidak dipakai.", f"The lane '{key}' is not used."),
                Text("Hapus, atau gambar langkahnya.", "Remove it, or draw its steps."),
                table="lanes",
                severity="advice",
            )


def _lanes(content: bytes) -> Iterator[Node]:
    try:
        yield from (lane for lane in Diagram(parse_xml(content)).all("lane") if lane.get("id"))
    except XmlRefused:
        return


def _mentioned(folder: Folder) -> set[str]:
    found = set(folder.sources.texts if folder.sources is not None else ())
    for key in ("start", "cancel"):
        found |= set(folder.listed(key))
    for element in folder.elements:
        for text in (element.attributes.get("readers", ""), *_texts(element)):
            found |= set(text.replace("'", ",").replace('"', ",").replace(" ", ",").split(","))
    return found


def _texts(element: object) -> Iterator[str]:
    yield from (each.source for each in getattr(element, "expressions", {}).values())
    yield from (source.source for _, source in getattr(element, "inputs", ()))
    script = getattr(element, "script", None)
    if script is not None:
        yield script.source
