"""How texts that the engine itself writes read in each language: sentences with named fields, moments, lists, numbers, names of elements.

The Indonesian sentence is its own id; `english.py` holds its English. What an SOP or a person wrote stays in their own words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.people.actors import local_day
from engine.queries import english
from engine.spiff.model import Element
from engine.world import JAKARTA

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
NUMBERS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")

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
#: Clauses that begin so stand first in their sentence.
AFTER = "setelah "
#: First words of our own clauses: they lose their capital inside a sentence, names keep theirs.
OPENERS = ("Kabar", "Batas", "Sistem", "Peserta")


@dataclass(frozen=True)
class Words:
    """One reader's language: `words("{name} selesai", name=...)` is that sentence in it."""

    language: str = "id"

    def __call__(self, text: str, **fields: object) -> str:
        """A sentence with its fields."""
        found = text if self.language == "id" else english.TEXTS[text]
        return found.format(**fields)

    def plural(self, text: str, number: int, **fields: object) -> str:
        """A sentence about a number; the field `number` is that number in words when it is small."""
        found = text if self.language == "id" else english.PLURALS[text][0 if number == 1 else 1]
        return found.format(number=self.counted(number), **fields)

    def workdays(self, days: int) -> str:
        """Working days as a duration: "5 hari kerja"."""
        if self.language == "id":
            return f"{days} hari kerja"
        return f"{days} working day{'' if days == 1 else 's'}"

    def day(self, at: date | datetime) -> str:
        """A day in full: "Senin, 24 November 2026"."""
        at = local_day(at) if isinstance(at, datetime) else at
        days, months = (DAYS, MONTHS) if self.language == "id" else (english.DAYS, english.MONTHS)
        return f"{days[at.weekday()]}, {at.day} {months[at.month - 1]} {at.year}"

    def weekdays(self) -> tuple[str, ...]:
        """The days of the week, from Monday."""
        return DAYS if self.language == "id" else english.DAYS

    def month(self, number: int) -> str:
        """A month's name, 1 for January."""
        return (MONTHS if self.language == "id" else english.MONTHS)[number - 1]

    def moment(self, at: datetime) -> str:
        """A moment in full: "Senin, 24 November 2026 pukul 10.32 WIB"."""
        clock = at.astimezone(JAKARTA)
        if self.language == "id":
            return f"{self.day(at)} pukul {clock:%H.%M} WIB"
        return f"{self.day(at)} at {clock:%H:%M} WIB"

    def listed(self, parts: Sequence[str], word: str = "dan") -> str:
        """Parts as a list: "a, b, dan c"."""
        word = word if self.language == "id" else english.TEXTS[word]
        if len(parts) < 3:
            return f" {word} ".join(parts)
        return f"{', '.join(parts[:-1])}, {word} {parts[-1]}"

    def counted(self, number: int) -> str:
        """A small number in words: "dua"."""
        known = NUMBERS if self.language == "id" else english.NUMBERS
        return known[number] if number < len(known) else str(number)

    def named(self, element: Element) -> str:
        """An element by its name in quotation marks; one without a name by what it is."""
        return quoted(element.name) if element.name else self(KINDS.get(element.kind, "langkah tanpa nama"))

    def leads(self, clause: str) -> bool:
        """Whether a clause says itself when it comes ("setelah semuanya selesai, …") and so needs no "lalu" before it."""
        return clause.startswith(self(AFTER))

    def then(self, first: str, after: str) -> str:
        """Two clauses in order."""
        return f"{first}; {after}" if self.leads(after) else self("{first}, lalu {after}", first=first, after=after)

    def lowered(self, clause: str) -> str:
        """A clause inside a sentence: names keep their capital, our own first words do not."""
        openers = OPENERS if self.language == "id" else english.OPENERS
        return clause[0].lower() + clause[1:] if clause.split(" ", 1)[0] in openers else clause


INDONESIAN = Words("id")
#: The languages that the engine speaks; another one gets Indonesian.
LANGUAGES = {"id": INDONESIAN, "en": Words("en")}

day, moment, listed, named, counted = (
    INDONESIAN.day,
    INDONESIAN.moment,
    INDONESIAN.listed,
    INDONESIAN.named,
    INDONESIAN.counted,
)


def words_of(language: str) -> Words:
    """The words of a language: "id", "en"."""
    return LANGUAGES.get(language, INDONESIAN)


def quoted(text: str) -> str:
    """A name or note in quotation marks."""
    return f"“{' '.join(text.split())}”"


def spaced(name: str) -> str:
    """A message's name as words: `BalasanBKD` is "Balasan BKD"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", name)


def sentence(text: str) -> str:
    """A text that begins like a sentence and ends like one."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!", ".”")) else f"{text}."
