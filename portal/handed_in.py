"""The files people handed in, as they stand in the data a task sees: what a verifier must be able to open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.documents.previews import NAMES

#: More would be a list nobody reads; the whole set stays in the case.
MOST = 60


@dataclass(frozen=True, kw_only=True)
class File:
    """An uploaded file: what it was asked for as, its own name, its size in bytes, its address in the case."""

    label: str
    name: str
    size: int
    sha256: str
    drawable: bool = False


def files(data: Mapping[str, Any]) -> list[File]:
    """Every upload reference in the data, each content once, in the data's order."""
    found: dict[str, File] = {}
    for label, reference in _references(data, ""):
        found.setdefault(reference["sha256"], _file(label, reference))
        if len(found) == MOST:
            break
    return list(found.values())


def _file(label: str, reference: Mapping[str, Any]) -> File:
    size = reference.get("ukuran")
    words = label.replace("_", " ")
    return File(
        label=words[:1].upper() + words[1:],
        name=str(reference["nama"]),
        size=size if isinstance(size, int) else 0,
        sha256=reference["sha256"],
        drawable=reference.get("jenis") in NAMES,
    )


def _references(value: Any, label: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each reference with the nearest key above it."""
    if isinstance(value, Mapping):
        if isinstance(value.get("sha256"), str) and "nama" in value:
            yield label, value
            return
        for key, inner in value.items():
            yield from _references(inner, str(key))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _references(inner, label)
