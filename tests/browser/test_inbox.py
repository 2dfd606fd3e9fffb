"""The inbox at the keyboard, and while it stays open: keys walk, open and take; news come in without moving what one looks at."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from engine import commands
from engine.engine import Engine
from engine.people import actor_of
from tests.browser.looking import faults, picture
from tests.browser.people import Somebody
from tests.portal.visitors import task_address

Arrive = Callable[..., Somebody]


@pytest.fixture(autouse=True)
def quick_news(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page asks again at once, so that nobody waits for it."""
    monkeypatch.setattr("portal.inbox.AGAIN", 200)


def _start(engine: Engine, who: str, title: str) -> str:
    """A case that somebody else's window brings about."""
    return commands.start(engine, _somebody(engine, who), "cuti", {"perihal": title, "hari": 3}).case_id


def _somebody(engine: Engine, name: str):  # type: ignore[no-untyped-def]  # an Actor
    with engine.database.reading() as connection:
        return actor_of(connection, name, now=engine.world.now())


def _to_be_numbered(engine: Engine, title: str) -> str:
    """A case that waits for the shared position."""
    case_id = _start(engine, "ani", title)
    commands.complete(engine, _somebody(engine, "ani"), case_id, "susun", {"isi": "Mohon cuti.", "lampiran": []})
    commands.complete(engine, _somebody(engine, "bram"), case_id, "periksa", {"keputusan": "setuju", "catatan": ""})
    return case_id


def _row(page: Page, number: int):  # type: ignore[no-untyped-def]  # a Locator
    return page.locator("[data-row] a").nth(number)


def _hears(page: Page) -> None:
    """Wait until the page has heard the first news: what comes after is told."""
    with page.expect_response("**/kabar"):
        pass


def test_keys_walk_open_and_take_tasks(somebody: Arrive, engine: Engine) -> None:
    first, second = (_to_be_numbered(engine, title) for title in ("Cuti satu", "Cuti dua"))
    umi = somebody("umi")
    page, press = umi.page, umi.page.keyboard.press

    press("ArrowDown")
    expect(page.locator("[data-row] a:focus")).to_have_count(0)
    press("j")
    expect(_row(page, 0)).to_be_focused()
    press("j")
    press("j")
    expect(_row(page, 1)).to_be_focused()
    press("k")
    expect(_row(page, 0)).to_be_focused()
    press("ArrowDown")
    expect(_row(page, 1)).to_be_focused()
    press("ArrowUp")
    press("Enter")
    page.wait_for_url(f"**{task_address(first, 'nomori')}")

    page.goto("/tugas")
    press("j")
    press("j")
    press("a")
    page.wait_for_url(f"**{task_address(second, 'nomori')}")
    expect(page.get_by_role("button", name="Lepas")).to_be_visible()


def test_a_task_is_taken_by_mouse_not_opened(somebody: Arrive, engine: Engine) -> None:
    case_id = _to_be_numbered(engine, "Cuti satu")
    page = somebody("umi").page

    page.get_by_role("button", name="Ambil").click()

    page.wait_for_url(f"**{task_address(case_id, 'nomori')}")
    expect(page.get_by_role("button", name="Lepas, biar rekan lain dapat mengerjakan")).to_be_visible()


def test_keys_lead_to_the_search_and_tell_of_themselves(somebody: Arrive, engine: Engine) -> None:
    _start(engine, "ani", "Cuti")
    page = somebody("ani").page

    page.keyboard.press("/")
    expect(page.get_by_label("Cari")).to_be_focused()
    page.keyboard.type("jk?a")
    expect(page.get_by_label("Cari")).to_have_value("jk?a")
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Tombol pintas")).to_be_visible()
    picture(page, "tombol-wide")
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_keys_that_are_switched_off_do_nothing(somebody: Arrive, engine: Engine) -> None:
    _start(engine, "ani", "Cuti")
    page = somebody("ani").page
    page.goto("/saya")
    page.get_by_label("Tombol pintas").get_by_role("button", name="Mati").click()
    page.goto("/tugas")

    for key in ("j", "?", "/", "a"):
        page.keyboard.press(key)

    expect(page.locator("[data-row] a:focus, dialog, input:focus")).to_have_count(0)


def test_a_new_task_comes_in_without_moving_the_focus(somebody: Arrive, engine: Engine) -> None:
    _start(engine, "ani", "Cuti lama")
    page = somebody("ani").page
    _hears(page)
    page.keyboard.press("j")

    _start(engine, "ani", "Cuti baru")

    expect(page.locator("[data-row]")).to_have_count(2)
    expect(page.locator("[data-row] a:focus")).to_have_count(1)
    expect(page.locator("[data-row]", has_text="Cuti lama").locator("a")).to_be_focused()
    expect(page.locator("[data-said]")).to_have_text("1 tugas baru")
    expect(page.locator("[data-fresh=hitung-semua]")).to_have_text("2")
    assert faults(page) == []


def test_what_a_colleague_takes_leaves_the_open_page(somebody: Arrive, engine: Engine) -> None:
    taken, left = (_to_be_numbered(engine, title) for title in ("Cuti satu", "Cuti dua"))
    page = somebody("umi").page
    _hears(page)
    page.keyboard.press("j")
    expect(page.locator("[data-row]", has_text="Cuti satu").locator("a")).to_be_focused()

    commands.claim(engine, _somebody(engine, "dewi"), taken, "nomori")

    expect(page.locator("[data-row]")).to_have_count(1)
    expect(page.locator("[data-row] a")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{task_address(left, 'nomori')}")


def test_typing_into_the_search_is_not_disturbed_by_news(somebody: Arrive, engine: Engine) -> None:
    _start(engine, "ani", "Cuti lama")
    page = somebody("ani").page
    _hears(page)
    page.keyboard.press("/")
    page.keyboard.type("besar")

    _start(engine, "ani", "Cuti baru")

    expect(page.locator("[data-row]")).to_have_count(2)
    expect(page.get_by_label("Cari")).to_be_focused()
    expect(page.get_by_label("Cari")).to_have_value("besar")


def test_a_window_that_is_logged_out_elsewhere_shows_no_more_news(somebody: Arrive, engine: Engine) -> None:
    _start(engine, "ani", "Cuti lama")
    ani = somebody("ani")
    _hears(ani.page)
    other = ani.page.context.new_page()
    other.goto("/saya")
    # Listened for before the log-out: the last answer may come while the other window still turns its page.
    with ani.page.expect_response(lambda answer: answer.url.endswith("/kabar") and answer.status == 204):
        other.get_by_role("main").get_by_role("button", name="Keluar").click()
        other.wait_for_url("**/masuk**")
        _start(engine, "ani", "Cuti rahasia")

    expect(ani.page.locator("[data-row]")).to_have_count(1)
