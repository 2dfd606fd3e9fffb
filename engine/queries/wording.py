"""Plain Indonesian for texts that the engine itself writes: moments, lists, names of elements."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from engine.people.actors import local_day
from engine.spiff.model import Element
from engine.world import JAKARTA

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)

#: What an element without a name is called.
KINDS = {
    "userTask": "tugas tanpa nama",
    "manualTask": "tugas tanpa nama",
    "serviceTask": "langkah otomatis",
    "sendTask": "pengiriman pesan",
    "receiveTask": "penerimaan pesan",
    "scriptTask": "langkah otomatis",
    "businessRuleTask": "penerapan aturan",
    "callActivity": "bagian bersama",
    "subProcess": "bagian",
    "startEvent": "awal",
    "endEvent": "akhir",
    "intermediateCatchEvent": "peristiwa yang ditunggu",
    "intermediateThrowEvent": "pemberitahuan",
    "boundaryEvent": "peristiwa",
}


def day(at: date | datetime) -> str:
    """A day in full: "Senin, 24 November 2026"."""
    at = local_day(at) if isinstance(at, datetime) else at
    return f"{DAYS[at.weekday()]}, {at.day} {MONTHS[at.month - 1]} {at.year}"


def moment(at: datetime) -> str:
    """A moment in full: "Senin, 24 November 2026 pukul 10.32 WIB"."""
    return f"{day(at)} pukul {at.astimezone(JAKARTA):%H.%M} WIB"


def listed(parts: Sequence[str], word: str = "dan") -> str:
    """Parts as a list: "a, b, dan c"."""
    if len(parts) < 3:
        return f" {word} ".join(parts)
    return f"{', '.join(parts[:-1])}, {word} {parts[-1]}"


def counted(number: int) -> str:
    """A small number in words: "dua"."""
    words = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
    return words[number] if number < len(words) else str(number)


def quoted(text: str) -> str:
    """A name or note in quotation marks."""
    return f"“{' '.join(text.split())}”"


def named(element: Element) -> str:
    """An element by its name in quotation marks; one without a name by what it is."""
    return quoted(element.name) if element.name else KINDS.get(element.kind, "langkah tanpa nama")


def spaced(name: str) -> str:
    """A message's name as words: `BalasanBKD` is "Balasan BKD"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", name)


def sentence(text: str) -> str:
    """A text that begins like a sentence and ends like one."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!", ".”")) else f"{text}."
