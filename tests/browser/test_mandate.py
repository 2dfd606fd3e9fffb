"""A head with a Plh., at real browsers: entered by the operator, "Plh." wherever the deputy acts, gone after the last day."""

from __future__ import annotations

from playwright.sync_api import expect

from engine.world import MovedWorld
from tests.browser.conftest import Arrive
from tests.browser.looking import faults, picture


def test_a_head_with_a_plh(somebody: Arrive, world: MovedWorld) -> None:
    ani, oka = somebody("ani"), somebody("oka")
    case_id = ani.start()
    ani.open(case_id, "susun")
    ani.page.get_by_label("Isi surat").fill("Mohon cuti.")
    ani.send()
    ani.page.wait_for_url("**/tugas?**")

    oka.page.goto("/jabatan/kantor.kepala")
    form = oka.page.get_by_role("region", name="Catat mandat")
    form.get_by_label("Pegawai").select_option(label="Citra")
    form.get_by_label("Nomor surat").fill("800/7/2026")
    form.get_by_label("Hari pertama").fill("2026-01-05")
    form.get_by_label("Hari terakhir").fill("2026-01-07")
    form.get_by_role("button", name="Catat mandat").click()
    expect(oka.page.get_by_role("status")).to_contain_text("Tersimpan")
    picture(oka.page, "jabatan-satu-wide")
    with_mandate = faults(oka.page)

    citra = somebody("citra", "narrow")
    citra.open(case_id, "periksa")
    expect(citra.page.locator(".header.by-mandate")).to_contain_text("Plh. Kepala Kantor")
    citra.page.get_by_label("Setuju").check()
    picture(citra.page, "plh-tugas-narrow")
    citra.send()
    citra.page.wait_for_url("**/tugas?**")
    ani.page.goto(f"/perkara/{case_id}")
    expect(ani.page.get_by_text("Citra, Plh. Kepala Kantor").first).to_be_visible()

    world.move(days=3)
    after = somebody("citra", "narrow")
    expect(after.page.locator(".header.by-mandate")).to_have_count(0)
    assert with_mandate + faults(citra.page) == []


def test_the_pages_of_positions(somebody: Arrive) -> None:
    found = []
    for size, dark in (("wide", False), ("narrow", True)):
        oka = somebody("oka", size, dark=dark)
        for name, address in (("jabatan", "/jabatan"), ("jabatan-satu", "/jabatan/kantor.kepala")):
            oka.page.goto(address)
            for summary in oka.page.locator("summary").all():
                summary.click()
            picture(oka.page, f"{name}-{size}{'-gelap' if dark else ''}")
            found += faults(oka.page)

    assert found == []
