"""A performer or reader named in the drawing is a lane of `sop.toml` or a position (an id with a dot)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.finding import Finding, Text, about
from engine.lint.folder import Folder
from engine.spiff import Element
from expressions import nodes

RULE = "performer-known"
SEVERITY = "gap"


def check(folder: Folder) -> Iterator[Finding]:
    """Lane keys in `alur:performer` and `alur:readers` that `sop.toml` does not map."""
    for element in folder.elements:
        for key in _named(element):
            if key and "." not in key and key not in folder.lanes:
                yield about(
                    RULE,
                    element,
                    Text(
                        f"'{key}' bukan lajur dalam sop.toml, dan bukan jabatan.",
                        f"'{key}' is no lane of sop.toml, and no position.",
                    ),
                    Text(
                        "Petakan di [lanes], atau tulis id jabatan (memuat titik).",
                        "Map it in [lanes], or write a position's id (with a dot).",
                    ),
                    severity="gap",
                )


def _named(element: Element) -> Iterator[str]:
    performer = element.expressions.get("performer")
    if performer is not None:
        yield from _results(performer.tree)
    yield from map(str.strip, element.attributes.get("readers", "").split(","))


def _results(tree: nodes.Node) -> Iterator[str]:
    """The fixed texts that an expression may give."""
    if isinstance(tree, nodes.Literal) and isinstance(tree.value, str):
        yield tree.value
    elif isinstance(tree, nodes.Conditional):
        yield from _results(tree.then)
        yield from _results(tree.other)
