"""Replay at a real browser: by keys, by hand, by itself; a deep link; without scripts; and for every eye."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrive
from tests.browser.looking import faults, picture
from tests.browser.people import Somebody
from tests.portal.visitors import PASSWORD, task_address


@pytest.fixture
def case_id(somebody: Arrive) -> str:
    """A leave case with four events: sent back once, and drafted again."""
    ani, bram = somebody("ani"), somebody("bram")
    case_id = ani.start()
    _draft(ani, case_id, "susun", "Mohon cuti.")
    bram.open(case_id, "periksa")
    bram.page.get_by_label("Kembalikan").check()
    bram.page.get_by_label("Catatan").fill("Perbaiki.")
    bram.send()
    bram.page.wait_for_url("**/tugas?**")
    _draft(ani, case_id, "susun~2", "Mohon cuti besar.")
    return case_id


def _draft(ani: Somebody, case_id: str, task: str, text: str) -> None:
    ani.open(case_id, task)
    ani.page.get_by_label("Isi surat").fill(text)
    ani.send()
    ani.page.wait_for_url("**/tugas?**")


def _watch(somebody: Arrive, case_id: str, query: str = "", size: str = "wide", dark: bool = False) -> Page:
    page = somebody("audi", size, dark=dark).page
    page.goto(f"/perkara/{case_id}/putar-ulang{query}")
    page.locator(".film[data-ready]").wait_for()
    return page


def _at(page: Page, step: int) -> None:
    expect(page.locator("strong[data-count]")).to_have_text(str(step))


def test_keys_step_through_the_film(somebody: Arrive, case_id: str) -> None:
    page = _watch(somebody, case_id)
    _at(page, 1)

    page.keyboard.press("ArrowRight")
    _at(page, 2)
    expect(page.locator(".film-sentence")).to_have_text("Ani selaku Staf menyelesaikan “Menyusun surat”.")
    expect(page.locator("[data-element-id=periksa].state-active")).to_have_count(1)
    expect(page.locator("[data-element-id=susun].state-left")).to_have_count(1)
    page.keyboard.press("End")
    _at(page, 4)
    expect(page.locator(".diagram-badge.done").filter(has_text="2 kali").first).to_be_visible()
    page.keyboard.press("ArrowRight")
    _at(page, 4)
    page.keyboard.press("ArrowLeft")
    _at(page, 3)
    expect(page.locator("[data-element-id=susun].state-active")).to_have_count(1)
    page.keyboard.press("Home")
    _at(page, 1)


def test_the_address_is_a_link_to_the_very_step(somebody: Arrive, case_id: str) -> None:
    page = _watch(somebody, case_id)
    page.keyboard.press("End")
    page.wait_for_url("**/putar-ulang?langkah=4")
    address = page.url

    page.goto("/tugas")
    page.goto(address)
    page.locator(".film[data-ready]").wait_for()

    _at(page, 4)
    expect(page.locator("[data-element-id=periksa].state-active")).to_have_count(1)
    assert page.locator("input[type=range]").input_value() == "4"


def test_the_slider_and_the_buttons_do_the_same(somebody: Arrive, case_id: str) -> None:
    page = _watch(somebody, case_id)

    page.get_by_label("Kejadian", exact=True).fill("3")
    _at(page, 3)
    page.get_by_role("link", name="Sebelumnya").click()
    _at(page, 2)
    page.get_by_role("link", name="Akhir").click()
    _at(page, 4)
    expect(page.get_by_role("link", name="Berikutnya")).to_have_attribute("aria-disabled", "true")
    expect(page.locator(".film-list [aria-current]")).to_contain_text("4")


def test_who_walks_to_the_end_by_the_button_keeps_the_focus(somebody: Arrive, case_id: str) -> None:
    page = _watch(somebody, case_id, "?langkah=3")
    button = page.get_by_role("link", name="Berikutnya")
    button.focus()

    page.keyboard.press("Enter")

    _at(page, 4)
    expect(button).to_be_focused()


def test_space_plays_to_the_end(somebody: Arrive, case_id: str) -> None:
    page = _watch(somebody, case_id)
    page.get_by_role("button", name="16×").click()
    page.locator("input[type=range]").focus()

    page.keyboard.press("Space")

    _at(page, 4)
    expect(page.locator("[data-play]")).to_have_text("Putar")


def test_who_wants_little_motion_gets_one_speed(somebody: Arrive, case_id: str) -> None:
    page = somebody("audi").page
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"/perkara/{case_id}/putar-ulang")
    page.locator(".film[data-ready]").wait_for()

    expect(page.get_by_role("button", name="16×")).to_be_hidden()
    expect(page.locator("[data-play]")).to_be_visible()


def test_without_scripts_the_words_and_links_are_enough(open_browser: Callable[..., Page], case_id: str) -> None:
    page = open_browser("narrow", scripts=False)
    page.goto(f"/masuk?lanjut=/perkara/{case_id}/putar-ulang%3Flangkah=3")
    page.get_by_label("Nama pengguna").fill("audi")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url("**/putar-ulang?langkah=3")

    page.get_by_role("link", name="Berikutnya").click()

    page.wait_for_url("**/putar-ulang?langkah=4")
    _at(page, 4)
    expect(page.locator(".film-play")).to_be_hidden()
    expect(page.locator("[data-list=open]")).to_contain_text("Memeriksa surat")


@pytest.mark.parametrize(("size", "dark"), [("wide", False), ("narrow", True)])
def test_the_pages_are_sound(somebody: Arrive, case_id: str, size: str, dark: bool) -> None:
    page = _watch(somebody, case_id, "?langkah=4", size, dark)
    picture(page, f"putar-ulang-{size}{'-gelap' if dark else ''}")
    found = {"putar-ulang": faults(page)}

    page.goto(f"/perkara/{case_id}/menunggu")
    found["menunggu"] = faults(page)
    page.goto(f"/perkara/{case_id}")
    page.locator("[data-loaded] .waits").wait_for()
    page.locator("[data-ready]").wait_for()
    picture(page, f"perkara-menunggu-{size}{'-gelap' if dark else ''}")
    found["perkara"] = faults(page)
    page.goto(task_address(case_id, "periksa~2"))
    page.get_by_text("Mengapa di sini").click()
    picture(page, f"mengapa-{size}{'-gelap' if dark else ''}")
    found["tugas"] = faults(page)

    assert found == {name: [] for name in found}
