"""What the server accepts from a form, and what it says when it does not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from expressions import BASE, JAKARTA
from forms import validate
from tests.forms.making import DECISION, NOTE, choice, form, textfield

NOW = BASE.bind(now=datetime(2026, 11, 25, 9, tzinfo=JAKARTA))
UPLOAD = {"sha256": "a" * 64, "nama": "SK.pdf", "ukuran": 1200, "jenis": "application/pdf"}


def error(component: dict[str, Any], value: Any, **context: Any) -> str | None:
    """The message beside the one field of a form."""
    made = form(component)
    return validate(made, {made.fields[0].key: value}, context=context, functions=NOW).errors.get(made.fields[0].key)


def clean(component: dict[str, Any], value: Any, **context: Any) -> Any:
    """The clean value of the one field of a form."""
    made = form(component)
    checked = validate(made, {made.fields[0].key: value}, context=context, functions=NOW)
    assert checked.errors == {}
    return checked.data[made.fields[0].key]


def test_a_return_needs_its_note() -> None:
    review = form(DECISION, NOTE)

    returned = validate(review, {"keputusan": "kembalikan", "catatan": " "}, context={})

    assert returned.errors == {"catatan": "Isi catatan: apa yang harus diperbaiki?"}
    assert returned.data == {}
    assert returned.shown == {"keputusan": "kembalikan", "catatan": " "}


def test_an_approval_drops_the_hidden_note() -> None:
    review = form(DECISION, NOTE)

    approved = validate(review, {"keputusan": "setuju", "catatan": "x"}, context={})

    assert approved.errors == {}
    assert approved.data == {"keputusan": "setuju"}
    assert approved.shown["catatan"] == "x"


def test_a_field_hidden_by_a_hidden_field_stays_hidden() -> None:
    chain = form(
        textfield("rincian", conditional={"hide": '=alasan != "lain"'}),
        choice("select", "alasan", "sakit", "lain", conditional={"hide": "=hadir"}),
        {"type": "checkbox", "id": "h", "key": "hadir", "label": "Hadir"},
    )

    checked = validate(chain, {"rincian": "x", "alasan": "lain", "hadir": True}, context={})

    assert checked.data == {"hadir": True}


def test_nothing_unknown_is_accepted() -> None:
    nested = form({"type": "group", "id": "g", "path": "berkas", "components": [textfield("sk")]}, textfield("nama"))

    checked = validate(nested, {"nama": "a", "jabatan": "b", "berkas": {"sk": "1", "skp": "2"}, 7: 1}, context={})

    assert sorted(checked.errors) == ["7", "berkas.skp", "jabatan"]
    assert checked.data == {}


def test_empty_visible_fields_are_in_the_data_with_their_empty_value() -> None:
    made = form(
        textfield("a"), choice("select", "b", "x"), choice("checklist", "c", "x"), {"type": "checkbox", "key": "d"}
    )

    assert validate(made, {}, context={}).data == {"a": "", "b": None, "c": [], "d": False}


@pytest.mark.parametrize("bad", [None, "x", 3, [], [["keputusan", "setuju"]]])
def test_what_is_no_form_data_is_refused(bad: Any) -> None:
    assert "" in validate(form(DECISION), bad, context={}).errors


@pytest.mark.parametrize("bad", [3, True, ["a"], {"a": 1}])
def test_a_text_is_a_text(bad: Any) -> None:
    assert error(textfield("nama"), bad) == "Isi dengan teks."


@pytest.mark.parametrize("bad", ["a\x00b", "a\u202eb", "a\ud800b"])
def test_hidden_characters_are_refused(bad: str) -> None:
    assert "karakter tersembunyi" in (error(textfield("nama"), bad) or "")


def test_texts_are_trimmed_and_composed() -> None:
    assert clean(textfield("nama"), "  Andre\u0301 \n Putra ") == "André Putra"


@pytest.mark.parametrize(
    ("validate_", "value", "said"),
    [
        ({"maxLength": 3}, "abcd", "Paling banyak 3 karakter; sekarang 4."),
        ({"minLength": 3}, "ab", "Terlalu pendek: sedikitnya 3 karakter."),
        ({"pattern": "^[A-Z]{3}$"}, "abc", "Bentuknya tidak sesuai"),
        ({"required": True}, "", "Isi nama."),
    ],
)
def test_text_limits(validate_: dict[str, Any], value: str, said: str) -> None:
    assert (error(textfield("nama", validate=validate_), value) or "").startswith(said)


def test_nip_is_stored_without_its_spaces() -> None:
    assert clean(textfield("nip", properties={"format": "nip"}), "19860926 201505 1 001") == "198609262015051001"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("19860926201505100", "18 angka"),
        ("198613262015051001", "tanggal lahir"),
        ("198602302015051001", "tanggal lahir"),
        ("198609262015051001"[:14] + "3001", "ke-15"),
        ("198609262015131001", "tahun dan bulan"),
        ("198609262003081001", "sebelum usia 17"),
        ("198609262026121001", "belum terjadi"),
        ("１９８６０９２６２０１５０５１００１", "18 angka"),
    ],
)
def test_wrong_nip(typed: str, said: str) -> None:
    assert said in (error(textfield("nip", properties={"format": "nip"}), typed) or "")


def test_service_may_begin_in_the_month_of_the_seventeenth_birthday() -> None:
    assert clean(textfield("nip", properties={"format": "nip"}), "198609262003091001") == "198609262003091001"


def test_contract_staff_have_a_code_instead_of_a_month() -> None:
    field = textfield("nip", properties={"format": "nip"})

    assert clean(field, "199001012022211001") == "199001012022211001"
    assert "PPPK" in (error(textfield("nip", properties={"format": "nip", "pppk": False}), "199001012022211001") or "")


@pytest.mark.parametrize(
    ("kind", "good", "stored", "bad"),
    [
        ("email", "a.b@bkpsda.go.id", "a.b@bkpsda.go.id", "a@b"),
        ("telepon", "0812-3456 789", "08123456789", "telepon kantor"),
        ("nomor_surat", "800.1.14.1/12/433.202/2026", "800.1.14.1/12/433.202/2026", "belum ada"),
        ("golongan", "iii D", "III/d", "V/a"),
        ("orang", "Dr. Siti Aminah, M.Si.", "Dr. Siti Aminah, M.Si.", "12345"),
    ],
)
def test_text_formats(kind: str, good: str, stored: str, bad: str) -> None:
    field = textfield("isi", properties={"format": kind})

    assert clean(field, good) == stored
    assert error(field, bad)


@pytest.mark.parametrize("bad", ["3", True, float("nan"), float("inf"), 10**20, [1]])
def test_a_number_is_a_number(bad: Any) -> None:
    assert error({"type": "number", "key": "n", "label": "N"}, bad)


def test_number_bounds_and_decimals() -> None:
    field = {"type": "number", "key": "n", "label": "N", "decimalDigits": 2, "validate": {"min": 0, "max": "=batas"}}

    assert clean(field, 83.25, batas=100) == 83.25
    assert type(clean(field, 83.0, batas=100)) is int
    assert error(field, 83.125, batas=100) == "Paling banyak 2 angka di belakang koma."
    assert error(field, -1, batas=100) == "Paling kecil 0."
    assert error(field, 1000.5, batas=1000.25) == "Paling besar 1.000,25."


def test_only_offered_options_are_taken() -> None:
    assert error(choice("select", "a", "x", "y"), "z") == "Pilih salah satu dari pilihan yang tersedia."
    assert clean(choice("checklist", "a", "x", "y", "z"), ["z", "x", "x"]) == ["x", "z"]
    assert error(choice("checklist", "a", "x"), ["x", ["x"]])


def test_options_from_the_context() -> None:
    field = {
        "type": "radio",
        "key": "a",
        "label": "A",
        "valuesExpression": "=for s in syarat return {label: s.judul, value: s.kunci}",
    }

    assert clean(field, "sk", syarat=[{"judul": "SK", "kunci": "sk"}]) == "sk"
    assert error(field, "sk", syarat=[])


def test_a_person_is_chosen_whole_never_typed() -> None:
    field = {"type": "select", "key": "penilai", "label": "Penilai", "properties": {"format": "orang"}}
    people = [{"nip": "198609262015051001", "nama": "Siti", "jabatan": "Kabid"}]

    assert clean(field, "198609262015051001", orang=people) == people[0]
    assert error(field, {"nip": "198609262015051001", "nama": "Bukan Siti"}, orang=people)


def test_golongan_select() -> None:
    field = {"type": "select", "key": "golongan", "label": "Golongan", "properties": {"format": "golongan"}}

    assert clean(field, "III/d") == "III/d"
    assert clean(field, "IX") == "IX"
    assert error(field, "III/e")


@pytest.mark.parametrize(
    ("subtype", "value", "stored"),
    [
        ("date", "2026-11-24", "2026-11-24"),
        ("time", "09:30", "09:30"),
        ("datetime", "2026-11-24T09:30", "2026-11-24T09:30:00+07:00"),
        ("datetime", "2026-11-24T02:30:00Z", "2026-11-24T09:30:00+07:00"),
    ],
)
def test_moments(subtype: str, value: str, stored: str) -> None:
    assert clean({"type": "datetime", "key": "t", "subtype": subtype, "dateLabel": "Tanggal"}, value) == stored


@pytest.mark.parametrize("bad", ["24/11/2026", "2026-02-30", "20261124", "0001-01-01", "2026-W01-1", 5])
def test_wrong_dates(bad: Any) -> None:
    assert error({"type": "datetime", "key": "t", "subtype": "date", "dateLabel": "Tanggal"}, bad)


def test_date_limits() -> None:
    field = {"type": "datetime", "key": "t", "subtype": "date", "properties": {"min": "=mulai", "max": "2026-12-31"}}

    assert error(field, "2026-11-30", mulai="2026-12-01") == "Paling awal 1 Desember 2026."
    assert error(field, "2027-01-01", mulai="2026-12-01") == "Paling akhir 31 Desember 2026."
    past = {"type": "datetime", "key": "t", "subtype": "date", "disallowPassedDates": True}
    assert error(past, "2026-11-24") == "Waktu ini sudah lewat."
    assert clean(past, "2026-11-25") == "2026-11-25"


def test_files_are_complete_references_of_the_right_kind() -> None:
    field = {"type": "filepicker", "key": "sk", "label": "SK", "accept": ".pdf", "properties": {"maxSize": "1 MB"}}

    assert clean(field, [UPLOAD]) == [UPLOAD]
    assert error(field, [{"sha256": "a" * 64}]) == "Unggah lagi berkas ini."
    assert error(field, [UPLOAD | {"lokasi": "/etc"}]) == "Unggah lagi berkas ini."
    assert "bukan jenis" in (error(field, [UPLOAD | {"nama": "SK.exe"}]) or "")
    assert "paling besar 1 MB" in (error(field, [UPLOAD | {"ukuran": 1_000_001}]) or "")
    assert "satu berkas" in (error(field, [UPLOAD, UPLOAD]) or "")


def rows(**more: Any) -> dict[str, Any]:
    """A list of participants."""
    inner = [textfield("nama", validate={"required": True}), textfield("catatan")]
    return {"type": "dynamiclist", "id": "l", "path": "peserta", "label": "Peserta", "components": inner} | more


def test_rows_are_checked_one_by_one_and_blank_ones_do_not_count() -> None:
    checked = validate(
        form(rows()), {"peserta": [{"nama": "A"}, {"nama": " ", "catatan": ""}, {"catatan": "x"}]}, context={}
    )

    assert checked.errors == {"peserta.2.nama": "Isi nama."}
    assert validate(form(rows()), {"peserta": [{"nama": "A"}, {"nama": ""}]}, context={}).data["peserta"] == [
        {"nama": "A", "catatan": ""}
    ]


def test_a_row_with_only_an_unticked_box_is_blank() -> None:
    made = form(rows(components=[textfield("nama", validate={"required": True}), {"type": "checkbox", "key": "hadir"}]))

    assert validate(made, {"peserta": [{"nama": " ", "hadir": False}]}, context={}).data == {"peserta": []}
    assert validate(made, {"peserta": [{"nama": "", "hadir": True}]}, context={}).errors


def test_row_limits() -> None:
    limited = form(rows(properties={"minRows": 2, "maxRows": 3}))

    few = validate(limited, {"peserta": [{"nama": "A"}, {}]}, context={})
    many = validate(limited, {"peserta": [{"nama": "A"}] * 4}, context={})
    none = validate(limited, {"peserta": [{"nama": "A"}]}, context={})

    assert few.errors == {"peserta.1.nama": "Isi nama."}
    assert none.errors == {"peserta": "Isi sedikitnya 2 baris peserta."}
    assert many.errors == {"peserta": "Paling banyak 3 baris; sekarang 4."}


def test_a_fixed_list_keeps_what_the_system_put_there() -> None:
    present = form(
        {
            "type": "dynamiclist",
            "id": "l",
            "path": "hadir",
            "allowAddRemove": False,
            "properties": {"alur:default": "=peserta"},
            "components": [
                textfield("nip", readonly=True),
                choice("radio", "status", "hadir", "absen", validate={"required": True}),
            ],
        }
    )
    context = {"peserta": [{"nip": "1", "opd": "dinkes"}, {"nip": "2", "opd": "disdik"}]}

    good = validate(present, {"hadir": [{"status": "hadir"}, {"nip": "2", "status": "absen"}]}, context=context)
    forged = validate(present, {"hadir": [{"nip": "9", "status": "hadir"}, {"status": "hadir"}]}, context=context)
    short = validate(present, {"hadir": [{"status": "hadir"}]}, context=context)

    assert good.data == {"hadir": [{"nip": "1", "status": "hadir"}, {"nip": "2", "status": "absen"}]}
    assert list(forged.errors) == ["hadir.0.nip"]
    assert list(short.errors) == ["hadir"]


def test_required_by_a_rule_of_the_row() -> None:
    made = form(
        {
            "type": "dynamiclist",
            "id": "l",
            "path": "hadir",
            "components": [
                choice("radio", "status", "hadir", "absen"),
                textfield("alasan", properties={"requiredIf": '=status = "absen"'}),
            ],
        }
    )

    checked = validate(made, {"hadir": [{"status": "hadir"}, {"status": "absen"}]}, context={})

    assert checked.errors == {"hadir.1.alasan": "Isi alasan."}


def test_a_rule_over_what_is_not_filled_in_is_not_true() -> None:
    made = form({"type": "number", "key": "n", "label": "N"}, textfield("alasan", conditional={"hide": "=n < 3"}))

    assert validate(made, {"alasan": "x"}, context={}).data == {"n": None, "alasan": "x"}


def test_a_submission_is_bounded_as_a_whole() -> None:
    made = form(rows(components=[{"type": "textarea", "key": "isi", "label": "Isi"}]))

    checked = validate(made, {"peserta": [{"isi": "x" * 19_000}] * 30}, context={})

    assert "melebihi 500.000 karakter" in checked.errors[""]


def test_what_is_filled_in_comes_before_what_the_case_calls_the_same() -> None:
    review = form(DECISION, NOTE)

    assert "catatan" in validate(review, {"keputusan": "kembalikan"}, context={"keputusan": "setuju"}).errors


def test_options_may_differ_from_row_to_row() -> None:
    unit = {
        "type": "select",
        "id": "u",
        "key": "unit",
        "label": "Unit",
        "valuesExpression": '=if jenis = "a" then ["a1"] else ["b1"]',
    }
    made = form(rows(components=[choice("radio", "jenis", "a", "b"), unit]))

    checked = validate(
        made,
        {"peserta": [{"jenis": "a", "unit": "a1"}, {"jenis": "b", "unit": "b1"}, {"jenis": "b", "unit": "a1"}]},
        context={},
    )

    assert list(checked.errors) == ["peserta.2.unit"]


def test_inside_a_group_its_own_fields_come_first() -> None:
    group = {
        "type": "group",
        "id": "g",
        "path": "atasan",
        "components": [
            textfield("jabatan", conditional={"hide": "=sama"}),
            {"type": "checkbox", "id": "s2", "key": "sama"},
        ],
    }
    made = form({"type": "checkbox", "id": "s1", "key": "sama"}, group)

    checked = validate(made, {"sama": True, "atasan": {"sama": False, "jabatan": "x"}}, context={})

    assert checked.data == {"sama": True, "atasan": {"sama": False, "jabatan": "x"}}
    assert validate(made, {"sama": False, "atasan": {"sama": True}}, context={}).data["atasan"] == {"sama": True}


def test_only_what_is_true_hides() -> None:
    made = form({"type": "number", "key": "n"}, textfield("a", conditional={"hide": "=n"}))

    assert validate(made, {"n": 1, "a": "x"}, context={}).data == {"n": 1, "a": "x"}
