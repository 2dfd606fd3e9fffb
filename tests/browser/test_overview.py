"""The overview at real browsers: read, filtered by keyboard, downloaded and read back; narrow and wide, light and dark."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from engine import tallies
from engine.engine import Engine
from engine.schema import tasks
from engine.world import MovedWorld
from tests.browser.conftest import Arrive
from tests.browser.looking import faults, picture

TITLE = "Tugas yang terlambat"


@pytest.fixture
def busy(somebody: Arrive, engine: Engine, world: MovedWorld) -> None:
    """Two late cases, one of which is with Bram now."""
    ani = somebody("ani")
    ids = [ani.start(title) for title in ("Cuti satu", "Cuti dua")]
    ani.open(ids[1], "susun")
    ani.page.get_by_label("Isi surat").fill("Mohon cuti.")
    ani.send()
    ani.page.wait_for_url("**/tugas?**")
    ani.page.close()  # her log-in ends while days go by
    with engine.database.transaction() as connection:
        connection.execute(update(tasks).values(due_at=engine.calendar.add_workdays(world.now(), 1)))
    world.move(days=3)
    tallies.count(engine)


def shown(page: Page) -> list[list[str]]:
    rows = page.get_by_role("group", name=TITLE, exact=True).get_by_role("row").all()
    return [row.locator("th, td").all_inner_texts() for row in rows]


def taken(page: Page, form: str, folder: Path) -> bytes:
    """A file, by keyboard."""
    link = page.get_by_role("link", name=f"{form} {TITLE}", exact=True)
    link.focus()
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert path.name == f"ikhtisar-terlambat-2026-01-08.{form.lower()}"
    return path.read_bytes()


def test_a_head_filters_by_keyboard_and_takes_the_table_along(somebody: Arrive, busy: None, tmp_path: Path) -> None:
    bram = somebody("bram")
    bram.page.get_by_role("link", name="Ikhtisar").focus()
    bram.page.keyboard.press("Enter")
    bram.page.wait_for_url("**/ikhtisar")
    assert len(shown(bram.page)) == 3

    bram.page.get_by_label("Jabatan", exact=True).focus()
    bram.page.keyboard.type("Kepala")
    bram.page.get_by_role("button", name="Tampilkan").focus()
    bram.page.keyboard.press("Enter")
    bram.page.wait_for_url("**jabatan=kantor.kepala**")

    (head, row) = shown(bram.page)
    assert "Cuti dua" in row
    text = list(csv.reader(io.StringIO(taken(bram.page, "CSV", tmp_path).decode("utf-8-sig")), delimiter=";"))
    book = openpyxl.load_workbook(io.BytesIO(taken(bram.page, "XLSX", tmp_path)))
    cells = [[str(cell) for cell in line] for line in book["Data"].iter_rows(values_only=True)]
    for lines in (text, cells):
        both = dict(zip(*lines, strict=True))
        page_says = dict(zip(head, row, strict=True))
        assert [both[name] for name in head if name != "Batas waktu (WIB)"] == [
            page_says[name] for name in head if name != "Batas waktu (WIB)"
        ]


@pytest.mark.parametrize(("size", "dark"), [("wide", False), ("narrow", True), ("narrow", False)])
def test_the_overview_is_for_everybodys_eyes(somebody: Arrive, busy: None, size: str, dark: bool) -> None:
    found = []
    for name in ("bram", "audi"):
        who = somebody(name, size, dark=dark)
        who.page.goto("/ikhtisar")
        for summary in who.page.locator("summary").all():
            summary.click()
        expect(who.page.get_by_role("img", name="Tugas terlambat menurut jabatan")).to_be_visible()
        picture(who.page, f"ikhtisar-{name}-{size}{'-gelap' if dark else ''}")
        found += faults(who.page)
    who.page.goto("/ikhtisar?dari=kemarin")
    found += faults(who.page)

    assert found == []


def test_the_overview_prints_without_its_buttons(somebody: Arrive, busy: None) -> None:
    audi = somebody("audi")
    audi.page.goto("/ikhtisar")

    audi.page.emulate_media(media="print")

    expect(audi.page.get_by_role("button", name="Tampilkan")).to_be_hidden()
    expect(audi.page.locator(".files").first).to_be_hidden()
    expect(audi.page.get_by_role("img", name="Tugas terlambat menurut jabatan")).to_be_visible()
