"""Every page, narrow and wide, light and dark: accessible, fitting, without a word on the console."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.looking import faults, picture
from tests.browser.people import Somebody

Arrive = Callable[..., Somebody]
#: Layout depends on the width, contrast on the light: each of both, once.
LOOKS = [("wide", False), ("narrow", True)]


@pytest.mark.parametrize(("size", "dark"), LOOKS)
def test_the_pages_of_an_official(somebody: Arrive, size: str, dark: bool) -> None:
    ani = somebody("ani", size, dark=dark)
    case_id = ani.start()
    found = {}

    pages = {
        "tugas": "/tugas",
        "tugas-satu": f"/perkara/{case_id}/tugas/susun",
        "perkara": "/perkara",
        "perkara-satu": f"/perkara/{case_id}",
        "mulai": "/perkara/baru",
        "mulai-satu": "/perkara/baru/cuti",
        "saya": "/saya",
        "bantuan": "/bantuan",
        "tidak-ada": "/tidak-ada",
        "bukan-wewenang": "/gangguan",
    }
    for name, address in pages.items():
        ani.page.goto(address)
        if name == "perkara-satu":
            ani.page.locator("[data-ready]").wait_for()
        picture(ani.page, f"{name}-{size}{'-gelap' if dark else ''}")
        found[name] = faults(ani.page)

    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize(("size", "dark"), LOOKS)
def test_the_door(open_browser: Callable[..., Page], size: str, dark: bool) -> None:
    page = open_browser(size, dark=dark)
    page.goto("/masuk")
    first = faults(page)

    page.get_by_label("Nama pengguna").fill("siapa")
    page.get_by_label("Kata sandi").fill("salah")
    page.get_by_role("button", name="Masuk").click()
    page.get_by_role("alert").wait_for()

    picture(page, f"masuk-{size}{'-gelap' if dark else ''}")
    assert first + faults(page) == []


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_a_form_with_errors_and_a_lost_race(somebody: Arrive, size: str) -> None:
    ani, bram = somebody("ani", size), somebody("bram", size)
    case_id = ani.start()
    ani.open(case_id, "susun")
    other = ani.page.context.new_page()
    other.goto(ani.page.url)

    ani.send()
    ani.page.wait_for_function("document.title.startsWith('Kesalahan')")
    picture(ani.page, f"kesalahan-{size}")
    with_errors = faults(ani.page)
    ani.page.get_by_label("Isi surat").fill("Mohon cuti.")
    ani.send()
    ani.page.wait_for_url("**/tugas?**")
    other.get_by_label("Isi surat").fill("Mohon cuti, sekali lagi.")
    other.get_by_role("button", name="Kirim dan selesaikan").click()
    other.get_by_text("Mohon cuti, sekali lagi.").wait_for()
    picture(other, f"kalah-cepat-{size}")
    bram.page.goto("/tugas")

    assert with_errors + faults(other) + faults(bram.page) == []
