"""Comments and hand-overs that were begun: a reload, a crash, another device, an ended session take no word of them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from engine.engine import Engine
from engine.world import MovedWorld
from tests.browser.looking import faults, picture
from tests.browser.people import Somebody
from tests.browser.test_inbox import _to_be_numbered
from tests.portal.test_tasks import PDF

Arrive = Callable[..., Somebody]
SAVED = re.compile(r"Draf tersimpan \d\d\.\d\d")


def _state(page: Page, form: str):  # type: ignore[no-untyped-def]  # an expectation
    return expect(page.locator(f"{form} [data-draft-state]"))


def test_a_comment_is_there_again_after_a_crash_and_on_another_page(somebody: Arrive) -> None:
    ani = somebody("ani")
    case_id = ani.start()
    ani.open(case_id, "susun")
    ani.page.get_by_label("Isi surat").press_sequentially("Mohon cuti.")
    ani.page.get_by_label("Komentar", exact=True).press_sequentially("Mohon arahan")
    memo = {"name": "memo.pdf", "mimeType": "application/pdf", "buffer": PDF}
    ani.page.get_by_label("Lampiran").last.set_input_files(memo)
    expect(ani.page.locator("[data-talk] .stored-name")).to_have_text("memo.pdf")
    _state(ani.page, "[data-talk]").to_have_text(SAVED)
    _state(ani.page, "#formulir").to_have_text(SAVED)
    ani.page.close()

    phone = somebody("ani", "narrow")
    phone.page.goto(f"/perkara/{case_id}")

    expect(phone.page.get_by_label("Komentar", exact=True)).to_have_value("Mohon arahan")
    expect(phone.page.locator("[data-talk] .stored-name")).to_have_text("memo.pdf")
    picture(phone.page, "komentar-draf-narrow")
    assert faults(phone.page) == []
    phone.page.get_by_role("button", name="Hapus memo.pdf").click()
    phone.page.get_by_role("button", name="Kirim komentar").click()
    expect(phone.page.locator(".spoken")).to_have_text("Mohon arahan")
    expect(phone.page.get_by_label("Komentar", exact=True)).to_have_value("")
    phone.open(case_id, "susun")
    expect(phone.page.get_by_label("Isi surat")).to_have_value("Mohon cuti.")


def test_sending_the_form_takes_the_comment_along_as_a_draft(somebody: Arrive) -> None:
    ani = somebody("ani")
    case_id = ani.start()
    ani.open(case_id, "susun")
    ani.page.get_by_label("Isi surat").press_sequentially("Mohon cuti.")
    ani.page.get_by_label("Komentar", exact=True).press_sequentially("Nanti saya lengkapi")

    ani.send()

    ani.page.wait_for_url("**/tugas?**")
    ani.page.goto(f"/perkara/{case_id}")
    expect(ani.page.get_by_label("Komentar", exact=True)).to_have_value("Nanti saya lengkapi")


def test_throwing_the_forms_draft_away_leaves_the_comment(somebody: Arrive) -> None:
    ani = somebody("ani")
    case_id = ani.start()
    ani.open(case_id, "susun")
    ani.page.get_by_label("Isi surat").press_sequentially("Keliru")
    _state(ani.page, "#formulir").to_have_text(SAVED)
    ani.page.reload()
    ani.page.get_by_label("Komentar", exact=True).press_sequentially("Tetap di sini")

    ani.page.get_by_role("button", name="Buang draf").click()

    expect(ani.page.get_by_label("Isi surat")).to_have_value("")
    expect(ani.page.get_by_label("Komentar", exact=True)).to_have_value("Tetap di sini")


@pytest.mark.parametrize(("size", "dark"), [("wide", False), ("narrow", True)])
def test_a_reason_is_there_again_and_outlives_a_session(
    somebody: Arrive, engine: Engine, world: MovedWorld, size: str, dark: bool
) -> None:
    case_id = _to_be_numbered(engine, "Cuti satu")
    umi = somebody("umi", size, dark=dark)
    umi.open(case_id, "nomori")
    umi.page.get_by_text("Serahkan kepada rekan").click()
    umi.page.get_by_label("Alasan").press_sequentially("Saya cuti")
    _state(umi.page, "#serahkan").to_have_text(SAVED)
    umi.page.reload()

    expect(umi.page.get_by_label("Alasan")).to_have_value("Saya cuti")
    picture(umi.page, f"serahkan-draf-{size}")
    assert faults(umi.page) == []
    world.move(hours=13)
    umi.page.get_by_label("Alasan").press_sequentially(" mulai besok.")
    _state(umi.page, "#serahkan").to_contain_text("Sesi Anda sudah berakhir")
    with umi.page.context.expect_page() as opened:
        umi.page.locator("#serahkan").get_by_role("link", name="Masuk di tab baru").click()
    Somebody(opened.value).log_in("umi")
    umi.page.get_by_role("button", name="Serahkan").click()
    expect(umi.page.locator(".notice[role=status]")).to_contain_text("Diserahkan")


def test_without_a_network_a_comment_is_not_sent_and_not_lost(somebody: Arrive) -> None:
    ani = somebody("ani")
    case_id = ani.start()
    ani.page.goto(f"/perkara/{case_id}")

    ani.page.context.set_offline(True)
    ani.page.get_by_label("Komentar", exact=True).press_sequentially("Tanpa jaringan")
    ani.page.get_by_role("button", name="Kirim komentar").click()
    _state(ani.page, "[data-talk]").to_have_text("Belum tersambung; isian tetap ada di sini.")
    ani.page.context.set_offline(False)
    _state(ani.page, "[data-talk]").to_have_text(SAVED)
    ani.page.get_by_role("button", name="Kirim komentar").click()

    expect(ani.page.locator(".spoken")).to_have_text("Tanpa jaringan")
