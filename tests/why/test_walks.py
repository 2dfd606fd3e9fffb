"""Every state that a walk of an SOP reaches says why it is there, in plain Indonesian."""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from engine import jobs
from engine.database import Database
from engine.engine import Engine
from engine.people import Actor, actor_of
from engine.queries.why import Why, why, why_case
from engine.schema import accounts, persons, service_jobs, tasks
from engine.spiff.model import Element
from portal.simulation.run import Simulation
from tests.walking import PROCESSES, Script, Walk, open_office

BACK = {"keputusan": "kembalikan", "catatan": "Mohon diperbaiki."}
STORIES: list[tuple[str, dict[str, list[dict[str, Any]]]]] = [
    ("asesmen_jpt", {"NK_paraf": [BACK], "T15_periksa": [BACK], "delay:Catch12_balasan": [{"hours": 24 * 40}]}),
    ("asesmen_jpt", {"delay:BK_unggah": [{"hours": 24 * 60}], "NK_ttd": [{"tte_terganggu": True}]}),
    ("talent_pool", {"SM_catat": [{"keputusan": "jadwal_lain"}]}),
]
TEXTS = ("sentence", "who", "until", "because", "next")
ENGLISH = re.compile(
    r"\b(the|task|job|message|timer|user|case|none|null|true|false|holder|error|unknown|waiting|open|by)\b", re.I
)
#: Our own words, none of which is part of a name, a title or a note of the SOPs' own at these places.
INDONESIAN = re.compile(
    r"\b(sekarang|giliran|sesudah itu|yang dapat mengerjakan|paling lambat|hari kerja sesudah|sistem menunggu)\b", re.I
)
LEFTOVER = re.compile(r"[{}\[\]]|%s|\bNone\b|  |\.\.|,,| ,|““|\b[A-Z]+\d*_\w+|\b[a-z]+_[a-z_]+\b|\b[a-z]+\.[a-z]")


def check_english(one: Why, indonesian: Why) -> None:
    """The same state told in English: nothing empty, nothing left open, and none of our own words still Indonesian."""
    for name in TEXTS:
        text, other = str(getattr(one, name)), str(getattr(indonesian, name))
        assert text and not re.search(r"[{}]|\bNone\b|  ", text), text
        assert text != other, text
        assert not INDONESIAN.search(text), text


class Told(Walk):
    """A walk that asks at every stop, with jobs waiting and with jobs done, why the case is there."""

    def __init__(self, engine: Engine, sop: str, script: Script, reader: Actor) -> None:
        super().__init__(engine, sop, script)
        self.reader = reader
        self.told: Counter[str] = Counter()
        self.dice = random.Random(7)

    def _rng(self, case_id: str, task: str) -> Any:
        return super()._rng(case_id, task) if self.seed == 1 else Simulation._rng(self, case_id, task)

    def _settle(self) -> None:
        self._ask_all()
        jobs.run_pending(self.engine)
        self._ask_all()

    def _ask_all(self) -> None:
        for case_id in self.case_ids:
            self._ask(case_id)

    def _ask(self, case_id: str) -> None:
        whys = why_case(self.engine, self.reader, case_id)
        assert whys
        in_english = why_case(self.engine, self.reader, case_id, language="en")
        assert [one.task for one in in_english] == [one.task for one in whys]
        for one, other in zip(in_english, whys, strict=True):
            check_english(one, other)
        for one in whys:
            self.told[one.element or "-"] += 1
            check_texts(one)
        with self.engine.database.reading() as connection:
            open_now = connection.execute(
                select(tasks).where(tasks.c.case_id == case_id, tasks.c.state == "open")
            ).all()
            running = connection.execute(select(service_jobs).where(service_jobs.c.case_id == case_id)).all()
        by_task = {one.task: one for one in whys if one.task}
        for row in (*open_now, *running):
            element = self.definition.model.elements[row.element]
            check_awaited(by_task[row.task if hasattr(row, "task") else row.id], element)
        for row in open_now:
            self._check_people(by_task[row.id], row)
        if open_now:
            row = self.dice.choice(open_now)
            assert why(self.engine, self.reader, case_id, row.id) == by_task[row.id]

    def _check_people(self, one: Why, row: Any) -> None:
        names = {actor.name for actor in self.staff.candidates(row.position, row.participant, random.Random(1))}
        assert any(name in one.who for name in names), (one, names)
        assert any(name in one.sentence for name in names)
        if row.due_at is None:
            assert "Tidak ada batas waktu baku" in one.until
        else:
            days = self.definition.workdays(row.step)
            assert f"Waktu baku langkah {row.step} adalah {days} hari kerja" in one.until, one.until


