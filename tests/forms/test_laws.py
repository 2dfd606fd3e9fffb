"""Laws: validation never raises and never lets anything unknown through; samples are always valid; patterns sample themselves."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms import Form, UnknownPath, from_html, load, sample, validate
from forms.patterns import Pattern
from tests.forms.making import DECISION, NOTE, choice, form, textfield

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


def everything() -> Form:
    """A form with every kind of field and every limit."""
    upload = {"type": "filepicker", "key": "foto", "label": "Foto", "accept": "image/*,.pdf", "multiple": True}
    person = [
        textfield("nip", validate={"required": True}, properties={"format": "nip"}),
        textfield("nama", validate={"required": True, "minLength": 10, "maxLength": 30}),
        choice("select", "golongan", properties={"format": "golongan"}),
        choice("radio", "status", "hadir", "absen", validate={"required": True}),
        textfield(
            "alasan", conditional={"hide": '=status = "hadir"'}, properties={"requiredIf": '=keputusan = "setuju"'}
        ),
        {"type": "dynamiclist", "id": "d", "path": "riwayat", "components": [textfield("jabatan"), upload]},
    ]
    return form(
        DECISION,
        NOTE,
        *(
            textfield(kind, properties={"format": kind})
            for kind in ("nip", "email", "telepon", "nomor_surat", "orang", "golongan")
        ),
        textfield("kode", validate={"pattern": r"^[A-Z]{2}-\d{3,5}(/\w+)?$", "required": True}),
        {
            "type": "number",
            "key": "hari",
            "label": "Hari",
            "decimalDigits": 0,
            "validate": {"required": True, "min": 1, "max": "=batas"},
        },
        {"type": "number", "key": "nilai", "label": "Nilai", "decimalDigits": 2, "validate": {"min": -0.5, "max": 0.5}},
        {"type": "checkbox", "key": "setuju", "label": "Setuju", "validate": {"required": True}},
        choice("checklist", "syarat", "a", "b", "c", validate={"required": True}),
        choice("taglist", "tanda", "a", "b"),
        {"type": "select", "key": "pilih", "label": "Pilih", "valuesKey": "daftar", "validate": {"required": True}},
        *(
            {"type": "datetime", "key": f"t_{kind}", "subtype": kind, "dateLabel": kind, "validate": {"required": True}}
            for kind in ("date", "time", "datetime")
        ),
        {
            "type": "datetime",
            "key": "antara",
            "subtype": "date",
            "properties": {"min": "2027-01-01", "max": "2027-01-03"},
        },
        {
            "type": "group",
            "path": "berkas",
            "components": [{**upload, "key": "sk", "multiple": False, "validate": {"required": True}}],
        },
        {
            "type": "dynamiclist",
            "id": "l",
            "path": "peserta",
            "components": person,
            "properties": {"minRows": 1, "maxRows": 4},
        },
    )


EVERYTHING = everything()
CONTEXT: dict[str, Any] = {"batas": 5, "daftar": [{"label": "Satu", "value": 1}, "dua", {"nip": "1", "nama": "Siti"}]}
KEYS = st.sampled_from([field.key for field in EVERYTHING.fields] + ["berkas", "asing"])


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(KEYS, JSON) | JSON)
def test_validation_never_raises_and_stores_only_what_the_form_has(submitted: Any) -> None:
    checked = validate(EVERYTHING, submitted, context=CONTEXT)

    assert checked.errors or set(checked.data) <= {field.path[0] for field in EVERYTHING.fields}
    assert not (checked.errors and checked.data)


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=0, max_value=2**32))
def test_samples_are_valid_and_stay_the_same_when_validated_again(seed: int) -> None:
    made = sample(EVERYTHING, random.Random(seed), context=CONTEXT)

    checked = validate(EVERYTHING, made, context=CONTEXT)

    assert checked.errors == {}
    assert validate(EVERYTHING, checked.data, context=CONTEXT).data == checked.data
    assert made == sample(EVERYTHING, random.Random(seed), context=CONTEXT)


@pytest.mark.parametrize(
    "path", sorted(Path("processes").glob("*/forms/*.form")), ids=lambda path: f"{path.parts[1]}-{path.stem}"
)
def test_every_form_of_the_agency_loads_and_can_be_filled(path: Path) -> None:
    made = load(path.read_bytes(), name=path.stem)
    if made.needs:
        return  # its context comes from a case; the simulation fills it there

    for seed in range(3):
        data = sample(made, random.Random(seed), context={})
        assert validate(made, data, context={}).errors == {}


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.text(max_size=20), st.text(max_size=20) | st.lists(st.text(max_size=8), max_size=3), max_size=8)
)
def test_html_is_read_without_raising_and_unknown_names_are_reported(fields: dict[str, Any]) -> None:
    data = from_html(EVERYTHING, fields)

    errors = validate(EVERYTHING, data, context=CONTEXT).errors
    foreign = {name for name, value in fields.items() if re.fullmatch("[a-z]{1,20}", name) and value != []}
    assert foreign - {field.path[0] for field in EVERYTHING.fields} <= set(errors)


PATTERNS = [
    "^[A-Z]{3}$",
    r"\d{2,4}(-\d+)?",
    "(ab|cd){1,3}x?",
    r"^([01][0-9]|2[0-3]):[0-5][0-9]$",
    r"a\.b[^0-9]",
    "",
    "(?:x|y)z+",
]


@pytest.mark.parametrize("source", PATTERNS)
def test_patterns_sample_what_they_match(source: str) -> None:
    pattern = Pattern(source)

    for seed in range(30):
        made = pattern.sample(random.Random(seed))
        assert re.search(source, made) is not None
        assert pattern.matches(made)


def test_a_text_too_long_never_matches_a_pattern() -> None:
    assert Pattern("^a+$").matches("a" * 200)
    assert not Pattern("^a+$").matches("a" * 201)


def test_overrides_are_laid_over_and_steer_what_is_visible() -> None:
    made = sample(
        form(DECISION, NOTE),
        random.Random(1),
        context={},
        overrides={"keputusan": "kembalikan", "catatan": lambda rng: "Lengkapi."},
    )

    assert made == {"keputusan": "kembalikan", "catatan": "Lengkapi."}
    assert "keputusan" not in sample(form(DECISION), random.Random(1), context={}, overrides={"keputusan": ...})


def test_overrides_reach_into_rows_and_groups() -> None:
    row = {
        "type": "dynamiclist",
        "id": "l",
        "path": "peserta",
        "components": [textfield("nama"), textfield("opd")],
        "properties": {"minRows": 2},
    }
    group = {"type": "group", "id": "g", "path": "alamat", "components": [textfield("kota")]}
    made = sample(
        form(row, group),
        random.Random(3),
        context={},
        overrides={"peserta.*.opd": "dinkes", "peserta.1.nama": "Siti", "alamat": {"kota": "Bangkalan"}},
    )

    assert {each["opd"] for each in made["peserta"]} == {"dinkes"}
    assert made["peserta"][1]["nama"] == "Siti"
    assert made["alamat"]["kota"] == "Bangkalan"


def test_an_override_of_no_field_is_an_error() -> None:
    with pytest.raises(UnknownPath):
        sample(form(DECISION), random.Random(1), context={}, overrides={"keputusn": "setuju"})


def test_weights_choose_among_options() -> None:
    rng = random.Random(5)
    drawn = {
        sample(form(DECISION), rng, context={}, weights={"keputusan": {"kembalikan": 1}})["keputusan"]
        for _ in range(20)
    }

    assert drawn == {"kembalikan"}
