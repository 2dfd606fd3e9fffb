"""Who may act now, in words: a position with those who answer for it today, or the participant in person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from engine.commands.acting import Acting
from engine.commands.complete import concerned, definitive_only, granted
from engine.people import Actor, actor_of
from engine.people.actors import MANDATES, Seat, local_day
from engine.people.authority import Denial
from engine.people.terms import holds
from engine.queries.wording import INDONESIAN, Words, quoted
from engine.schema import holdings, mandates, persons, positions

VACANT = "{title} (jabatan ini sedang kosong; perlu ditunjuk pelaksana tugas atau pelaksana harian)"


@dataclass(kw_only=True)
class Holders:
    """The office's people as one telling needs them; each position and person is asked for once."""

    work: Acting
    actor: Actor
    names: bool
    words: Words = INDONESIAN
    _titles: dict[str, str] = field(default_factory=dict)
    _actors: dict[str, list[Actor]] = field(default_factory=dict)

    def title(self, position: str) -> str:
        """A position's title; what the model calls it where the office does not know it."""
        if position not in self._titles:
            found = self.work.connection.scalar(select(positions.c.title).where(positions.c.id == position))
            self._titles[position] = found or self.words("pejabat yang belum terdaftar")
        return self._titles[position]

    def of(self, position: str) -> list[Actor]:
        """Those who answer for a position today."""
        if position not in self._actors:
            now = self.work.now
            people: dict[str, None] = {}
            for table in (mandates, holdings):
                here = (table.c.position == position) & holds(table, now)
                found = select(table.c.person).where(here).order_by(table.c.since, table.c.person)
                people.update(dict.fromkeys(self.work.connection.scalars(found)))
            self._actors[position] = [actor_of(self.work.connection, person, now=now) for person in people]
        return self._actors[position]

    def who(self, task: Mapping[Any, Any]) -> str:
        """Who may act on an open task: a phrase, never empty."""
        if task["participant"] is not None:
            return self._participant(task)
        if not task["position"]:
            return self.words("pejabat yang ditunjuk")
        phrase = self._holders(task) if self.names else self.title(task["position"])
        return phrase + self._claim(task)

    def _participant(self, task: Mapping[Any, Any]) -> str:
        if self.actor.nip == task["participant"]:
            return self.words("Anda sendiri sebagai peserta")
        name = self.work.connection.scalar(select(persons.c.name).where(persons.c.nip == task["participant"]))
        if name and self.names:
            return self.words("peserta {name}", name=name)
        return self.words("peserta yang bersangkutan")

    def _holders(self, task: Mapping[Any, Any]) -> str:
        title, people = self.title(task["position"]), self.of(task["position"])
        if not people:
            return self.words(VACANT, title=title)
        barred_by, definitive = concerned(self.work, task), definitive_only(self.work.definition, task)
        able: dict[str, list[str]] = {}
        barred: list[str] = []
        for person in people:
            grant = granted(self.work, person, task)
            seat = person.seat(task["position"], local_day(self.work.now))
            if isinstance(grant, Denial) or seat is None:
                reason = self._reason(person, seat, task, barred_by, definitive)
                barred.append(self.words("{name} tidak, karena {reason}", name=person.name, reason=reason))
            else:
                able.setdefault(seat.as_what, []).append(self._with_end(person, seat))
        if not able:
            people_barred = self.words.listed(barred)
            return self.words("{title}, tetapi belum ada yang berwenang: {barred}", title=title, barred=people_barred)
        seats = [f"{as_what} ({self.words.listed(names, 'atau')})" for as_what, names in able.items()]
        return self.words.listed(seats, "atau") + (f"; {self.words.listed(barred)}" if barred else "")

    def _claim(self, task: Mapping[Any, Any]) -> str:
        if task["claimed_by"] is None:
            return ""
        name = self.work.connection.scalar(select(persons.c.name).where(persons.c.id == task["claimed_by"]))
        by = name if self.names and name else self.words("salah seorang di antaranya")
        since = self.words.moment(task["claimed_at"])
        return self.words(", dan sedang dikerjakan oleh {by} sejak {since}", by=by, since=since) + self._handed(task)

    def _handed(self, task: Mapping[Any, Any]) -> str:
        """Who handed the task over and why; names and reasons only for those who see the case."""
        if task["handed_by"] is None or not self.names:
            return ""
        name = self.work.connection.scalar(select(persons.c.name).where(persons.c.id == task["handed_by"]))
        return self.words(", diserahkan oleh {name} karena {note}", name=name, note=quoted(task["handed_because"]))

    def _with_end(self, person: Actor, seat: Seat) -> str:
        if seat.form == "definitif" or seat.until is None:
            return person.name
        return self.words("{name} sampai {day}", name=person.name, day=self.words.day(seat.until))

    def _reason(
        self, person: Actor, seat: Seat | None, task: Mapping[Any, Any], barred_by: list[str], definitive: list[str]
    ) -> str:
        if seat is not None and task["element"] in seat.withheld:
            return self.words("mandatnya tidak mencakup tindakan ini")
        if seat is not None and seat.form in definitive:
            return self.words("tindakan ini tidak dapat dilakukan oleh {form}", form=MANDATES[seat.form])
        if person.nip is not None and person.nip in barred_by:
            return self.words("hal ini menyangkut dirinya sendiri")
        return self.words("sudah bertindak pada langkah sebelumnya yang harus dilakukan orang lain")
