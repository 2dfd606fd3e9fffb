"""The calendar's page: everybody reads it; an operator edits a year, looks at what would change, and publishes it under a decree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from engine import calendars
from engine.engine import Engine
from engine.world import MovedWorld
from tests.portal.visitors import Page, Visitor

Visit = Callable[[str | None], Visitor]


@pytest.fixture
def oka(visit: Visit) -> Visitor:
    """The operator."""
    return visit("oka")


def rows(engine: Engine, year: int, **more: str) -> dict[str, str]:
    """The edit form of a year as the page fills it in."""
    known = sorted((day, name) for day, name in calendars.latest(engine).days_off.items() if day.year == year)
    found = {"tahun": str(year), "baris": str(len(known) + 5), "keputusan": "800/12/2026", "sejak": "2026-01-05"}
    for number, (day, name) in enumerate(known):
        found |= {f"hari-{number}": day.isoformat(), f"nama-{number}": name}
    return found | {key.replace("_", "-"): value for key, value in more.items()}


def look(oka: Visitor, given: dict[str, str]) -> Page:
    return oka.post("/kalender/pratinjau", **oka.get("/kalender").hidden("/keluar"), **given)


def typed_in(page: Page, name: str) -> list[str]:
    return page.all(f"//input[@name='{name}']/@value")


def publish(oka: Visitor, preview: Page) -> int:
    fields = {name: typed_in(preview, name)[0] for name in ("keputusan", "sejak")}
    return oka.send(preview, "/kalender", **fields).status


def test_everybody_sees_the_days_off_and_the_hours(visit: Visit) -> None:
    page = visit("ani").get("/kalender?tahun=2026").text

    assert "Hari Kemerdekaan" in page and "07.30–16.00" in page and "07.30–16.30" in page
    assert "Ubah kalender" not in page


def test_a_day_off_is_added_after_a_look_at_what_it_does(oka: Visitor, engine: Engine) -> None:
    empty = len(rows(engine, 2026)) // 2 - 1
    preview = look(oka, rows(engine, 2026) | {f"hari-{empty}": "2026-01-06", f"nama-{empty}": "Hari Jadi"})

    assert preview.status == 200 and calendars.editions(engine) == []
    assert preview.all("//ul/li[contains(., '06-01-2026')]") == ["06-01-2026 menjadi libur: Hari Jadi"]
    [before], [after] = (preview.all(f"//tr[th='1 hari kerja']/td[{n}]") for n in (1, 2))
    assert "6 Januari" in before and "7 Januari" in after
    assert publish(oka, preview) == 303
    assert calendars.latest(engine).days_off[date(2026, 1, 6)] == "Hari Jadi"


@pytest.mark.parametrize("year", [2026, 2027])
def test_the_page_sent_as_it_came_changes_nothing(oka: Visitor, year: int) -> None:
    page = oka.get(f"/kalender?tahun={year}")
    names = page.all("//form[@action='/kalender/pratinjau']//input/@name")
    filled = {name: typed_in(page, name)[0] for name in names if name.startswith(("hari-", "nama-")) or name == "baris"}

    preview = look(oka, filled | {"tahun": str(year), "keputusan": "800/1/2026"})

    assert "Tidak ada yang berubah." in preview.text


def test_a_day_off_is_taken_away(oka: Visitor, engine: Engine) -> None:
    preview = look(oka, rows(engine, 2026, hapus_0="on"))

    assert "01-01-2026 menjadi hari kerja" in preview.text
    assert publish(oka, preview) == 303
    assert date(2026, 1, 1) not in calendars.latest(engine).days_off


def test_the_hours_of_ramadan_are_entered(oka: Visitor, engine: Engine) -> None:
    ramadan = {"masa_nama": "Ramadan", "masa_mulai": "2026-02-18", "masa_sampai": "2026-03-19"}
    hours = {"masa_masuk": "08:00", "masa_pulang": "15:00", "masa_jumat": "15:30"}
    preview = look(oka, rows(engine, 2026, **ramadan, **hours))

    assert publish(oka, preview) == 303
    assert calendars.latest(engine).closing(date(2026, 2, 19)).hour == 15
    assert "Ramadan" in oka.get("/kalender?tahun=2026").text


def test_a_year_without_a_decree_begins_with_a_draft_to_be_checked(oka: Visitor, engine: Engine) -> None:
    page = oka.get("/kalender?tahun=2028")
    assert "Tahun 2028 belum ditetapkan" in page.text and page.all("//input[@value='2028-08-17']/@name")

    given = {
        "tahun": "2028",
        "baris": "1",
        "hari-0": "2028-08-17",
        "nama-0": "Hari Kemerdekaan",
        "keputusan": "SKB/1/2027",
    }
    preview = look(oka, given)

    assert "tahun 2028 ditetapkan" in preview.text and publish(oka, preview) == 303
    assert 2028 in calendars.latest(engine).years


def test_a_year_that_is_missing_warns_everybody(visit: Visit, world: MovedWorld) -> None:
    world.move(days=365 + 200)

    assert "Hari libur tahun 2028 belum ditetapkan." in visit("ani").get("/kalender").text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"hari-0": "besok"}, "tulis tanggalnya"),
        ({"hari-0": "2025-01-01"}, "bukan hari dalam tahun 2026"),
        ({"nama-0": ""}, "tulis nama hari libur"),
        ({"hari-1": "2026-01-01"}, "tertulis dua kali"),
        ({"masa-mulai": "2026-02-18", "masa-sampai": "2026-01-18"}, "berakhir sebelum dimulai"),
        ({"masa-mulai": "2026-02-18", "masa-sampai": "2026-03-18", "masa-masuk": "pagi"}, "tulis jamnya"),
        ({"masa-mulai": "2026-02-18", "masa-sampai": "2026-03-18", "masa-pulang": "07:00"}, "pulang sesudah masuk"),
        ({"sejak": "nanti"}, "Berlaku sejak: tulis tanggalnya"),
    ],
)
def test_what_cannot_be_is_refused_with_what_was_typed(
    oka: Visitor, engine: Engine, typed: dict[str, str], told: str
) -> None:
    hours = {"masa-masuk": "08:00", "masa-pulang": "15:00", "masa-jumat": "15:30"}

    page = look(oka, rows(engine, 2026) | hours | typed | {"keputusan": "800/77/2026"})

    assert page.status == 422 and told in page.text
    assert typed_in(page, "keputusan") == ["800/77/2026"]


def test_of_two_operators_the_second_is_told(oka: Visitor, engine: Engine) -> None:
    mine = look(oka, rows(engine, 2026, hapus_0="on"))
    theirs = look(oka, rows(engine, 2026, hapus_1="on"))

    assert publish(oka, theirs) == 303
    assert publish(oka, mine) == 422
    assert len(calendars.editions(engine)) == 1


def test_a_preview_that_was_tampered_with_is_refused(oka: Visitor, engine: Engine) -> None:
    token = oka.get("/kalender").hidden("/keluar")
    given = token | {"tahun": "2026", "sejak": "2026-01-05", "keputusan": "x", "dari": engine.calendar.version}

    for content in ("{", "[]", '{"years": [2026]}', ""):
        assert oka.post("/kalender", **given, isi=content).status == 422
    assert oka.post("/kalender", **given | {"dari": "id-tidak-ada"}, isi="{}").status == 422
    assert calendars.editions(engine) == []
