"""The register of a case's letters: which versions exist, in which state, under which number. A projection of job results."""

from __future__ import annotations

from typing import Any

from engine.log import Event


def document_rows(event: Event, given: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of `documents` that an event adds: one a letter that its job rendered."""
    return [
        {
            "case_id": event.case_id,
            "key": document["kunci"],
            "version": event.seq * 100 + index,
            "kind": document["jenis"],
            "title": document["judul"],
            "state": document["keadaan"],
            "number": document.get("nomor"),
            "date": _day(document.get("tanggal")),
            "sha256": document["sha256"],
            "pages": document["halaman"],
            "readers": document.get("pembaca"),
            "addressees": document.get("untuk"),
            "seq": event.seq,
            "made_at": event.at,
        }
        for index, document in enumerate(given.get("documents") or [])
    ]


def _day(told: Any) -> str | None:
    """The ISO day of a letter: its data may name a day or a moment."""
    return str(told)[:10] if told else None
