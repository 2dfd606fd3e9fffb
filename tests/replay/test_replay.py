"""The film of a case: step k is the engine's state after event k."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import select, update

from engine.database import Database
from engine.engine import Engine
from engine.errors import NotFound
from engine.people import Actor, actor_of
from engine.queries import documents
from engine.queries.replay import Replay, replay
from engine.schema import accounts, events
from engine.spiff.model import Element
from tests.engine.office import Office
from tests.replay.witness import Witness, watch
from tests.walking import PROCESSES, Walk, open_office

BACK = {"keputusan": "kembalikan", "catatan": "Mohon diperbaiki."}
STORIES: list[tuple[str, dict[str, list[dict[str, Any]]]]] = [
    ("asesmen_jpt", {"NK_paraf": [BACK], "T15_periksa": [BACK], "delay:Catch12_balasan": [{"hours": 24 * 40}]}),
    ("asesmen_jpt", {"delay:BK_unggah": [{"hours": 24 * 60}], "NK_ttd": [{"tte_terganggu": True}]}),
    ("talent_pool", {}),
]


@pytest.mark.parametrize(("sop", "script"), STORIES)
def test_step_k_is_the_state_after_event_k(sqlite_database: Database, home: Path, sop: str, script: Any) -> None:
    engine = open_office(sqlite_database, home, PROCESSES, sop)
    witness = watch(engine)
    run = Walk(engine, sop, script)
    run.run(1)

    film = replay(engine, somebody(engine, "kabid"), run.case_ids[0])

    assert_same(film, witness, engine)
    assert_sealed(film, run.definition.model.elements, expected=sop == "talent_pool")


def test_a_small_case_step_by_step(office: Office, engine: Engine) -> None:
    witness = watch(engine)
    case_id = office.start()
    office.act("ani", case_id, "susun", isi="Mohon cuti.")
    office.act("bram", case_id, "periksa", keputusan="kembalikan", catatan="Perbaiki.")
    office.act("ani", case_id, "susun~2", isi="Mohon cuti besar.")

    film = replay(engine, office.person("bram"), case_id)

    assert_same(film, witness, engine)
    last = film.steps[-1]
    assert last.open == {"periksa": 1, "ingatkan": 1}
    assert last.done["susun"] == 2
    (changed,) = [change for change in last.changes if change.name == "susun"]
    assert (changed.before["isi"], changed.after["isi"], changed.added) == ("Mohon cuti.", "Mohon cuti besar.", False)
    assert last.form == "susun" and last.given is not None and last.given["isi"] == "Mohon cuti besar."


def test_letters_stand_beside_the_step_that_had_them(office: Office, engine: Engine) -> None:
    case_id = office.start()
    office.reach(case_id, "jawaban")

    film = replay(engine, office.person("bram"), case_id)

    kinds = [(step.event.kind, len(step.documents)) for step in film.steps]
    assert kinds == [
        ("case:started", 0), ("task:completed", 0), ("task:completed", 0), ("task:completed", 0), ("job:finished", 1),
    ]  # fmt: skip


def test_a_cancelled_case_ends_with_nothing_open(office: Office, engine: Engine) -> None:
    from engine import commands

    case_id = office.start()
    commands.cancel(engine, office.person("bram"), case_id, "Batal.")

    film = replay(engine, office.person("bram"), case_id)

    assert (film.steps[-1].status, film.steps[-1].open, film.steps[-1].joins) == ("cancelled", {}, {})


def test_somebody_from_elsewhere_finds_nothing(office: Office, engine: Engine) -> None:
    case_id = office.start()

    with pytest.raises(NotFound):
        replay(engine, office.person("citra"), case_id)
    with pytest.raises(NotFound):
        replay(engine, office.person("bram"), "tidak-ada")


def test_an_erased_input_stops_the_film_with_a_sentence(office: Office, engine: Engine) -> None:
    case_id = office.start()
    office.act("ani", case_id, "susun", isi="Mohon cuti.")
    with engine.database.transaction() as connection:
        erased = update(events).where(events.c.case_id == case_id, events.c.seq == 2)
        connection.execute(erased.values(input=None, salt=None))

    film = replay(engine, office.person("bram"), case_id)

    assert len(film.steps) == 1
    assert film.stopped is not None and "Masukan peristiwa 2 sudah dihapus" in film.stopped


def assert_same(film: Replay, witness: Witness, engine: Engine) -> None:
    """Every step of a film against what the live engine left, and its counts against the log's own effects."""
    assert film.stopped is None
    assert [step.seq for step in film.steps] == list(range(1, len(film.steps) + 1))
    completed: Counter[str] = Counter()
    with engine.database.reading() as connection:
        rows = select(events.c.effects).where(events.c.case_id == film.case_id).order_by(events.c.seq)
        effects = [orjson.loads(text) for text in connection.scalars(rows)]
    model = engine.definitions.newest(engine, film.sop).model.elements
    for step, caused in zip(film.steps, effects, strict=True):
        seen = witness.states[film.case_id, step.seq]
        where = f"event {step.seq}: {step.event.title}"
        assert step.status == seen.status, where
        assert step.open == seen.open, where
        assert step.joins == seen.joins, where
        assert {task: now[1:] for task, now in step.loops.items()} == seen.loops, where
        final = {change.name: change for change in step.changes if change.scope == "" and not change.confidential}
        for name in final.keys() & seen.data.keys():
            assert final[name].after == seen.data[name], where
        completed.update(
            element
            for task, element, _, after in caused
            if after == "COMPLETED" and (model[element].loop is None or task.endswith("]"))
        )
        assert step.done == completed, where
        newest = [paper.key for paper in step.documents if paper.current]
        assert sorted(newest) == sorted({paper.key for paper in step.documents}), where
    now = documents(engine, auditor(), film.case_id)
    assert {paper.id: paper.current for paper in film.steps[-1].documents} == {each.id: each.current for each in now}


def auditor() -> Actor:
    """An overseer of every case."""
    return Actor(person="", nip=None, name="Audi", roles=frozenset({"auditor"}))


def assert_sealed(film: Replay, model: Mapping[str, Element], *, expected: bool) -> None:
    """Confidential answers are named, never told."""
    secret = [
        step
        for step in film.steps
        if step.event.kind == "task:completed" and model[step.event.element or ""].attributes.get("confidential")
    ]
    assert bool(secret) == expected
    for step in secret:
        assert step.given is None
        assert any(change.confidential for change in step.changes)
    for change in (change for step in film.steps for change in step.changes if change.confidential):
        assert (change.before, change.after) == (None, None)


def somebody(engine: Engine, username: str) -> Actor:
    """An account of the demonstration office."""
    with engine.database.reading() as connection:
        person = connection.scalar(select(accounts.c.person).where(accounts.c.username == username))
        return actor_of(connection, str(person), now=engine.world.now())
