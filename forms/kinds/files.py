"""File fields: references to uploads that were stored before, never the files themselves."""

from __future__ import annotations

import re
from typing import Any

from forms.check import Check, Clean, Wrong
from forms.fields import Field
from forms.rules import Scope
from forms.said import Said, said

KEYS = frozenset({"sha256", "nama", "ukuran", "jenis"})
_SHA256 = re.compile(r"[0-9a-f]{64}")


def cleaner(field: Field) -> Clean:
    """The cleaner of a filepicker: a list of `{sha256, nama, ukuran, jenis}`, also when only one file is allowed."""

    def clean(raw: Any, scope: Scope, at: str, check: Check) -> list[dict[str, Any]] | Wrong:
        if raw == "":
            return []
        if type(raw) is not list or not all(is_reference(item) for item in raw):
            return check.wrong(at, said("Unggah lagi berkas ini."))
        if len(raw) > field.max_files:
            if field.max_files == 1:
                return check.wrong(at, said("Paling banyak satu berkas; hapus yang tidak perlu."))
            return check.wrong(at, said("Paling banyak {most} berkas; hapus yang tidak perlu.", most=field.max_files))
        for item in raw:
            fault = _fault(item, field)
            if fault:
                return check.wrong(at, fault)
        return [dict(item) for item in raw]

    return clean


def is_reference(item: Any) -> bool:
    """Whether this is a complete upload reference and nothing more."""
    return (
        type(item) is dict
        and item.keys() == KEYS
        and type(item["sha256"]) is str
        and _SHA256.fullmatch(item["sha256"]) is not None
        and type(item["nama"]) is str
        and 0 < len(item["nama"]) <= 255
        and type(item["ukuran"]) is int
        and item["ukuran"] >= 0
        and type(item["jenis"]) is str
        and len(item["jenis"]) <= 127
    )


def _fault(item: dict[str, Any], field: Field) -> Said | None:
    if item["ukuran"] > field.max_bytes:
        return said(
            "Berkas '{name}' terlalu besar; paling besar {most}.", name=item["nama"], most=size(field.max_bytes)
        )
    if field.accept and not any(accepts(part, item) for part in field.accept):
        return said("Berkas '{name}' bukan jenis yang diminta ({kinds}).", name=item["nama"], kinds=kinds(field.accept))
    return None


def accepts(part: str, item: dict[str, Any]) -> bool:
    """Whether one part of `accept` (`.pdf`, `image/*`, `application/pdf`) takes this file."""
    if part.startswith("."):
        return str(item["nama"]).lower().endswith(part)
    kind = str(item["jenis"]).lower()
    return kind.startswith(part[:-1]) if part.endswith("/*") else kind == part


def kinds(accept: tuple[str, ...]) -> str:
    """What is accepted, in words: `PDF, DOCX, gambar`."""
    return ", ".join(_named(part) for part in accept)


def _named(part: str) -> str:
    if part.startswith("."):
        return part[1:].upper()
    return "gambar" if part.startswith("image/") else part


def size(count: int) -> str:
    """A number of bytes in words: `15 MB`, `1,2 MB`, `840 kB`."""
    if count >= 1_000_000:
        return f"{count / 1_000_000:.1f}".replace(".", ",").removesuffix(",0") + " MB"
    return f"{max(1, round(count / 1000))} kB"
