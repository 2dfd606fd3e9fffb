"""The batches of an assessment: their order and number, who is in which, and the days they span."""

from __future__ import annotations

from typing import Any

from processes.asesmen_jpt.wording import iso


def numbered(batches: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Batches in the order of their days, numbered from 1."""
    return [{**item, "nomor": index} for index, item in enumerate(by_day(batches), start=1)]


def by_day(batches: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Batches in the order of their days."""
    return sorted(batches, key=lambda item: (iso(item["tanggal"]), str(item["pukul"])))


def spread(people: list[dict[str, Any]], batches: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Participants in turn over the batches, as evenly as can be, keeping their order."""
    size = -(-len(people) // len(batches)) if people else 1
    return [{**person, "batch": batches[index // size]["nomor"]} for index, person in enumerate(people)]


def span(batches: list[dict[str, Any]]) -> dict[str, Any]:
    """First and last day of the batches."""
    days = sorted(iso(item["tanggal"]) for item in batches)
    return {"mulai": days[0], "selesai": days[-1]}
