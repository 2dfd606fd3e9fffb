"""The bell rings while one works, leads to the task by keyboard alone, and mail and calendar are set up on one page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from engine.engine import Engine
from engine.telling import tell
from tests.browser.looking import faults, picture
from tests.browser.people import Somebody

Arrive = Callable[..., Somebody]


def written(somebody: Arrive) -> None:
    """Ani writes a letter that Bram is to check."""
    ani = somebody("ani")
    ani.open(ani.start(), "susun")
    ani.page.get_by_label("Isi surat").fill("Mohon cuti.")
    ani.send()


def test_the_bell_rings_on_an_open_page_and_leads_to_the_task_by_keyboard(somebody: Arrive, engine: Engine) -> None:
    bram = somebody("bram")
    bell = bram.page.locator("[data-bell]")
    expect(bell).to_be_hidden()

    written(somebody)
    tell(engine)
    expect(bell).to_have_text("1")
    bram.page.get_by_role("link", name="Pemberitahuan 1 belum dibaca").focus()
    bram.page.keyboard.press("Enter")
    bram.page.wait_for_url("**/pemberitahuan")
    bram.page.keyboard.press("j")
    expect(bram.page.get_by_role("link", name=re.compile("Tugas baru"))).to_be_focused()
    bram.page.keyboard.press("Enter")

    bram.page.wait_for_url("**/tugas/periksa")
    expect(bram.page.locator("[data-bell]")).to_be_hidden()


def test_all_notices_are_marked_with_one_press(somebody: Arrive, engine: Engine) -> None:
    written(somebody)
    tell(engine)
    bram = somebody("bram", "narrow", scripts=False)
    bram.page.get_by_role("link", name="Pemberitahuan").click()

    bram.page.get_by_role("button", name="Tandai semua dibaca").click()

    expect(bram.page.get_by_text("Semuanya sudah dibaca.")).to_be_visible()
    expect(bram.page.locator(".told.unread")).to_have_count(0)


@pytest.mark.parametrize(("size", "dark"), [("wide", False), ("narrow", True)])
def test_how_the_pages_look(somebody: Arrive, engine: Engine, size: str, dark: bool) -> None:
    written(somebody)
    tell(engine)
    bram = somebody("bram", size, dark=dark)
    look = f"{size}{'-gelap' if dark else ''}"
    bram.page.goto("/pemberitahuan")
    picture(bram.page, f"pemberitahuan-{look}")
    found = faults(bram.page)

    bram.page.goto("/saya")
    bram.page.get_by_label("Alamat surel").fill("bram@")
    bram.page.get_by_label("Langsung").check()
    bram.page.get_by_role("button", name="Simpan").click()
    expect(bram.page.get_by_text("Tulis alamat surel lengkap")).to_be_visible()
    expect(bram.page.get_by_label("Alamat surel")).to_have_value("bram@")
    found += faults(bram.page)
    bram.page.get_by_label("Alamat surel").fill("bram@kantor.go.id")
    bram.page.get_by_role("button", name="Simpan").click()
    expect(bram.page.get_by_text("Tersimpan.")).to_be_visible()
    bram.page.get_by_role("button", name="Buat alamat kalender").click()
    expect(bram.page.get_by_label("Alamat kalender")).to_have_value(re.compile(r"/kalender/[0-9a-f]{40}\.ics$"))
    expect(bram.page.get_by_role("button", name="Salin alamat")).to_be_visible()
    picture(bram.page, f"saya-surel-{look}")

    assert found + faults(bram.page) == []
