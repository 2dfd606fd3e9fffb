"""The operator's desk: health in words, jobs that can be tried again, and a journal that auditors read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from engine import health, jobs
from engine import journal as journals
from engine.engine import Engine
from engine.jobs import jobs_of
from engine.world import MovedWorld
from tests.portal.visitors import Page, Visitor

Visit = Callable[[str | None], Visitor]


def state(engine: Engine, key: str) -> str:
    return next(check.state for check in health.examine(engine) if check.key == key)


def test_the_clock_is_well_while_it_ticks_and_bad_once_it_stops(engine: Engine, world: MovedWorld) -> None:
    never = state(engine, "tick")
    health.beat(engine, "tick")
    ticking = state(engine, "tick")
    world.move_to(world.now() + timedelta(minutes=5))

    assert (never, ticking, state(engine, "tick")) == ("warn", "good", "bad")


def test_every_check_that_is_not_good_says_what_to_do(engine: Engine) -> None:
    checks = health.examine(engine)

    assert {check.key for check in checks} >= {"database", "migrations", "worker", "tick", "timers", "disk", "calendar"}
    assert all(check.remedy for check in checks if check.state != "good")
    assert state(engine, "migrations") == "good"


def test_a_lost_database_is_a_finding_not_a_crash(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OSError("gone")

    monkeypatch.setattr(engine.database, "reading", away)

    assert state(engine, "database") == "bad"
    assert not health.alive(engine)


def test_a_load_balancer_learns_one_word(visit: Visit) -> None:
    answer = visit(None).client.get("/healthz")

    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_a_waiting_job_can_be_cancelled_once(visit: Visit, engine: Engine) -> None:
    with engine.database.transaction() as connection:
        job = jobs.defer(connection, "run_service", case_id="x", task_id="y", attempt=1)
    oka = visit("oka")
    token = oka.get("/operasi").hidden(f"/operasi/pekerjaan/{job}/batal")

    first = oka.post(f"/operasi/pekerjaan/{job}/batal", **token)
    again = oka.post(f"/operasi/pekerjaan/{job}/batal", **token)

    assert (first.status, again.status) == (303, 404)
    assert [row.id for row in jobs_of(engine.database).listed(status="todo") if row.id == job] == []


def test_the_journal_is_read_newest_first_and_by_kind(visit: Visit, engine: Engine) -> None:
    with engine.database.transaction() as connection:
        for n in range(60):
            act = "link:made" if n % 2 else "export:taken"
            journals.record(connection, at=engine.world.now(), person="ani", act=act, subject=f"s{n}", about={"n": n})

    page = visit("audi").get("/jurnal")
    older = visit("audi").get("/jurnal?sebelum=11")
    links = visit("audi").get("/jurnal?tindakan=link:made")

    assert page.all("//li[starts-with(@id,'catatan-')]/@id")[:2] == ["catatan-60", "catatan-59"]
    assert older.all("//li[starts-with(@id,'catatan-')]/@id") == [f"catatan-{n}" for n in range(10, 0, -1)]
    assert len(links.all("//li[starts-with(@id,'catatan-')]/@id")) == 30


def noted(page: Page) -> list[str]:
    """The numbers of the entries on a page."""
    return [name.removeprefix("catatan-") for name in page.all("//li[starts-with(@id,'catatan-')]/@id")]


def test_the_journal_is_narrowed_by_who_what_whom_and_when(visit: Visit, engine: Engine, world: MovedWorld) -> None:
    acts = [("ani", "person:changed", "bram"), (None, "link:refused", "x1"), ("oka", "seat:given", "kantor.kepala")]
    for person, act, subject in acts:
        with engine.database.transaction() as connection:
            journals.record(connection, at=world.now(), person=person, act=act, subject=subject, about={})
        world.move(days=1)
    audi = visit("audi")

    found = {
        asked: noted(audi.get(f"/jurnal?{asked}"))
        for asked in (
            *("pelaku=ani", "pelaku=198001012005011001", "pelaku=OKA", "pelaku=sistem"),
            *("tentang=Bram", "tentang=x1", "tentang=kepala+kantor", "tentang=kantor.kepala"),
            *(
                "dari=2026-01-06",
                "sampai=05/01/2026",
                "dari=2026-01-06&sampai=2026-01-06",
                "pelaku=oka&tindakan=seat:given",
            ),
            *("pelaku=oka&dari=2026-01-05&sampai=2026-01-06", "tindakan=person:changed&tentang=bram"),
        )
    }

    assert found == {
        **{"pelaku=ani": ["1"], "pelaku=198001012005011001": ["1"], "pelaku=OKA": ["3"], "pelaku=sistem": ["2"]},
        **{"tentang=Bram": ["1"], "tentang=x1": ["2"], "tentang=kepala+kantor": ["3"], "tentang=kantor.kepala": ["3"]},
        **{"dari=2026-01-06": ["3", "2"], "sampai=05/01/2026": ["1"], "dari=2026-01-06&sampai=2026-01-06": ["2"]},
        **{"pelaku=oka&tindakan=seat:given": ["3"], "pelaku=oka&dari=2026-01-05&sampai=2026-01-06": []},
        "tindakan=person:changed&tentang=bram": ["1"],
    }


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("dari=kemarin", "bukan tanggal"),
        ("sampai=2026-02-31", "bukan tanggal"),
        ("dari=2026-01-06&sampai=2026-01-05", "lebih dulu"),
        ("pelaku=siapa", "Tidak ada yang dikenal"),
        ("tentang=%27%3B--", "Tidak ada yang dikenal"),
        ("tindakan=apa:saja", "belum pernah dicatat"),
    ],
)
def test_a_question_that_means_nothing_is_answered_kindly(visit: Visit, asked: str, told: str) -> None:
    page = visit("audi").get(f"/jurnal?{asked}&sebelum=abc")

    assert page.status == 200
    assert told in page.text


def test_the_pages_of_a_narrowed_journal_stay_narrowed(visit: Visit, engine: Engine) -> None:
    with engine.database.transaction() as connection:
        for n in range(120):
            journals.record(
                connection,
                at=engine.world.now(),
                person="ani" if n % 2 else "bram",
                act="link:made",
                subject=f"s{n}",
                about={},
            )
    audi = visit("audi")

    first = audi.get("/jurnal?pelaku=ani&dari=2026-01-05")
    second = audi.get(first.all("//a[@rel='next']/@href")[0])

    assert noted(first) + noted(second) == [str(n) for n in range(120, 0, -2)]
    assert second.all("//a[@rel='next']") == []


def test_every_page_of_an_operator_is_reached_from_one_with_what_waits_there(visit: Visit, engine: Engine) -> None:
    oka = visit("oka")
    oka.send(oka.get("/pegawai/bram"), "/pegawai/bram/keluar", sebab="pindah", hari="2026-01-05", alasan="SK 1")
    oka.send(oka.get("/pegawai/ani"), "/pegawai/ani/kunci", alasan="Cuti.")

    page = oka.get("/operasi")

    places = [address for address in page.all("//ul[@class='places']//a/@href") if not address.startswith("#")]
    assert {"/pegawai", "/jabatan", "/kalender", "/gangguan", "/kiriman", "/jurnal"} <= set(places)
    assert [oka.get(address).status for address in places] == [200] * len(places)
    told = " | ".join(page.all("//ul[@class='places']//p"))
    assert "7 orang, 7 punya akun | 1 akun terkunci | 4 jabatan | 1 kosong" in told
    assert "3 catatan" in told


def test_health_is_told_in_english_to_who_chose_it(visit: Callable[[str | None], Visitor]) -> None:
    oka = visit("oka")
    oka.send(oka.get("/saya"), "/bahasa", bahasa="en")

    page = oka.get("/operasi")

    assert "Database good" in page.text
    assert "None is running." in page.text
    assert "Run `alur worker`" in page.text
    assert page.all("//*[@data-check][.//*[@lang='id']]") == []
