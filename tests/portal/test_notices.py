"""The bell, its page, and how somebody is told outside the portal."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import icalendar
import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from engine.engine import Engine
from engine.notices import notify
from engine.queries.notices import PAGE
from engine.schema import cases, holdings, journal, mails, notices, persons, positions, tasks
from engine.telling import tell
from tests.portal.visitors import Page, Visitor, task_address
from webhooks.throttle import Throttle

Visit = Callable[[str | None], Visitor]
BELL = "//a[@class='bell']"


def waiting(visit: Visit, engine: Engine) -> str:
    """A case that waits for Bram, who was told so."""
    ani = visit("ani")
    case_id = ani.start()
    ani.complete(case_id, "susun", isi="Mohon cuti.")
    tell(engine)
    return case_id


def bell(page: Page) -> str:
    """What the bell counts."""
    return page.all(f"{BELL}/span[@data-bell]")[0]


def test_the_bell_counts_what_is_unread_and_opening_the_task_reads_it(visit: Visit, engine: Engine) -> None:
    case_id = waiting(visit, engine)
    bram = visit("bram")
    before = bell(bram.get("/tugas"))
    page = bram.get("/pemberitahuan")

    opened = bram.get(task_address(case_id, "periksa"))

    assert before == "1"
    assert "Belum dibaca: Tugas baru untuk Anda: “Memeriksa surat” (langkah 2)." in page.text
    assert bell(opened) == ""
    assert bram.get("/pemberitahuan").all("//li[contains(@class, 'unread')]") == []


def test_a_notice_leads_to_its_task_and_is_read(visit: Visit, engine: Engine) -> None:
    case_id = waiting(visit, engine)
    bram, ani = visit("bram"), visit("ani")
    (address,) = bram.get("/pemberitahuan").all("//main//li//a/@href")

    stranger = ani.get(address)
    followed = bram.get(address)

    assert stranger.status == 404
    assert followed.location == task_address(case_id, "periksa")
    assert bell(bram.get("/tugas")) == ""


def test_a_notice_of_finished_work_leads_to_the_case(visit: Visit, engine: Engine) -> None:
    case_id = waiting(visit, engine)
    bram = visit("bram")
    (address,) = bram.get("/pemberitahuan").all("//main//li//a/@href")

    bram.complete(case_id, "periksa", keputusan="setuju")

    assert bram.get(address).location == f"/perkara/{case_id}"


def test_what_one_may_no_longer_see_is_not_told(visit: Visit, engine: Engine) -> None:
    case_id = waiting(visit, engine)
    with engine.database.transaction() as connection:
        connection.execute(update(holdings).where(holdings.c.person == "bram").values(until=date(2026, 1, 4)))
        number = connection.scalar(select(cases.c.number).where(cases.c.id == case_id))

    page = visit("bram").get("/pemberitahuan")

    assert "tidak lagi terbuka bagi Anda" in page.text
    assert str(number) not in page.text and "Memeriksa" not in page.text
    assert page.all("//main//li//a") == []


def test_a_superior_is_told_what_is_late_also_of_a_case_that_is_not_theirs(visit: Visit, engine: Engine) -> None:
    case_id = waiting(visit, engine)
    with engine.database.transaction() as connection:
        connection.execute(update(positions).where(positions.c.id == "kantor.kepala").values(superior="luar.staf"))
        for person in ("citra", "pesi"):
            notify(
                connection,
                key="task.escalated",
                person=person,
                kind="task.escalated",
                at=engine.world.now(),
                case_id=case_id,
                task="periksa",
                about={"name": "Memeriksa surat", "step": 2, "due": engine.world.now().isoformat()},
            )

    superior, other = visit("citra").get("/pemberitahuan"), visit("pesi").get("/pemberitahuan")

    assert "terlambat: “Memeriksa surat” (langkah 2), batas waktunya Senin, 5 Januari 2026" in superior.text
    assert superior.all("//main//li//a") == []
    assert "Memeriksa surat" not in other.text


def test_all_can_be_marked_but_not_what_came_after_the_page(visit: Visit, engine: Engine) -> None:
    waiting(visit, engine)
    bram = visit("bram")
    page = bram.get("/pemberitahuan")
    waiting(visit, engine)

    sent = bram.send(page, "/pemberitahuan/dibaca")

    assert sent.status == 303
    assert bell(bram.get("/tugas")) == "1"


def test_pages_go_back_by_key(visit: Visit, engine: Engine) -> None:
    with engine.database.transaction() as connection:
        for index in range(PAGE + 5):
            notify(connection, key=f"k{index}", person="ani", kind="link.sent", at=engine.world.now(), about={})
    ani = visit("ani")

    first = ani.get("/pemberitahuan")
    (following,) = first.all("//a[@rel='next']/@href")
    second = ani.get(following)

    assert (len(first.all("//main//li")), len(second.all("//main//li"))) == (PAGE, 5)
    assert second.all("//a[@rel='next']") == []


def test_the_bell_stops_counting(visit: Visit, engine: Engine) -> None:
    with engine.database.transaction() as connection:
        for index in range(120):
            notify(connection, key=f"k{index}", person="ani", kind="link.sent", at=engine.world.now(), about={})

    assert bell(visit("ani").get("/tugas")) == "99+"


def test_the_live_news_count_along(visit: Visit, engine: Engine) -> None:
    bram = visit("bram")
    before = bram.get("/kabar").response.get_data(as_text=True)
    waiting(visit, engine)

    after = bram.get("/kabar").response.get_data(as_text=True)

    assert re.search(r"event: lonceng\nid: \S+\ndata: 0\n", before)
    assert re.search(r"event: lonceng\nid: \S+\ndata: 1\n", after)


def test_english_readers_are_told_in_english(visit: Visit, engine: Engine) -> None:
    waiting(visit, engine)
    bram = visit("bram")
    page = bram.get("/saya")
    bram.send(page, "/bahasa", bahasa="en")

    told = bram.get("/pemberitahuan").text

    assert "Unread: A new task for you: “Memeriksa surat” (step 2)." in told


# -- mail and calendar ---------------------------------------------------------------------------------------------------


def test_an_address_is_kept_and_a_first_mail_goes_to_it(visit: Visit, engine: Engine) -> None:
    ani = visit("ani")

    sent = ani.send(ani.get("/saya"), "/saya/surel", alamat="ani@kantor.go.id", kapan="langsung")
    again = ani.send(ani.get("/saya"), "/saya/surel", alamat="ani@kantor.go.id", kapan="tidak")

    page = ani.get("/saya")
    with engine.database.reading() as connection:
        kinds = connection.scalars(select(mails.c.kind)).all()
        about = b"".join(connection.scalars(select(journal.c.about)))
    assert (sent.status, again.status) == (303, 303)
    assert page.all("//input[@name='alamat']/@value") == ["ani@kantor.go.id"]
    assert page.all("//input[@name='kapan'][@checked]/@value") == ["tidak"]
    assert kinds == ["hello"]
    assert b"@" not in about


def test_a_wrong_address_is_shown_again_with_what_is_wrong(visit: Visit, engine: Engine) -> None:
    ani = visit("ani")

    sent = ani.send(ani.get("/saya"), "/saya/surel", alamat="ani kantor", kapan="langsung")

    assert sent.status == 422
    assert sent.all("//input[@name='alamat']/@value") == ["ani kantor"]
    assert "Tulis alamat surel lengkap" in sent.text
    with engine.database.reading() as connection:
        assert connection.scalar(select(persons.c.email).where(persons.c.id == "ani")) is None


def test_a_calendar_is_fetched_without_a_log_in_until_it_is_revoked(visit: Visit, engine: Engine) -> None:
    waiting(visit, engine)
    with engine.database.transaction() as connection:
        connection.execute(update(tasks).values(due_at=engine.world.now()))
    bram, program = visit("bram"), visit(None)

    (address,) = bram.send(bram.get("/saya"), "/saya/kalender").all("//input[@id='alamat-kalender']/@value")
    shown_again = bram.get("/saya").all("//input[@id='alamat-kalender']")
    first = program.get(address)
    tag = first.response.headers["ETag"]
    unchanged = program.get(address, If_None_Match=tag)
    bram.send(bram.get("/saya"), "/saya/kalender/cabut")
    revoked = program.get(address)

    assert shown_again == []
    assert first.response.mimetype == "text/calendar"
    assert len(icalendar.Calendar.from_ical(first.response.get_data()).events) == 1
    assert "private" in first.response.headers["Cache-Control"]
    assert (unchanged.status, revoked.status) == (304, 404)


def test_guessing_addresses_is_stopped(visit: Visit, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, "alur.feeds.throttle", Throttle())
    program = visit(None)

    found = [program.get(f"/kalender/{'0' * 40}.ics").status for _ in range(40)]

    assert set(found) == {404, 429}
    assert found[-1] == 429


def test_no_page_counts_more_because_of_many_notices(visit: Visit, engine: Engine) -> None:
    ani = visit("ani")
    with engine.database.counting() as few:
        ani.get("/pemberitahuan")
    case_id = ani.start()
    with engine.database.transaction() as connection:
        rows = [
            {"key": f"k{index}", "person": "ani", "kind": "task.opened", "at": engine.world.now(), "about": b"{}"}
            for index in range(PAGE)
        ]
        connection.execute(insert(notices), [row | {"case_id": case_id, "task": "susun"} for row in rows])

    with engine.database.counting() as many:
        ani.get("/pemberitahuan")

    assert many.number <= few.number + 1