def check_texts(one: Why) -> None:
    """Complete, without leftovers of a template or of another language."""
    for name in TEXTS:
        text = getattr(one, name)
        outside = re.sub(r"“[^”]*”", "“”", text)  # what people and analysts wrote themselves
        outside = re.sub(r"\([^()]*\)", "()", outside)  # names with degrees
        assert text and text[0].isupper(), (name, text)
        assert text.endswith((".", ".”")), (name, text)
        assert not ENGLISH.search(outside), (name, text)
        assert not LEFTOVER.search(outside), (name, text)


def check_awaited(one: Why, element: Element) -> None:
    """The sentence names what is awaited."""
    assert element.name is None or " ".join(element.name.split()) in one.sentence


@pytest.mark.parametrize(("sop", "script"), STORIES)
def test_every_state_of_a_walk_says_why(sqlite_database: Database, home: Path, sop: str, script: Any) -> None:
    engine = open_office(sqlite_database, home, PROCESSES, sop)
    run = Told(engine, sop, script, somebody(engine, "kabid"))

    run.run(1)

    (end,) = why_case(engine, run.reader, run.case_ids[0])
    assert "tidak ada lagi yang ditunggu" in end.sentence
    assert len(run.told) > 25


@pytest.mark.parametrize(("sop", "seed"), [("asesmen_jpt", 11), ("asesmen_jpt", 12), ("talent_pool", 13)])
def test_every_state_of_a_random_walk_says_why(sqlite_database: Database, home: Path, sop: str, seed: int) -> None:
    """With real dice: returns, refusals, late answers and people who withdraw."""
    engine = open_office(sqlite_database, home, PROCESSES, sop)
    run = Told(engine, sop, {}, somebody(engine, "kabid"))
    run.seed, run.by_hand = seed, 0.3

    run.run(1)

    assert "tidak ada lagi yang ditunggu" in why_case(engine, run.reader, run.case_ids[0])[0].sentence


def test_a_participant_hears_of_the_own_task_without_names(sqlite_database: Database, home: Path) -> None:
    engine = open_office(sqlite_database, home, PROCESSES, "asesmen_jpt")
    heard: list[Why] = []
    with engine.database.reading() as connection:
        people = {row.nip: row for row in connection.execute(select(persons))}

    class Participants(Walk):
        def _complete(self, case_id: str, task: str, rng: Any) -> None:
            with engine.database.reading() as connection:
                row = connection.execute(select(tasks).where(tasks.c.case_id == case_id, tasks.c.id == task)).one()
                actor = (
                    actor_of(connection, people[row.participant].id, now=engine.world.now())
                    if row.participant
                    else None
                )
            if actor is not None:
                heard.append(why(engine, actor, case_id, task))
            super()._complete(case_id, task, rng)

    Participants(engine, "asesmen_jpt", {}).run(1)

    assert heard
    for one in heard:
        check_texts(one)
        assert "Anda" in one.who
        told = " ".join(getattr(one, name) for name in TEXTS)
        assert not [row.name for row in people.values() if row.name in told]


def somebody(engine: Engine, username: str) -> Actor:
    """An account of the demonstration office."""
    with engine.database.reading() as connection:
        person = connection.scalar(select(accounts.c.person).where(accounts.c.username == username))
        return actor_of(connection, str(person), now=engine.world.now())
