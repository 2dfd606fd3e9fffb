"""At the desk: two tabs, double clicks, back buttons, ended sessions, lost networks: nothing typed is lost, nothing is done twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.world import MovedWorld
from tests.browser.looking import faults, picture
from tests.browser.people import Somebody
from tests.portal.visitors import task_address

Arrive = Callable[..., Somebody]
SAVED = re.compile(r"Draf tersimpan \d\d\.\d\d")
OFFLINE = "Belum tersambung; isian tetap ada di sini."


def state(page: Page) -> object:
    """What the page says about the draft of its form."""
    return expect(page.locator("#formulir [data-draft-state]"))


def typed(somebody: Somebody, text: str) -> None:
    """Type into the letter, letter by letter as people do."""
    somebody.page.get_by_label("Isi surat").press_sequentially(text)


def test_what_is_typed_is_there_again_after_a_crash_and_on_another_device(somebody: Arrive) -> None:
    ani = somebody("ani")
    case_id = ani.start()
    ani.open(case_id, "susun")
    typed(ani, "Mohon cuti tiga hari.")
    state(ani.page).to_have_text(SAVED)  # type: ignore[attr-defined]  # an expectation
    ani.page.close()

    phone = somebody("ani", "narrow")
    phone.open(case_id, "susun")

    expect(phone.page.get_by_label("Isi surat")).to_have_value("Mohon cuti tiga hari.")
    expect(phone.page.get_by_text("sudah dimuat kembali")).to_be_visible()
    picture(phone.page, "draf-narrow")
    assert faults(phone.page) == []


def test_a_chosen_file_is_kept_with_the_draft(somebody: Arrive, tmp_path: Path) -> None:
    ani = somebody("ani")
    case_id = ani.start()
    ani.open(case_id, "susun")
    pdf = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

    ani.page.locator("#formulir input[type=file]").set_input_files(
        {"name": "surat dokter.pdf", "mimeType": "application/pdf", "buffer": pdf}
    )
    expect(ani.page.locator("#formulir .stored-name")).to_have_text("surat dokter.pdf")
    ani.page.reload()

    expect(ani.page.locator("#formulir .stored-name")).to_have_text("surat dokter.pdf")
    typed(ani, "Mohon cuti.")
    ani.send()
    ani.page.wait_for_url("**/tugas?**")
    ani.page.goto(f"/perkara/{case_id}/putar-ulang?langkah=2")
    expect(ani.page.get_by_text("surat dokter.pdf").first).to_be_visible()


def test_a_discarded_draft_is_gone(somebody: Arrive) -> None:
    ani = somebody("ani")
    case_id = ani.start()
    ani.open(case_id, "susun")
    typed(ani, "Salah perkara.")
    state(ani.page).to_have_text(SAVED)  # type: ignore[attr-defined]  # an expectation
    ani.page.reload()

    ani.page.get_by_role("button", name="Buang draf").click()
    ani.page.wait_for_load_state()

    expect(ani.page.get_by_label("Isi surat")).to_have_value("")
    expect(ani.page.get_by_text("sudah dimuat kembali")).to_have_count(0)


def test_two_tabs_do_not_overwrite_each_other_unasked(somebody: Arrive) -> None:
    ani = somebody("ani")
    case_id = ani.start()
    ani.open(case_id, "susun")
    other = Somebody(ani.page.context.new_page())
    other.open(case_id, "susun")

    typed(ani, "Dari tab pertama.")
    state(ani.page).to_have_text(SAVED)  # type: ignore[attr-defined]  # an expectation
    typed(other, "Dari tab kedua.")
    state(other.page).to_contain_text("dari tab atau gawai lain")  # type: ignore[attr-defined]  # as above
    other.page.get_by_role("button", name="Pakai isian di halaman ini").click()
    state(other.page).to_have_text(SAVED)  # type: ignore[attr-defined]  # as above
    ani.page.reload()

    expect(ani.page.get_by_label("Isi surat")).to_have_value("Dari tab kedua.")


def test_the_second_of_two_tabs_keeps_its_text_when_the_first_has_sent(somebody: Arrive) -> None:
    ani = somebody("ani")
    case_id = ani.start()
    ani.open(case_id, "susun")
    other = Somebody(ani.page.context.new_page())
    other.open(case_id, "susun")
    typed(ani, "Mohon cuti.")
    ani.send()
    ani.page.wait_for_url("**/tugas?**")

    typed(other, "Mohon cuti, versi lain.")
    other.send()

    expect(other.page.locator("h1")).to_contain_text("baru saja diselesaikan oleh Ani")
    expect(other.page.locator("dt")).to_have_text("Isi surat")
    expect(other.page.locator("dd")).to_have_text("Mohon cuti, versi lain.")


def test_back_and_another_text_is_not_taken_for_a_repeat(somebody: Arrive) -> None:
    ani = somebody("ani")
    case_id = ani.start()
    ani.open(case_id, "susun")
    typed(ani, "Mohon cuti.")
    ani.send()
    ani.page.wait_for_url("**/tugas?**")

    ani.page.go_back()
    expect(ani.page.get_by_text("Mohon cuti").or_(ani.page.locator("h1")).first).to_be_visible()
    if ani.page.get_by_label("Isi surat").count():  # the browser kept the page as it was
        ani.page.get_by_label("Isi surat").fill("Mohon cuti, berubah.")
        ani.send()

    expect(ani.page.locator("h1")).to_contain_text("diselesaikan oleh Ani")
    ani.page.goto(f"/perkara/{case_id}")
    expect(ani.page.locator(".timeline li")).to_have_count(2)


def test_a_lost_network_loses_nothing(somebody: Arrive) -> None:
    ani = somebody("ani")
    case_id = ani.start()
    ani.open(case_id, "susun")

    ani.page.context.set_offline(True)
    typed(ani, "Mohon cuti tanpa jaringan.")
    state(ani.page).to_have_text(OFFLINE)  # type: ignore[attr-defined]  # an expectation
    ani.page.get_by_role("button", name="Kirim dan selesaikan").click()
    state(ani.page).to_have_text(OFFLINE)  # type: ignore[attr-defined]  # as above
    expect(ani.page.get_by_label("Isi surat")).to_have_value("Mohon cuti tanpa jaringan.")
    ani.page.context.set_offline(False)
    state(ani.page).to_have_text(SAVED)  # type: ignore[attr-defined]  # as above
    ani.send()

    ani.page.wait_for_url("**/tugas?**")
    ani.page.goto(f"/perkara/{case_id}")
    expect(ani.page.locator(".timeline li")).to_have_count(2)


def test_a_session_that_ended_is_said_and_the_typing_goes_on_after_logging_in(
    somebody: Arrive, world: MovedWorld
) -> None:
    ani = somebody("ani")
    case_id = ani.start()
    ani.open(case_id, "susun")
    world.move(hours=13)

    typed(ani, "Mohon cuti.")
    state(ani.page).to_contain_text("Sesi Anda sudah berakhir")  # type: ignore[attr-defined]  # an expectation
    with ani.page.context.expect_page() as opened:
        ani.page.get_by_role("link", name="Masuk di tab baru").click()
    Somebody(opened.value).log_in("ani")
    typed(ani, " Terima kasih.")
    state(ani.page).to_have_text(SAVED)  # type: ignore[attr-defined]  # as above
    ani.send()

    ani.page.wait_for_url("**/tugas?**")


def test_an_old_page_sent_after_logging_in_elsewhere_comes_back_with_its_typing(
    somebody: Arrive, world: MovedWorld
) -> None:
    ani = somebody("ani", scripts=False)
    case_id = ani.start()
    ani.open(case_id, "susun")
    ani.page.get_by_label("Isi surat").fill("Mohon cuti.")
    world.move(hours=13)
    Somebody(ani.page.context.new_page()).log_in("ani")

    ani.send()
    ani.page.get_by_role("button", name="Buka formulir").click()

    expect(ani.page.get_by_label("Isi surat")).to_have_value("Mohon cuti.")
    ani.send()
    ani.page.wait_for_url("**/tugas?**")


def test_without_scripts_a_button_saves_the_draft(somebody: Arrive) -> None:
    ani = somebody("ani", scripts=False)
    case_id = ani.start()
    ani.open(case_id, "susun")
    ani.page.get_by_label("Isi surat").fill("Setengah jadi")

    ani.page.locator("#formulir").get_by_role("button", name="Simpan draf").click()
    ani.page.goto("/tugas")
    ani.open(case_id, "susun")

    expect(ani.page.get_by_label("Isi surat")).to_have_value("Setengah jadi")


def test_the_form_that_starts_a_case_keeps_a_draft_until_it_is_sent(somebody: Arrive) -> None:
    ani = somebody("ani")
    ani.page.goto("/perkara/baru/cuti")
    ani.page.get_by_label("Perihal").press_sequentially("Cuti besar")
    state(ani.page).to_have_text(SAVED)  # type: ignore[attr-defined]  # an expectation
    ani.page.goto("/perkara/baru/cuti")
    expect(ani.page.get_by_label("Perihal")).to_have_value("Cuti besar")

    ani.page.get_by_label("Lama (hari)").fill("3")
    ani.page.get_by_role("button", name="Mulai perkara").click()
    ani.page.wait_for_url("**/perkara/*mulai=1")
    ani.page.goto("/perkara/baru/cuti")

    expect(ani.page.get_by_label("Perihal")).to_have_value("")


@pytest.mark.parametrize(("size", "dark"), [("wide", False), ("narrow", True)])
def test_a_comment_mentions_somebody_and_does_not_lose_the_form(somebody: Arrive, size: str, dark: bool) -> None:
    ani = somebody("ani", size, dark=dark)
    case_id = ani.start()
    ani.open(case_id, "susun")
    typed(ani, "Belum selesai")

    ani.page.get_by_label("Komentar", exact=True).press_sequentially("Mohon arahan @bra")
    ani.page.keyboard.press("ArrowDown")
    ani.page.keyboard.press("Enter")
    ani.page.keyboard.type("<b>segera</b>")
    ani.page.get_by_role("button", name="Kirim komentar").click()

    expect(ani.page.locator(".spoken")).to_have_text("Mohon arahan @Bram <b>segera</b>")
    expect(ani.page.get_by_text("Menyebut Bram")).to_be_visible()
    expect(ani.page.get_by_label("Isi surat")).to_have_value("Belum selesai")
    picture(ani.page, f"percakapan-{size}")
    assert faults(ani.page) == []


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_a_task_is_handed_to_a_colleague_with_its_reason(somebody: Arrive, size: str) -> None:
    ani, bram, umi, dewi = somebody("ani"), somebody("bram"), somebody("umi", size), somebody("dewi", size)
    case_id = ani.start()
    ani.open(case_id, "susun")
    expect(ani.page.get_by_text("Serahkan kepada rekan")).to_have_count(0)
    typed(ani, "Mohon cuti.")
    ani.send()
    ani.page.wait_for_url("**/tugas?**")
    bram.open(case_id, "periksa")
    bram.page.get_by_label("Setuju").check()
    bram.send()
    bram.page.wait_for_url("**/tugas?**")

    umi.open(case_id, "nomori")
    umi.page.get_by_text("Serahkan kepada rekan").click()
    picture(umi.page, f"serahkan-{size}")
    looked = faults(umi.page)
    umi.page.get_by_label("Alasan").fill("Saya cuti mulai besok.")
    umi.page.get_by_role("button", name="Serahkan").click()
    expect(umi.page.locator(".notice[role=status]")).to_contain_text("Diserahkan")

    dewi.page.goto("/tugas")
    expect(dewi.page.get_by_text("Diserahkan Umi: Saya cuti mulai besok.")).to_be_visible()
    dewi.open(case_id, "nomori")
    expect(dewi.page.get_by_role("heading", name="Diserahkan kepada Anda oleh Umi")).to_be_visible()
    assert looked + faults(dewi.page) == []


def test_after_completing_one_key_opens_the_next_task(somebody: Arrive) -> None:
    ani = somebody("ani")
    first, second = ani.start("Cuti pertama"), ani.start("Cuti kedua")
    ani.open(first, "susun")
    typed(ani, "Mohon cuti.")
    ani.send()
    expect(ani.page.locator(".notice[role=status]")).to_contain_text("Memeriksa surat, Kepala Kantor (Bram)")
    picture(ani.page, "terkirim-wide")

    expect(ani.page.get_by_role("link", name="Tugas berikutnya")).to_be_focused()
    ani.page.keyboard.press("Enter")

    ani.page.wait_for_url(f"**{task_address(second, 'susun')}")
