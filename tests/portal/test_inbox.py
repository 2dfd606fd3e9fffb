"""The inbox: views and pages as links, news while a page stays open."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date

import pytest

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


def test_orders_without_an_index_look_only_so_far_and_say_so(
    visit: Visit, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    ani = visit("ani")
    for number in range(4):
        ani.start(perihal=f"Cuti {number}")
    monkeypatch.setattr(sys.modules["engine.queries.inbox"], "NEAR", 3)  # the package has a function of that name

    for asked in ("urut=langkah", "urut=perkara", "cari=cuti"):
        page = ani.get(f"/tugas?{asked}")
        assert len(page.all("//li[@data-row]")) == 3
        assert "di antara" in page.text
    assert len(ani.get("/tugas").all("//li[@data-row]")) == 4
    assert "di antara" not in ani.get("/tugas?urut=umur").text


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

    assert answer.status == 204
    assert answer.response.get_data() == b""


def test_a_task_of_a_shared_position_can_be_taken_from_the_list(visit: Visit) -> None:
    ani, umi = visit("ani"), visit("umi")
    case_id = ani.start()
    ani.complete(case_id, "susun", isi="Mohon cuti.")
    visit("bram").complete(case_id, "periksa", keputusan="setuju")
    page = umi.get("/tugas")
    (address,) = page.all("//button[@data-claim]/@formaction")

    umi.post(address, **page.hidden("/tugas"))

    assert address == f"{task_address(case_id, 'nomori')}/ambil"
    assert "Anda kerjakan" in umi.get("/tugas?lihat=saya").text


def test_an_only_holder_has_nothing_to_take_until_somebody_stands_beside_them(
    visit: Visit, give_mandate: Callable[..., None]
) -> None:
    ani = visit("ani")
    ani.start()

    assert ani.get("/tugas").all("//button[@data-claim]") == []
    give_mandate("umi", "kantor.staf", date(2026, 1, 5), date(2026, 1, 6))
    assert len(ani.get("/tugas").all("//button[@data-claim]")) == 1


def _news(visitor: Visitor) -> str:
    text = visitor.get("/kabar").response.get_data(as_text=True)
    return next(line for line in text.splitlines() if line.startswith("id:")).removeprefix("id: ")
