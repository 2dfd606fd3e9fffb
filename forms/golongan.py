"""Grades of civil servants: golongan with pangkat (PNS) and the grades of contract staff (PPPK)."""

from __future__ import annotations

#: Golongan -> pangkat, lowest first.
PANGKAT = {
    "I/a": "Juru Muda",
    "I/b": "Juru Muda Tingkat I",
    "I/c": "Juru",
    "I/d": "Juru Tingkat I",
    "II/a": "Pengatur Muda",
    "II/b": "Pengatur Muda Tingkat I",
    "II/c": "Pengatur",
    "II/d": "Pengatur Tingkat I",
    "III/a": "Penata Muda",
    "III/b": "Penata Muda Tingkat I",
    "III/c": "Penata",
    "III/d": "Penata Tingkat I",
    "IV/a": "Pembina",
    "IV/b": "Pembina Tingkat I",
    "IV/c": "Pembina Utama Muda",
    "IV/d": "Pembina Utama Madya",
    "IV/e": "Pembina Utama",
}

#: Grades of PPPK, lowest first.
PPPK = (
    *("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"),
    *("X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII"),
)

#: What a select of format `golongan` offers: value -> label.
LABELS = {golongan: f"{golongan} – {pangkat}" for golongan, pangkat in PANGKAT.items()} | {
    grade: f"{grade} (PPPK)" for grade in PPPK
}

_KNOWN = {name.replace("/", "").lower(): name for name in LABELS}


def recognise(text: str) -> str | None:
    """The golongan that somebody means by `iii d`, `III/D` or `IIId`; None when there is no such."""
    return _KNOWN.get("".join(letter for letter in text.lower() if letter.isalpha()))
