"""Both SOPs walk to their end with the demonstration's BKD really answering over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from conftest import PROCESSES
from engine import jobs
from engine.commands.look import look
from engine.database import Database
from engine.engine import Engine
from engine.schema import deliveries, incidents, incoming
from engine.verify import verify_all
from portal.app import create_app
from portal.cli import demo_bkd
from portal.demo.bkd import ANSWERS, Bkd
from portal.demo.bkd import create_app as create_bkd
from tests.serving import served
from tests.walking import Script, Walk, history, open_office
from webhooks import sending

assert sending  # registers its job


class AnsweredWalk(Walk):
    """A walk in which only BKD's machine answers: no robot brings its messages, no official registers them."""

    def __init__(self, engine: Engine, sop: str, bkd: Bkd, script: Script | None = None) -> None:
        super().__init__(engine, sop, {name: [{"never": True}] * 200 for name in ANSWERS} | dict(script or {}))
        self.bkd = bkd

    def _settle(self) -> None:
        self.bkd.wait()
        while jobs.run_pending(self.engine):
            self.bkd.wait()


@contextmanager
def together(engine: Engine, **how: Any) -> Iterator[Bkd]:
    """The office's portal and BKD, both served; BKD answers at once."""
    with served(create_app(engine)) as portal:
        bkd = demo_bkd.introduce(engine, "http://127.0.0.1:1/", portal, decision=how.get("decision", "setuju"), after=0)
        with served(create_bkd(bkd)) as address:
            demo_bkd.introduce(engine, f"{address}/kiriman", portal, decision=None, after=0)
            yield bkd


@pytest.mark.parametrize("sop", ["asesmen_jpt", "talent_pool"])
def test_a_case_walks_to_its_end_with_bkd_answering(sqlite_database: Database, home: Path, sop: str) -> None:
    engine = open_office(sqlite_database, home, PROCESSES, sop)

    with together(engine) as bkd:
        run = AnsweredWalk(engine, sop, bkd)
        told = run.run(1).content

    with engine.database.reading() as connection:
        sent = [tuple(row) for row in connection.execute(select(deliveries.c.message, deliveries.c.state))]
        stopped = [tuple(row) for row in connection.execute(select(incidents.c.element, incidents.c.message))]
        came = [tuple(row) for row in connection.execute(select(incoming.c.name, incoming.c.state))]
    assert stopped == []
    assert (told["open"], told["incidents"]) == (0, 0)
    assert {state for _, state in sent} == {state for _, state in came} == {"delivered"}
    assert {name for name, _ in came} == {
        "asesmen_jpt": {"BalasanBKD", "RekapLevel", "LaporanIndividu"},
        "talent_pool": {"BalasanBKD", "HasilBoxTalent"},
    }[sop]
    by_machine = [line for line in history(engine, run.case_ids[0]) if "message:delivered" in line]
    assert len(by_machine) == len(came)
    assert verify_all(engine).differences == []


def test_bkd_reports_on_those_who_came_and_on_nobody_else(sqlite_database: Database, home: Path) -> None:
    engine = open_office(sqlite_database, home, PROCESSES, "asesmen_jpt")

    with together(engine) as bkd:
        run = AnsweredWalk(engine, "asesmen_jpt", bkd)
        run.begin(1)
        run.step()
        listed = [person["nip"] for person in look(engine, run.case_ids[0], "T01_perintah")["kegiatan"]["peserta"]]
        absent = {"nip": listed[0], "alasan": "sakit"}
        run.robots.script |= {"T02_daftar_peserta": [{"wajib": listed}], "T21_presensi": [{"tidak_hadir": [absent]}]}  # type: ignore[attr-defined]  # a Scripted
        while run.step():
            pass

    with engine.database.reading() as connection:
        came = dict(connection.execute(select(incoming.c.name, incoming.c.body)).all())
        states = set(connection.scalars(select(incoming.c.state)))
    told = orjson.loads(came["RekapLevel"])["data"]["isi"]["rekap"]
    assert sorted(row["nip"] for row in told) == sorted(listed[1:])
    assert orjson.loads(came["LaporanIndividu"])["data"]["isi"]["jumlah"] == len(listed) - 1
    assert states == {"delivered"}


def test_an_answer_of_the_talent_pools_machine_says_what_was_decided(sqlite_database: Database, home: Path) -> None:
    engine = open_office(sqlite_database, home, PROCESSES, "talent_pool")

    with together(engine, decision="tolak") as bkd:
        bkd.decision = "tolak"
        run = AnsweredWalk(engine, "talent_pool", bkd, {"SM_catat": [{}]})
        run.begin(1)
        while not any("message:delivered" in line for line in history(engine, *run.case_ids[:1] or ("",))):
            run.step()

    assert any("message:delivered" in line and "(tolak)" in line for line in history(engine, run.case_ids[0]))


def test_somebody_answers_for_bkd_by_key(sqlite_database: Database, home: Path) -> None:
    engine = open_office(sqlite_database, home, PROCESSES, "asesmen_jpt")

    with together(engine, decision=None) as bkd:
        run = AnsweredWalk(engine, "asesmen_jpt", bkd)
        run.begin(1)
        while not bkd.items:
            run.step()
        (item,) = bkd.items.values()
        browser = create_bkd(bkd).test_client()
        page = browser.get("/").get_data(as_text=True)
        pressed = browser.post(f"/jawab/{item.id}", data={"keputusan": "tolak"})
        run.settle()

    assert "Menolak" in page and item.reference in page
    assert (pressed.status_code, item.said) == (303, "dijawab: menolak")
    assert any("message:delivered" in line and "(tolak)" in line for line in history(engine, run.case_ids[0]))


def test_bkd_takes_only_what_the_office_signed(sqlite_database: Database, home: Path) -> None:
    engine = open_office(sqlite_database, home, PROCESSES, "asesmen_jpt")
    bkd = demo_bkd.introduce(engine, "http://127.0.0.1:1/", "http://127.0.0.1:2", decision=None, after=0)

    refused = create_bkd(bkd).test_client().post("/kiriman", data=b"{}", headers={"webhook-id": "a"})

    assert (refused.status_code, len(bkd.items)) == (401, 0)
