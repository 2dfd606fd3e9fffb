"""People at their browsers: a whole case, by mouse, by keyboard, without scripts; impatient and unlucky."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from engine import jobs
from engine.engine import Engine
from tests.browser.people import Somebody

Arrive = Callable[..., Somebody]


def test_three_people_bring_a_case_to_its_end(somebody: Arrive, engine: Engine) -> None:
    ani, bram, umi = somebody("ani"), somebody("bram", "narrow"), somebody("umi")
    case_id = ani.start()
    ani.page.get_by_role("link", name="Menyusun surat").first.click()
    ani.page.get_by_label("Isi surat").fill("Mohon cuti tiga hari.")
    ani.send()
    expect(ani.page.locator(".notice[role=status]")).to_contain_text("menunggu Kepala Kantor")

    bram.page.goto("/tugas")
    bram.page.get_by_role("link", name="Memeriksa surat").click()
    bram.page.get_by_label("Kembalikan").check()
    bram.page.get_by_label("Catatan").fill("Sebutkan tanggalnya.")
    bram.send()

    ani.page.goto("/tugas")
    ani.page.get_by_role("link", name="Menyusun surat").click()
    expect(ani.page.get_by_text("Sebutkan tanggalnya.").first).to_be_visible()
    ani.page.get_by_label("Isi surat").fill("Mohon cuti 7 sampai 9 Januari.")
    ani.send()
    bram.open(case_id, "periksa~2")
    bram.page.get_by_label("Setuju").check()
    bram.send()
    umi.open(case_id, "nomori")
    umi.page.get_by_label("Nomor agenda").fill("12")
    umi.send()
    umi.page.wait_for_url("**/tugas?**")
    jobs.run_pending(engine)
    umi.open(case_id, "jawaban")
    umi.page.get_by_label("Diberikan").check()
    umi.page.get_by_role("button", name="Catat penerimaan").click()

    expect(umi.page.locator(".notice[role=status]")).to_contain_text("sudah selesai")


def test_everything_works_without_scripts(somebody: Arrive) -> None:
    ani = somebody("ani", scripts=False)
    case_id = ani.start()
    ani.open(case_id, "susun")
    ani.page.get_by_label("Isi surat").fill("Mohon cuti.")
    ani.send()

    ani.page.goto(f"/perkara/{case_id}")

    expect(ani.page.locator(".outline li").nth(1)).to_contain_text("menunggu Kepala Kantor")
    expect(ani.page.get_by_text("Diagram memerlukan JavaScript")).to_be_visible()


def test_the_inbox_is_walked_and_opened_with_the_keyboard_alone(somebody: Arrive) -> None:
    ani = somebody("ani")
    first, second = ani.start("Cuti pertama"), ani.start("Cuti kedua")
    ani.page.goto("/tugas")

    ani.page.keyboard.press("j")
    ani.page.keyboard.press("j")
    ani.page.keyboard.press("k")
    ani.page.keyboard.press("j")
    ani.page.keyboard.press("Enter")

    ani.page.wait_for_url("**/tugas/susun")
    assert ani.page.url.split("/")[4] in (first, second)
    expect(ani.page.locator("h1")).to_have_text("Menyusun surat")


def test_the_first_tab_leads_past_the_menu(somebody: Arrive) -> None:
    ani = somebody("ani")
    ani.page.goto("/tugas")

    ani.page.keyboard.press("Tab")
    expect(ani.page.get_by_role("link", name="Langsung ke isi")).to_be_focused()
    ani.page.keyboard.press("Enter")

    expect(ani.page.locator("main")).to_be_focused()


def test_an_impatient_double_click_acts_once(somebody: Arrive) -> None:
    ani = somebody("ani")
    case_id = ani.start()
    ani.open(case_id, "susun")
    ani.page.get_by_label("Isi surat").fill("Mohon cuti.")

    ani.page.get_by_role("button", name="Kirim dan selesaikan").dblclick()
    ani.page.wait_for_url("**/tugas?**")

    ani.page.goto(f"/perkara/{case_id}")
    expect(ani.page.locator(".timeline li")).to_have_count(2)


def test_leaving_with_unsent_typing_asks_first(somebody: Arrive) -> None:
    ani = somebody("ani")
    case_id = ani.start()
    ani.open(case_id, "susun")
    ani.page.get_by_label("Isi surat").fill("Setengah jadi")
    asked: list[str] = []

    def stay(dialog: object) -> None:
        asked.append(dialog.type)  # type: ignore[attr-defined]  # playwright's Dialog
        dialog.dismiss()  # type: ignore[attr-defined]  # playwright's Dialog

    ani.page.on("dialog", stay)
    ani.page.get_by_role("link", name="Perkara", exact=True).click(no_wait_after=True)
    ani.page.wait_for_timeout(100)

    assert asked == ["beforeunload"]
    assert ani.page.get_by_label("Isi surat").input_value() == "Setengah jadi"


def test_light_and_dark_are_ones_own_choice(somebody: Arrive) -> None:
    ani = somebody("ani")
    ani.page.goto("/saya")
    before = ani.page.evaluate("getComputedStyle(document.body).backgroundColor")

    ani.page.get_by_role("button", name="Gelap").click()
    ani.page.wait_for_load_state()

    assert ani.page.evaluate("getComputedStyle(document.body).backgroundColor") != before


def test_the_diagram_shows_where_the_case_stands(somebody: Arrive) -> None:
    ani = somebody("ani")
    case_id = ani.start()
    ani.open(case_id, "susun")
    ani.page.get_by_label("Isi surat").fill("Mohon cuti.")
    ani.send()
    ani.page.wait_for_url("**/tugas?**")

    ani.page.goto(f"/perkara/{case_id}")
    ani.page.locator("[data-ready]").wait_for()

    assert ani.page.locator("[data-element-id=susun].state-done").count() == 1
    assert ani.page.locator("[data-element-id=periksa].state-active").count() == 1
    expect(ani.page.locator(".diagram-badge")).to_have_text("sekarang")
    expect(ani.page.locator(".bjs-powered-by")).to_be_visible()


def test_the_diagram_is_moved_by_its_buttons(somebody: Arrive) -> None:
    ani = somebody("ani", "narrow")
    case_id = ani.start()
    ani.page.goto(f"/perkara/{case_id}")
    ani.page.locator("[data-ready]").wait_for()
    width = "document.querySelector('[data-element-id=susun]').getBoundingClientRect().width"
    first = ani.page.evaluate(width)

    ani.page.get_by_role("button", name="Perbesar").click()
    larger = ani.page.evaluate(width)
    ani.page.get_by_role("button", name="Seluruh diagram").focus()
    ani.page.keyboard.press("Enter")
    whole = ani.page.evaluate(width)
    ani.page.get_by_role("button", name="Ke langkah sekarang").click()

    assert whole < first < larger
    assert ani.page.evaluate(width) == first
