"""The deliveries' pages in a real browser: axe, width, targets, at both sizes."""

from __future__ import annotations

import pytest

from engine.engine import Engine
from tests.browser.conftest import Arrive
from tests.browser.looking import faults, picture
from tests.portal.hand_overs import fill

PAGES = {
    "kiriman": "/kiriman",
    "kiriman-satu": "/kiriman/msg_gagal",
    "kiriman-masuk": "/kiriman/masuk",
    "kiriman-masuk-satu": "/kiriman/masuk/1",
    "mitra-daftar": "/kiriman/mitra",
    "mitra": "/kiriman/mitra/bkd-jatim",
    "mitra-baru": "/kiriman/mitra/baru",
}


@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("dark", [False, True])
def test_the_pages_are_at_ease(somebody: Arrive, engine: Engine, size: str, dark: bool) -> None:
    fill(engine)
    oka = somebody("oka", size, dark=dark)

    found = {}
    for name, address in PAGES.items():
        oka.page.goto(address)
        picture(oka.page, f"{name}-{size}{'-dark' if dark else ''}")
        found[name] = faults(oka.page)

    assert found == {name: [] for name in PAGES}


def test_a_partner_is_added_by_keyboard_and_its_secrets_are_shown_once(somebody: Arrive) -> None:
    page = somebody("oka").page
    page.goto("/kiriman/mitra/baru")

    for label, text in (
        ("Nama singkat", "bkd-jatim"),
        ("Nama lengkap", "BKD Provinsi Jawa Timur"),
        ("Alamat", "https://bkd.example.go.id/kiriman"),
        ("Pesan yang kita kirim", "PermohonanFasilitasi"),
        ("Pesan yang boleh dikirimnya", "BalasanBKD"),
    ):
        page.get_by_label(label, exact=True).focus()
        page.keyboard.type(text)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.get_by_label("Untuk yang kita kirim").input_value().startswith("whsec_")
    assert faults(page) == []
    picture(page, "mitra-rahasia-wide")
    page.get_by_role("link", name="Sudah saya salin").click()
    assert "whsec_" not in page.content()
