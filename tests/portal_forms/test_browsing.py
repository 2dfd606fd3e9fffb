"""Forms in a real Chromium, with and without scripts, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from forms import Form
from tests.browser.looking import faults, picture
from tests.forms.making import DECISION, NOTE, choice, form, textfield

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def participants() -> Form:
    """A decision with a note, and participants with everything that a row can have."""
    person = [
        textfield("nip", "NIP", validate={"required": True}, properties={"format": "nip"}),
        textfield("nama", "Nama lengkap dengan gelar", validate={"required": True}),
        choice("select", "golongan", properties={"format": "golongan"}),
        choice("radio", "status", "hadir", "absen"),
        textfield("alasan", "Alasan", conditional={"hide": '=status != "absen"'}, validate={"required": True}),
        {"type": "filepicker", "id": "sk", "key": "sk", "label": "SK pangkat terakhir", "accept": ".pdf"},
    ]
    return form(
        {"type": "text", "text": "Periksa **setiap** peserta.\n\n- NIP\n- Golongan"},
        DECISION,
        dict(NOTE),
        {
            "type": "number",
            "key": "lama",
            "label": "Lama",
            "properties": {"unit": "hari"},
            "layout": {"row": "r", "columns": 8},
        },
        {
            "type": "datetime",
            "key": "mulai",
            "subtype": "date",
            "dateLabel": "Tanggal mulai",
            "layout": {"row": "r", "columns": 8},
        },
        {"type": "datetime", "key": "pukul", "subtype": "datetime", "dateLabel": "Waktu rapat"},
        choice("checklist", "syarat", *"abcdefghij", validate={"required": True}),
        {
            "type": "table",
            "label": "Rekap",
            "dataSource": "=rekap",
            "columns": [{"key": "nama", "label": "Nama"}, {"key": "nip", "label": "NIP"}],
        },
        {
            "type": "group",
            "id": "g",
            "path": "berkas",
            "label": "Berkas",
            "components": [{"type": "filepicker", "key": "foto", "label": "Foto", "accept": "image/*"}],
        },
        {
            "type": "dynamiclist",
            "id": "l",
            "path": "peserta",
            "label": "Peserta",
            "components": person,
            "properties": {"minRows": 1},
        },
        {"type": "checkbox", "key": "yakin", "label": "Data ini benar", "validate": {"required": True}},
    )


CONTEXT: dict[str, Any] = {"rekap": [{"nama": "Siti Aminah", "nip": "198609262015051001"}]}


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_a_form_can_be_used_by_everybody_on_any_screen(open_form: Open, size: str) -> None:
    page = open_form(participants(), CONTEXT, size)
    untouched = faults(page)
    picture(page, f"form-{size}")

    page.get_by_role("button", name="Kirim dan selesaikan").click()
    picture(page, f"form-{size}-errors")

    assert untouched == []
    assert faults(page) == []
    expect(page.get_by_role("alert")).to_be_focused()


def test_a_note_is_asked_for_only_when_returned(open_form: Open) -> None:
    page = open_form(form(DECISION, NOTE))
    note = page.get_by_label("Apa yang harus diperbaiki?")
    expect(note).to_be_hidden()

    page.get_by_label("Kembalikan").check()
    expect(note).to_be_visible()
    page.get_by_role("button", name="Kirim").click()

    page.get_by_role("link", name="Isi catatan: apa yang harus diperbaiki?").click()
    expect(page.get_by_label("Apa yang harus diperbaiki?")).to_be_focused()
    page.keyboard.type("Lengkapi dasar hukum.")
    page.get_by_role("button", name="Kirim").click()
    expect(page.locator("#tersimpan")).to_contain_text("Lengkapi dasar hukum.")


@pytest.mark.parametrize("scripts", [True, False])
def test_rows_are_added_filled_and_removed_and_nothing_typed_is_lost(open_form: Open, scripts: bool) -> None:
    rows = {"type": "dynamiclist", "id": "l", "path": "peserta", "label": "Peserta"}
    page = open_form(
        form(
            textfield("hal"),
            {**rows, "components": [textfield("nip", "NIP", properties={"format": "nip"}), textfield("nama")]},
        ),
        scripts=scripts,
    )

    page.get_by_label("Hal").fill("Undangan")
    page.get_by_label("Nama").fill("Satu")
    page.get_by_role("button", name="Tambah baris").click()
    page.get_by_role("button", name="Tambah baris").click()
    page.get_by_label("Nama").nth(1).fill("Dua")
    page.get_by_label("Nama").nth(2).fill("Tiga")
    page.get_by_label("NIP").nth(2).fill("198609262015051001")
    page.get_by_role("button", name="Hapus").nth(1).click()
    page.get_by_label("Hal").press("Enter")

    stored = page.locator("#tersimpan")
    expect(stored).to_contain_text("Undangan")
    expect(stored).to_contain_text("Satu")
    expect(stored).to_contain_text("19860926 201505 1 001")
    expect(stored).not_to_contain_text("Dua")


def test_conditions_work_in_added_rows_and_a_nip_is_grouped(open_form: Open) -> None:
    page = open_form(participants(), CONTEXT)
    page.get_by_role("button", name="Tambah baris").click()
    second = page.locator("[data-row='peserta.1']")

    second.get_by_label("Absen").check()
    second.get_by_label("NIP").fill("198609262015051001")
    second.get_by_label("NIP").blur()

    expect(second.get_by_label("Alasan")).to_be_visible()
    expect(page.locator("[data-row='peserta.0']").get_by_label("Alasan")).to_be_hidden()
    expect(second.get_by_label("NIP")).to_have_value("19860926 201505 1 001")


def test_without_scripts_the_server_asks_for_what_became_necessary(open_form: Open) -> None:
    page = open_form(form(DECISION, NOTE, textfield("hal", validate={"required": True})), scripts=False)
    expect(page.get_by_label("Apa yang harus diperbaiki?")).to_be_visible()

    page.get_by_label("Setuju").check()
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_label("Apa yang harus diperbaiki?")).to_be_hidden()
    page.get_by_label("Kembalikan").check()
    page.get_by_label("Hal").fill("x")
    page.get_by_role("button", name="Kirim").click()

    expect(page.get_by_label("Apa yang harus diperbaiki?")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("Isi catatan")


def test_dates_are_typed_or_picked_and_steer_conditions(open_form: Open) -> None:
    day = {"type": "datetime", "key": "mulai", "subtype": "date", "dateLabel": "Mulai", "validate": {"required": True}}
    page = open_form(form(day, textfield("alasan", conditional={"hide": "=mulai < batas"})), {"batas": "2026-12-01"})
    reason = page.get_by_label("Alasan")

    page.get_by_label("Mulai", exact=False).first.fill("30/11/2026")
    expect(reason).to_be_hidden()
    page.locator("input[type=date]").evaluate(
        "input => { input.value = '2026-12-05'; input.dispatchEvent(new Event('change')) }"
    )

    expect(page.locator("[name=mulai]")).to_have_value("05/12/2026")
    expect(reason).to_be_visible()
    page.get_by_role("button", name="Kirim").click()
    expect(page.locator("#tersimpan")).to_contain_text("5 Desember 2026")


def test_no_more_rows_than_the_form_takes(open_form: Open) -> None:
    rows = {
        "type": "dynamiclist",
        "id": "l",
        "path": "d",
        "components": [textfield("nama")],
        "properties": {"maxRows": 2},
    }
    page = open_form(form(rows))
    add = page.get_by_role("button", name="Tambah baris")

    add.click()
    expect(add).to_be_disabled()
    page.get_by_role("button", name="Hapus").first.click()
    expect(add).to_be_enabled()
