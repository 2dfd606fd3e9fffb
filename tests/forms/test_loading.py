"""What is refused when a form is deployed, and how it is said."""

from __future__ import annotations

import json
from typing import Any

import pytest

from forms import FormRefused, load
from tests.forms.making import choice, form, problems, textfield, written


def test_every_problem_is_told_at_once_with_its_component_and_remedy() -> None:
    found = problems(
        {"type": "html", "id": "h1", "content": "<b>x</b>"},
        {"type": "iframe", "id": "f1", "url": "https://contoh.invalid"},
        {"type": "peta", "id": "p1"},
        textfield("a", conditional={"hide": "=1 +"}),
        textfield("b", properties={"format": "nik"}),
    )

    assert [problem.component for problem in found] == ["h1", "f1", "p1", "tf_a", "tf_b"]
    assert all(problem.message and problem.remedy for problem in found)
    assert "skrip" in found[0].remedy
    assert "textfield" in found[2].remedy


@pytest.mark.parametrize(
    "component",
    [
        textfield("a", validate={"requird": True}),
        textfield("a", conditional={"show": "=b"}),
        textfield("a", properties={"wajib": True}),
        textfield("a", lable="x"),
        textfield("a", validate={"required": "ya"}),
        textfield("a", validate={"minLength": 9, "maxLength": 3}),
        textfield("a", validate={"minLength": -1}),
        textfield("a", validate=[1]),
        textfield("a", validate={"max": 3}),
        textfield("a", properties={"minRows": 3}),
        {"type": "number", "key": "n", "validate": {"pattern": "^1"}},
        {"type": "datetime", "key": "t", "validate": {"min": "2026-01-01"}},
        {"type": "text", "text": "x", "properties": {"requiredIf": "=a"}},
        {"type": "filepicker", "key": "f", "readonly": True},
        textfield("a", validate={"required": True}, readonly=True),
        textfield("a b"),
        textfield(""),
        textfield("a", defaultValue=3),
        textfield("a", label=3),
        textfield("a", description="{{ 1 + }}"),
        {"type": "number", "key": "n", "validate": {"min": "nol"}},
        {"type": "number", "key": "n", "decimalDigits": 1.5},
        {"type": "select", "key": "s"},
        choice("select", "s", "x", "x"),
        choice("select", "s", properties={"format": "opd"}),
        {"type": "radio", "key": "s", "values": [{"label": "x"}]},
        {"type": "datetime", "key": "t", "subtype": "hari"},
        {"type": "datetime", "key": "t", "properties": {"min": "kemarin"}},
        {"type": "filepicker", "key": "f", "accept": "pdf"},
        {"type": "filepicker", "key": "f", "properties": {"maxSize": "besar"}},
        {"type": "dynamiclist", "path": "d", "components": []},
        {"type": "dynamiclist", "path": "d", "allowAddRemove": False, "components": [textfield("a")]},
        {"type": "group", "components": {}},
        {"type": "group", "components": ["x"]},
        {"type": "table", "columns": [{"key": "a"}]},
        {"type": "table", "dataSource": "=x"},
        {"type": "text", "text": "=catatan +"},
        "bukan komponen",
    ],
)
def test_what_would_be_silently_wrong_is_refused(component: Any) -> None:
    content = json.dumps({"schemaVersion": 16, "components": [component]}).encode()

    with pytest.raises(FormRefused):
        load(content, name="uji")


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b'{"a":1,"a":2}', b'{"components":{}}', b'{"schemaVersion":99}', b"[" * 5000, b"\xff"]
)
def test_what_is_no_form_is_refused(content: bytes) -> None:
    with pytest.raises(FormRefused):
        load(content, name="uji")


def test_keys_are_used_once_in_a_scope() -> None:
    group = {"type": "group", "id": "g", "path": "berkas", "components": [textfield("sk")]}
    rows = {"type": "dynamiclist", "id": "l", "path": "peserta", "components": [textfield("nama")]}

    assert problems(textfield("a"), textfield("a")) != ()
    assert problems(group, textfield("berkas")) != ()
    assert problems(textfield("a.b"), textfield("a")) != ()
    assert problems(textfield("nama"), rows, group) == ()


def test_rules_may_not_wait_for_each_other() -> None:
    found = problems(textfield("a", conditional={"hide": '=b = "x"'}), textfield("b", conditional={"hide": '=a = "x"'}))

    assert "saling menunggu" in found[0].message


def test_unknown_functions_are_refused_and_unknown_names_when_the_context_is_known() -> None:
    assert "tidak ada" in problems(textfield("a", conditional={"hide": "=hitung(b)"}))[0].message
    typo = textfield("a", conditional={"hide": '=keputusn = "x"'})

    assert problems(typo) == ()
    found = problems(typo, choice("radio", "keputusan", "x"), known={"peserta"})
    assert "mungkin 'keputusan'" in found[0].message


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+$",
        "(a|aa)+",
        "(a*)*",
        r"(\d{1,9}-?){5,}",
        "(?=a)b",
        r"(a)\1",
        "[",
        "a{3,1}",
        "a**",
        "+a",
        ".*.*.*.*",
        "x" * 300,
    ],
)
def test_patterns_that_could_hang_are_refused(pattern: str) -> None:
    assert problems(textfield("a", validate={"pattern": pattern}))


def test_form_tells_what_it_reads_and_where_its_files_are() -> None:
    made = form(
        textfield("a", defaultValue="=naskah.hal"),
        {"type": "text", "text": "{{ catatan }}"},
        {"type": "group", "path": "berkas", "components": [{"type": "filepicker", "key": "sk", "label": "SK"}]},
        {
            "type": "dynamiclist",
            "path": "peserta",
            "components": [{"type": "filepicker", "key": "foto", "label": "Foto"}],
        },
    )

    assert made.needs == {"naskah", "catatan"}
    assert made.file_fields == ("berkas.sk", "peserta.*.foto")
    assert [field.key for field in made.fields] == ["a", "berkas.sk", "peserta"]


def test_editor_defaults_of_form_js_are_understood() -> None:
    content = written(
        textfield("a", layout={"row": "Row_1", "columns": 8}, appearance={"suffixAdorner": "hari"}),
        {
            "type": "datetime",
            "key": "t",
            "subtype": "datetime",
            "dateLabel": "Mulai",
            "timeLabel": "Jam",
            "timeInterval": 15,
            "use24h": True,
        },
        {"type": "spacer", "height": 60},
        exporter={"name": "Camunda Modeler", "version": "5.40.0"},
        executionPlatform="Camunda Cloud",
    )

    made = load(content, name="uji")

    assert made.fields[0].unit == "hari"
    assert made.fields[0].columns_wide == 8


def test_groups_nest_only_so_deep() -> None:
    nested: dict[str, Any] = textfield("a")
    for depth in range(8):
        nested = {"type": "group", "id": f"g{depth}", "components": [nested]}

    assert "terlalu dalam" in problems(nested)[0].message
