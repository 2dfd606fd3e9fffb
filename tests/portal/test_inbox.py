"""The inbox: views and pages as links, news while a page stays open."""

from __future__ import annotations

from collections.abc import Callable

from engine import queries
from engine.engine import Engine
from engine.people import actor_of
from tests.portal.visitors import Visitor, task_address

Visit = Callable[[str | None], Visitor]


def test_what_others_have_to_do_in_my_cases_is_waited_for(visit: Visit) -> None:
    ani, bram = visit("ani"), visit("bram")
    case_id = ani.start()
    ani.complete(case_id, "susun", isi="Mohon cuti.")

    assert ani.get("/tugas").all("//li[@data-row]//h3") == []
    assert len(ani.get("/tugas?lihat=menunggu").all("//li[@data-row]//h3")) == 1
    assert bram.get("/tugas?lihat=menunggu").all("//li[@data-row]//h3") == []


def test_a_filter_in_the_address_is_kept_by_the_links(visit: Visit) -> None:
    ani = visit("ani")
    ani.start(perihal="Cuti besar")
    ani.start(perihal="Cuti sakit")

    page = ani.get("/tugas?cari=sakit&urut=perkara")

    assert len(page.all("//li[@data-row]")) == 1
    assert all("cari=sakit" in link for link in page.all("//nav[@class='tabs']/a/@href"))


def test_pages_follow_each_other_without_gap_or_double(visit: Visit, engine: Engine) -> None:
    ani = visit("ani")
    started = {ani.start() for _ in range(5)}
    with engine.database.reading() as connection:
        actor = actor_of(connection, "ani", now=engine.world.now())

    for sort in ("due", "age", "case", "step"):
        seen: list[str] = []
        after = None
        while True:
            page = queries.inbox_page(engine, actor, queries.Asked(sort=sort, after=after), limit=2)
            seen += [row.case_id for row in page.rows]
            after = page.following
            if after is None:
                break

        assert len(seen) == 5
        assert set(seen) == started


def test_an_address_that_means_nothing_shows_the_beginning(visit: Visit) -> None:
    ani = visit("ani")
    ani.start()

    for after in ("x", "W10", "bnVsbA", "WzAsIngiLDEsMl0"):
        assert len(ani.get(f"/tugas?sesudah={after}").all("//li[@data-row]")) == 1
        assert len(ani.get(f"/perkara?sesudah={after}").all("//li[@data-row]")) == 1


def test_news_are_told_once_and_only_to_those_they_are_for(visit: Visit) -> None:
    ani, citra = visit("ani"), visit("citra")
    before, elsewhere = _news(ani), _news(citra)

    case_id = ani.start()

    assert _news(ani) != before
    assert _news(citra) == elsewhere
    again = ani.get("/kabar", Last_Event_ID=_news(ani)).response.get_data(as_text=True)
    assert again.startswith("retry:")
    assert "event:" not in again
    assert ani.get(task_address(case_id, "susun")).status == 200


def test_news_end_with_the_session(visit: Visit) -> None:
    answer = visit(None).get("/kabar")

    assert answer.status == 302
    assert answer.response.mimetype != "text/event-stream"


def test_a_task_can_be_taken_from_the_list(visit: Visit) -> None:
    ani = visit("ani")
    case_id = ani.start()
    page = ani.get("/tugas")
    (address,) = page.all("//button[@data-claim]/@formaction")

    ani.post(address, **page.hidden("/tugas"))

    assert address == f"{task_address(case_id, 'susun')}/ambil"
    assert "Anda kerjakan" in ani.get("/tugas?lihat=saya").text


def _news(visitor: Visitor) -> str:
    text = visitor.get("/kabar").response.get_data(as_text=True)
    return next(line for line in text.splitlines() if line.startswith("id:")).removeprefix("id: ")
