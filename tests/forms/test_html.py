"""From what a browser sends to data, and the buttons that add and remove rows."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from forms import edit_rows, from_html, initial, validate
from tests.forms.making import choice, form, textfield

ROWS = {
    "type": "dynamiclist",
    "id": "l",
    "path": "peserta",
    "components": [textfield("nama"), {"type": "checkbox", "id": "h", "key": "hadir"}],
}
FILE = '{"sha256": "aa", "nama": "SK.pdf"}'


@pytest.mark.parametrize("names", [("peserta.0.nama", "peserta.3.nama"), ("peserta[0].nama", "peserta[3].nama")])
def test_rows_come_by_number_with_or_without_brackets(names: tuple[str, str]) -> None:
    sent = MultiDict([(names[1], "B"), (names[0], "A"), ("peserta.0.hadir", "true")])

    assert from_html(form(ROWS), sent) == {"peserta": [{"nama": "A", "hadir": True}, {"nama": "B", "hadir": False}]}


def test_rows_stay_in_the_order_of_their_numbers() -> None:
    sent = {f"peserta.{number}.nama": str(number) for number in (17, 8, 33, 1)}

    assert [row["nama"] for row in from_html(form(ROWS), sent)["peserta"]] == ["1", "8", "17", "33"]


def test_a_row_of_empty_boxes_is_still_a_row() -> None:
    boxes = form({"type": "dynamiclist", "id": "l", "path": "d", "components": [{"type": "checkbox", "key": "a"}]})

    assert from_html(boxes, MultiDict([("_row", "d.0."), ("_row", "d.1."), ("d.1.a", "true")])) == {
        "d": [{"a": False}, {"a": True}]
    }


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12", 12),
        ("1.250", 1250),
        ("1.250,5", 1250.5),
        ("83,25", 83.25),
        ("83.25", 83.25),
        ("-3", -3),
        ("dua", "dua"),
        ("1,2,3", "1,2,3"),
        (" ", None),
    ],
)
def test_numbers_as_people_type_them(typed: str, meant: Any) -> None:
    number = form({"type": "number", "key": "n", "label": "N"})

    assert from_html(number, {"n": typed}).get("n") == meant


@pytest.mark.parametrize(
    ("subtype", "typed", "meant"),
    [
        ("date", "24/11/2026", "2026-11-24"),
        ("date", "1-2-2026", "2026-02-01"),
        ("date", "24 November 2026", "2026-11-24"),
        ("date", "kemarin", "kemarin"),
        ("time", "9.30", "09:30"),
        ("datetime", "24/11/2026 9.30", "2026-11-24T09:30"),
        ("datetime", "2026-11-24T09:30", "2026-11-24T09:30"),
    ],
)
def test_dates_as_people_type_them(subtype: str, typed: str, meant: str) -> None:
    moment = form({"type": "datetime", "key": "t", "subtype": subtype})

    assert from_html(moment, {"t": typed}) == {"t": meant}


def test_choices_boxes_and_groups() -> None:
    made = form(
        choice("checklist", "syarat", "a", "b"),
        {"type": "checkbox", "key": "yakin"},
        {"type": "group", "path": "alamat", "components": [textfield("kota")]},
    )

    sent = MultiDict([("syarat", "b"), ("syarat", "a"), ("alamat.kota", "Bangkalan")])

    assert from_html(made, sent) == {"syarat": ["b", "a"], "yakin": False, "alamat": {"kota": "Bangkalan"}}


def test_the_newest_file_replaces_the_one_before_and_several_add_up() -> None:
    one = form({"type": "filepicker", "key": "f", "label": "F"})
    many = form({"type": "filepicker", "key": "f", "label": "F", "multiple": True})
    sent = MultiDict([("f", FILE), ("f", "b" * 64), ("f", "")])

    assert from_html(one, sent) == {"f": [{"sha256": "b" * 64}]}
    assert from_html(many, sent) == {"f": [{"sha256": "aa", "nama": "SK.pdf"}, {"sha256": "b" * 64}]}


def test_names_that_the_form_does_not_have_are_refused_by_name() -> None:
    data = from_html(
        form(textfield("nama"), ROWS), {"nama": "A", "peran": "admin", "peserta.0.gaji": "1", "_versi": "3"}
    )

    assert set(validate(form(textfield("nama"), ROWS), data, context={}).errors) == {"peran", "peserta.0.gaji"}


def test_add_and_remove_rows_without_losing_input() -> None:
    made = form(textfield("nama"), ROWS)
    typed = {"nama": "x", "peserta": [{"nama": "A"}, {"nama": "B"}, {"nama": "C"}]}

    added, pressed = edit_rows(made, typed, {"_add": "peserta"})
    removed, _ = edit_rows(made, typed, {"_remove": "peserta.1"})
    untouched, not_pressed = edit_rows(made, typed, {})

    assert pressed and not not_pressed
    assert added == {"nama": "x", "peserta": [{"nama": "A"}, {"nama": "B"}, {"nama": "C"}, {}]}
    assert removed == {"nama": "x", "peserta": [{"nama": "A"}, {"nama": "C"}]}
    assert untouched == typed
    assert len(typed["peserta"]) == 3


def test_rows_in_rows_and_stored_files_can_be_removed() -> None:
    inner = {"type": "dynamiclist", "id": "i", "path": "riwayat", "components": [textfield("jabatan")]}
    upload = {"type": "filepicker", "key": "sk", "label": "SK", "multiple": True}
    made = form(
        {"type": "dynamiclist", "id": "l", "path": "peserta", "components": [textfield("nama"), inner]},
        {"type": "group", "path": "berkas", "components": [upload]},
    )
    typed = {
        "peserta": [{"nama": "A", "riwayat": [{"jabatan": "x"}]}],
        "berkas": {"sk": [{"sha256": "a"}, {"sha256": "b"}]},
    }

    assert edit_rows(made, typed, {"_remove": "peserta.0.riwayat.0"})[0]["peserta"] == [{"nama": "A", "riwayat": []}]
    assert edit_rows(made, typed, {"_add": "peserta.0.riwayat"})[0]["peserta"][0]["riwayat"] == [{"jabatan": "x"}, {}]
    assert edit_rows(made, typed, {"_remove": "berkas.sk.0"})[0]["berkas"] == {"sk": [{"sha256": "b"}]}


@pytest.mark.parametrize("target", ["asing", "peserta.0", "peserta.x.y", "", "nama", "peserta.99.nama.1"])
def test_a_foreign_row_button_changes_nothing(target: str) -> None:
    typed = {"nama": "x", "peserta": [{"nama": "A"}]}

    assert edit_rows(form(textfield("nama"), ROWS), typed, {"_add": target})[0] == typed


def test_an_untouched_form_shows_its_defaults() -> None:
    made = form(
        textfield("hal", defaultValue="=naskah.hal"),
        choice("radio", "sifat", "biasa", "segera", defaultValue="biasa"),
        {**ROWS, "defaultRepetitions": 2},
        {
            "type": "dynamiclist",
            "id": "b",
            "path": "batch",
            "components": [textfield("tempat")],
            "properties": {"alur:default": "=kegiatan.batch"},
        },
    )
    context = {"naskah": {"hal": "Undangan"}, "kegiatan": {"batch": [{"tempat": "Aula", "nomor": 1}]}}

    assert initial(made, context=context) == {
        "hal": "Undangan",
        "sifat": "biasa",
        "peserta": [{}, {}],
        "batch": [{"tempat": "Aula"}],
    }


def test_row_buttons_keep_to_what_the_list_allows() -> None:
    fixed = form({**ROWS, "allowAddRemove": False, "properties": {"alur:default": "=orang"}})
    full = form({**ROWS, "properties": {"maxRows": 1}})
    typed = {"peserta": [{"nama": "A"}]}

    assert edit_rows(fixed, typed, {"_remove": "peserta.0"})[0] == typed
    assert edit_rows(fixed, typed, {"_add": "peserta"})[0] == typed
    assert edit_rows(full, typed, {"_add": "peserta"})[0] == typed
