"""An operator imports people after a look and makes an account; that person comes in, must choose a password, and then works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrive
from tests.browser.looking import faults, picture

CSV = """DAFTAR PEGAWAI BKPSDA;;;;
NIP BARU;Nama Lengkap;Pangkat/Gol. Ruang;Jabatan;Unit Kerja
198001012005011001;Ani Lestari, S.E.;Penata (III/c);Analis Kepegawaian;Kantor Contoh
199005142013122002;Dewi Anggraini, S.Kom.;Penata Muda (III/a);Pranata Komputer;Kantor Contoh
198305062008012003;Siti Rahma, S.H.;Pembina (IV/a);Kepala Bidang;Kantor Contoh
198001022005011002;Bram;;;
1,98606E+17;Budi Santoso;Penata (III/c);;Kantor Contoh
19910230201312;Cahyo Adi;;;
"""
OWN = "kucing tiga di atap"


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A file as a regency exports it, with two NIPs that a spreadsheet spoilt."""
    file = tmp_path / "pegawai.csv"
    file.write_text(CSV, encoding="utf-8-sig")
    return file


def test_a_new_colleague_comes_from_a_file_to_the_first_task(
    somebody: Arrive, open_browser: Arrive, export: Path
) -> None:
    oka = somebody("oka").page
    found = _import(oka, export)
    oka.get_by_role("link", name="Ke daftar pegawai").click()
    oka.get_by_label("Cari nama").fill("anggraini")
    oka.get_by_role("button", name="Tampilkan").click()
    oka.get_by_role("link", name="Dewi Anggraini, S.Kom.").click()
    oka.get_by_text("Buatkan akun").click()
    oka.get_by_label("Nama pengguna").fill("dewi.a")
    oka.get_by_role("button", name="Buat akun").click()
    first = oka.get_by_label("Kata sandi pertama", exact=True).last.input_value()
    picture(oka, "kata-sandi-pertama-wide")
    found += faults(oka)
    oka.get_by_role("link", name="Sudah saya sampaikan").click()
    expect(oka.get_by_text("kata sandi pertama belum diganti")).to_be_visible()

    dewi: Page = open_browser("narrow")  # type: ignore[assignment]  # the fixture gives a page
    dewi.goto("/tugas")
    dewi.get_by_label("Nama pengguna").fill("dewi.a")
    dewi.get_by_label("Kata sandi").fill(first)
    dewi.get_by_role("button", name="Masuk").click()
    expect(dewi.get_by_role("heading", name="Ganti kata sandi")).to_be_visible()
    expect(dewi.get_by_text("diberikan Oka")).to_be_visible()
    dewi.goto("/perkara")
    expect(dewi).to_have_url(re.compile(r"/saya/kata-sandi\?lanjut=/perkara$"))
    picture(dewi, "ganti-sandi-narrow")
    found += faults(dewi)
    _choose_by_keyboard(dewi, first)
    dewi.wait_for_url(re.compile(r":\d+/perkara$"))
    dewi.goto("/saya")
    expect(dewi.get_by_role("heading", name="Dewi Anggraini, S.Kom.")).to_be_visible()

    oka.reload()
    expect(oka.get_by_text("Kata sandi diganti sendiri")).to_be_visible()
    assert found + faults(dewi) == []


def _import(oka: Page, export: Path) -> list[str]:
    oka.goto("/operasi")
    oka.get_by_role("link", name="Pegawai", exact=True).click()
    oka.get_by_role("link", name="Impor dari CSV").click()
    picture(oka, "impor-wide")
    found = faults(oka)
    oka.get_by_label("Berkas CSV").set_input_files(export)
    oka.get_by_role("button", name="Lihat pratinjau").click()
    expect(oka.get_by_text("2 baru, 1 berubah, 1 tetap sama, 2 ditolak.")).to_be_visible()
    picture(oka, "impor-pratinjau-wide")
    found += faults(oka)
    oka.get_by_role("button", name="Terapkan 3 perubahan").press("Enter")
    expect(oka.get_by_role("status")).to_contain_text("2 pegawai baru, 1 diubah")
    return found + faults(oka)


def _choose_by_keyboard(page: Page, first: str) -> None:
    """Every field and button in turn by Tab; a password can be looked at, and is hidden again when it is sent."""
    page.get_by_label("Kata sandi pertama").focus()
    page.keyboard.type(first)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Tampilkan").first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type(OWN)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Kata sandi baru", exact=True)).to_have_attribute("type", "text")
    page.keyboard.press("Tab")
    page.keyboard.type(OWN)
    page.keyboard.press("Enter")


def test_the_pages_of_people(somebody: Arrive, export: Path) -> None:
    found = []
    for size, dark in (("wide", False), ("narrow", False), ("wide", True), ("narrow", True)):
        oka = somebody("oka", size, dark=dark).page
        end = f"{size}{'-gelap' if dark else ''}"
        pages = {
            "pegawai": "/pegawai",
            "pegawai-baru": "/pegawai/baru",
            "pegawai-satu": "/pegawai/bram",
            "pegawai-sendiri": "/pegawai/oka",
            "operasi": "/operasi",
            "jurnal": "/jurnal?dari=kemarin&pelaku=siapa",
            "impor": "/pegawai/impor",
            "ganti-sandi": "/saya/kata-sandi",
        }
        for name, address in pages.items():
            oka.goto(address)
            for summary in oka.locator("summary").all():
                summary.click()
            picture(oka, f"{name}-{end}")
            found += [f"{name} {end}: {fault}" for fault in faults(oka)]
        oka.goto("/pegawai/impor")
        oka.get_by_label("Berkas CSV").set_input_files(export)
        oka.get_by_role("button", name="Lihat pratinjau").click()
        picture(oka, f"impor-pratinjau-{end}")
        found += [f"pratinjau {end}: {fault}" for fault in faults(oka)]

    assert found == []
