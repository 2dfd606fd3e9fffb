"""Who takes part in the event: participants as case data know them, as letters print them, and what is stored of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from engine.authoring import Job

Row = dict[str, Any]

#: Rank of each grade (domain 6).
PANGKAT = {
    "I/a": "Juru Muda", "I/b": "Juru Muda Tingkat I", "I/c": "Juru", "I/d": "Juru Tingkat I",
    "II/a": "Pengatur Muda", "II/b": "Pengatur Muda Tingkat I", "II/c": "Pengatur", "II/d": "Pengatur Tingkat I",
    "III/a": "Penata Muda", "III/b": "Penata Muda Tingkat I", "III/c": "Penata", "III/d": "Penata Tingkat I",
    "IV/a": "Pembina", "IV/b": "Pembina Tingkat I", "IV/c": "Pembina Utama Muda",
    "IV/d": "Pembina Utama Madya", "IV/e": "Pembina Utama",
}  # fmt: skip


def participant(row: Row) -> Row:
    """A participant as case data know him, from a row of the start form."""
    known = {key: row[key] for key in ("nip", "nama", "golongan", "jabatan", "opd", "batch")}
    return {
        **known,
        "pangkat": PANGKAT.get(row["golongan"], ""),
        "jabatan_target": row["jabatan"],
        "status": "dipanggil",
    }


def person_of(row: Row, status: str) -> Row:
    """The participant of a recap row, with a new status."""
    keys = ("nip", "nama", "pangkat", "golongan", "jabatan", "opd", "jabatan_target", "batch")
    return {**{key: row[key] for key in keys}, "status": status}


def printed(job: Job, people: Iterable[Row]) -> list[Row]:
    """Participants as letters print them: the agency's name instead of its code."""
    return [
        {**row, "opd": unit_name(job, row["opd"]), "pangkat": row.get("pangkat") or PANGKAT.get(row["golongan"], "")}
        for row in people
    ]


def unit_name(job: Job, code: str) -> str:
    """The name of an agency unit, from the table `perangkat_daerah`."""
    found = job.decide("perangkat_daerah", {"kode": code})
    return str(found["nama"]) if found else code


def by_unit(job: Job, people: Iterable[Row]) -> list[Row]:
    """Participants gathered by agency unit, in the order of first appearance."""
    units: dict[str, list[Row]] = {}
    for person in people:
        units.setdefault(person["opd"], []).append(person)
    return [{"unit": unit, "nama": unit_name(job, unit), "peserta": members} for unit, members in units.items()]


def by_person(job: Job, people: Sequence[Row], references: Sequence[Row]) -> dict[str, Row]:
    """What was stored for each participant: the references stand in the participants' order."""
    return {
        person["nip"]: job.confidential.read(reference["ref"])
        for person, reference in zip(people, references, strict=True)
    }


def unique(rows: Iterable[Row], key: str) -> list[Row]:
    """The first row of every key value."""
    return list({row[key]: row for row in reversed(list(rows))}.values())[::-1]
