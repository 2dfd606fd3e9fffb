"""The HTML of a form: labels, help, errors, values shown again; nothing that a policy or a screen reader would refuse."""

from __future__ import annotations

import re
from typing import Any

from lxml import html

from forms import from_html
from portal.forms import render_values
from tests.forms.making import DECISION, NOTE, choice, form, textfield
from tests.portal_forms.pages import drawn, little_portal

UPLOAD = {"sha256": "a" * 64, "nama": "SK <baru>.pdf", "ukuran": 1_250_000, "jenis": "application/pdf"}
ROWS = {
    "type": "dynamiclist",
    "id": "l",
    "path": "peserta",
    "label": "Peserta",
    "components": [
        textfield("nip", properties={"format": "nip"}),
        textfield("nama"),
        {"type": "checkbox", "id": "h", "key": "hadir", "label": "Hadir"},
    ],
}


def one(page: html.HtmlElement, path: str) -> Any:
    """The only thing found."""
    found = page.xpath(path)
    assert len(found) == 1, (path, html.tostring(page))
    return found[0]


def test_every_input_has_a_label_and_help_and_errors_are_tied_to_it() -> None:
    made = form(textfield("hal", "Hal", description="Seperti pada surat.", validate={"required": True}))

    page = drawn(made, values={"hal": ""}, errors={"hal": "Isi hal."})

    field = one(page, "//input[@name='hal']")
    assert one(page, f"//label[@for='{field.get('id')}']").text_content() == "Hal (wajib)"
    assert [one(page, f"//*[@id='{each}']").text_content() for each in field.get("aria-describedby").split()] == [
        "Seperti pada surat.",
        "Perbaiki: Isi hal.",
    ]
    assert field.get("aria-invalid") == "true"


def test_the_summary_leads_to_each_field_also_in_rows_and_choices() -> None:
    made = form(DECISION, ROWS)
    errors = {
        "keputusan": "Pilih keputusan.",
        "peserta.1.nama": "Isi nama.",
        "peran": "Isian ini tidak ada pada formulir.",
    }

    page = drawn(made, values={"peserta": [{"nama": "A"}, {"nip": "1"}]}, errors=errors)

    links = page.xpath("//*[@role='alert']//a")
    assert [link.text_content() for link in links] == ["Pilih keputusan.", "Peserta, baris 2: Isi nama."]
    assert [one(page, f"//*[@id='{link.get('href')[1:]}']").get("name") for link in links] == [
        "keputusan",
        "peserta.1.nama",
    ]
    assert "peran: Isian ini tidak ada" in page.xpath("string(//*[@role='alert'])")


def test_what_was_typed_is_shown_again_even_when_it_is_wrong() -> None:
    made = form(
        {"type": "number", "key": "n", "label": "N"},
        {"type": "datetime", "key": "t", "subtype": "date", "dateLabel": "T"},
        {"type": "datetime", "key": "w", "subtype": "datetime", "dateLabel": "W"},
        {"type": "textarea", "key": "a", "label": "A"},
        choice("checklist", "c", "x", "y"),
    )

    page = drawn(
        made, values={"n": "dua", "t": "kapan saja", "w": "2026-11-24T09:30:00+07:00", "a": "\n<b>\n", "c": ["y"]}
    )

    assert one(page, "//input[@name='n']").get("value") == "dua"
    assert one(page, "//input[@name='t']").get("value") == "kapan saja"
    assert one(page, "//input[@name='w']").get("value") == "24/11/2026 09.30"
    assert one(page, "//textarea").text.strip() == "<b>"
    assert page.xpath("//input[@name='c'][@checked]/@value") == ["y"]


def test_a_page_sends_back_what_it_shows() -> None:
    made = form(
        DECISION,
        ROWS,
        {"type": "group", "path": "berkas", "components": [{"type": "filepicker", "key": "sk", "label": "SK"}]},
    )
    values = {
        "keputusan": "setuju",
        "peserta": [{"nip": "198609262015051001", "nama": "A", "hadir": True}, {"nip": "", "nama": "", "hadir": False}],
    }

    page = drawn(made, values=values | {"berkas": {"sk": [UPLOAD]}})
    sent: list[tuple[str, str]] = []
    for each in page.xpath("//*[@name][not(ancestor::template)][not(self::button)]"):
        if each.get("type") not in ("radio", "checkbox") or each.get("checked") is not None:
            sent.append((each.get("name"), each.get("value") or each.text or ""))
    fields: dict[str, list[str]] = {}
    for name, value in sent:
        fields.setdefault(name, []).append(value)

    again = from_html(made, fields)
    assert again["berkas"] == {"sk": [UPLOAD]}
    assert again["peserta"] == [
        {"nip": "19860926 201505 1 001", "nama": "A", "hadir": True},
        {"nip": "", "nama": "", "hadir": False},
    ]
    assert again["keputusan"] == "setuju"


def test_rows_can_be_added_and_removed_without_scripts_and_enter_presses_neither() -> None:
    client = little_portal(form(ROWS), {}).test_client()

    first = html.fromstring(client.post("/", data={"peserta.0.nama": "A", "_add": "peserta"}).data)
    second = html.fromstring(
        client.post("/", data={"peserta.0.nama": "A", "peserta.1.nama": "B", "_remove": "peserta.0"}).data
    )

    assert first.xpath(
        "//input[starts-with(@name,'peserta.')][contains(@name,'nama')][not(ancestor::template)]/@value"
    ) == ["A", ""]
    assert second.xpath("//input[contains(@name,'nama')][not(ancestor::template)]/@value") == ["B"]
    assert first.xpath("//form//button[not(ancestor::template)]")[0].get("name") is None


def test_no_inline_script_style_or_handler_and_everything_is_escaped() -> None:
    evil = "<script>alert(1)</script>\"'"
    made = form(
        textfield("a", evil, description=evil, validate={"required": True}),
        {"type": "text", "text": "**" + evil + "** [x](javascript:alert(1)) {{ nama }}"},
        {"type": "table", "label": evil, "dataSource": "=baris", "columns": [{"key": "a", "label": evil}]},
        choice("radio", "b", evil),
        ROWS,
    )

    page = drawn(
        made,
        values={"a": evil, "peserta": [{"nama": evil}]},
        errors={"a": evil, evil: evil},
        context={"nama": "**" + evil, "baris": [{"a": evil}]},
    )

    written = html.tostring(page).decode()
    assert not page.xpath("//script | //style | //@style | //*[@onclick] | //a[starts-with(@href,'javascript')]")
    assert not re.search(r"\son\w+=", re.sub(r'"[^"]*"', '""', written))
    assert page.xpath("//strong")[0].text_content() == evil
    assert "**" + evil in page.xpath("string(//div[@class='prose'])")


def test_conditional_fields_are_there_without_scripts_and_hidden_once_the_server_knows() -> None:
    made = form(DECISION, NOTE)

    untouched = one(drawn(made), "//textarea/ancestor::div[@data-hide]")
    approved = one(drawn(made, values={"keputusan": "setuju"}), "//textarea/ancestor::div[@data-hide]")

    assert untouched.get("hidden") is None
    assert approved.get("hidden") is not None
    assert untouched.get("data-hide") == '["!=", ["field", "keputusan", "radio"], ["is", "kembalikan"]]'


def test_what_only_the_context_decides_is_not_drawn_at_all() -> None:
    made = form({"type": "text", "text": '="Dikembalikan: " + catatan', "conditional": {"hide": '=catatan = ""'}})

    assert drawn(made, context={"catatan": ""}).xpath("//p") == []
    assert (
        one(drawn(made, context={"catatan": "Hal <x>\nTanggal"}), "//p").text_content()
        == "Dikembalikan: Hal <x>Tanggal"
    )


def test_rules_in_rows_name_the_inputs_of_their_own_row() -> None:
    inner = [
        choice("radio", "status", "hadir", "absen"),
        textfield("alasan", conditional={"hide": '=status = "hadir" or sifat = batas'}),
    ]
    made = form(choice("select", "sifat", "x"), {"type": "dynamiclist", "id": "l", "path": "d", "components": inner})

    page = drawn(made, context={"batas": "x"}, values={"d": [{"status": "hadir"}]})

    rules = page.xpath("//@data-hide")
    assert rules[0] == (
        '["or", ["==", ["field", "d.0.status", "radio"], ["is", "hadir"]], ["==", ["field", "sifat", "select"], ["is", "x"]]]'
    )
    assert "d.__0__.status" in rules[1]


def test_a_fixed_list_shows_what_the_system_knows_as_text() -> None:
    made = form(
        {
            **ROWS,
            "allowAddRemove": False,
            "properties": {"alur:default": "=orang"},
            "components": [textfield("nip", readonly=True, properties={"format": "nip"}), textfield("ket")],
        }
    )

    page = drawn(
        made, values={"peserta": [{"ket": "x"}]}, context={"orang": [{"nip": "198609262015051001", "nama": "S"}]}
    )

    assert page.xpath("//input[contains(@name,'nip')]") == []
    assert one(page, "//*[@class='field-value']").text == "19860926 201505 1 001"
    assert page.xpath("//button") == []


def test_stored_files_are_listed_with_a_way_to_remove_them() -> None:
    made = form({"type": "filepicker", "key": "foto", "label": "Foto", "accept": "image/*", "multiple": True})

    page = drawn(made, values={"foto": [UPLOAD]})

    assert one(page, "//button[@name='_remove']").get("value") == "foto.0"
    assert one(page, "//span[@class='stored-name']").text == "SK <baru>.pdf"
    assert one(page, "//input[@type='file']").get("capture") == "environment"
    assert page.xpath("string(//*[@class='field-help'])") == "Gambar, paling besar 15 MB, paling banyak 20 berkas."


def test_stored_data_are_read_with_labels_and_words() -> None:
    made = form(
        DECISION,
        NOTE,
        {"type": "datetime", "key": "t", "subtype": "datetime", "dateLabel": "Mulai"},
        {"type": "number", "key": "n", "label": "Lama", "properties": {"unit": "hari"}},
        ROWS,
        {"type": "filepicker", "key": "sk", "label": "SK"},
    )
    data = {
        "keputusan": "setuju",
        "t": "2026-11-24T09:30:00+07:00",
        "n": 2.5,
        "peserta": [{"nip": "198609262015051001", "nama": "A", "hadir": True}],
        "sk": [UPLOAD],
    }

    with little_portal(made, {}).test_request_context():
        page = html.fragment_fromstring(str(render_values(made, data)), create_parent="div")

    words = " ".join(" ".join(page.itertext()).split())
    assert "Keputusan Setuju" in words
    assert "Mulai 24 November 2026 pukul 09.30 WIB" in words
    assert "Lama 2,5 hari" in words
    assert "19860926 201505 1 001 Nama A Hadir Ya" in words
    assert "SK <baru>.pdf 1,2 MB" in words or "SK <baru>.pdf 1,3 MB" in words
    assert "diperbaiki" not in words


def test_new_rows_begin_with_their_defaults() -> None:
    made = form({**ROWS, "components": [textfield("kota", defaultValue="=kota")]})

    page = drawn(made, values={"peserta": [{"kota": ""}, {}]}, context={"kota": "Bangkalan"})

    assert page.xpath("//input[contains(@name,'kota')]/@value") == ["", "Bangkalan", "Bangkalan"]


def test_a_rule_over_what_the_browser_cannot_tell_is_left_to_the_server() -> None:
    level = {
        "type": "select",
        "key": "tingkat",
        "label": "T",
        "values": [{"label": "Satu", "value": 1}, {"label": "Dua", "value": 2}],
    }
    made = form(level, textfield("alasan", conditional={"hide": "=tingkat = 1"}))

    untouched, chosen = drawn(made), drawn(made, values={"tingkat": "2", "alasan": "x"})

    assert untouched.xpath("//@data-hide") == chosen.xpath("//@data-hide") == []
    assert one(chosen, "//input[@name='alasan']").get("value") == "x"


def test_a_time_is_shown_as_it_is_written() -> None:
    page = drawn(form({"type": "datetime", "key": "t", "subtype": "time", "timeLabel": "Jam"}), values={"t": "09:30"})

    assert one(page, "//input[@name='t']").get("value") == "09.30"


def test_the_server_hides_by_what_it_would_store_not_by_what_was_typed() -> None:
    level = {
        "type": "select",
        "key": "tingkat",
        "label": "T",
        "values": [{"label": "Satu", "value": 1}, {"label": "Dua", "value": 2}],
    }
    made = form(
        level,
        textfield("alasan", conditional={"hide": "=tingkat != 1"}),
        textfield("rincian", conditional={"hide": '=alasan = "tidak"'}),
    )

    asked = drawn(made, values={"tingkat": "1", "alasan": "tidak"})
    hidden_with_its_value = drawn(made, values={"tingkat": "2", "alasan": "tidak"})

    assert asked.xpath("//div[@hidden]//input/@name") == ["rincian"]
    assert hidden_with_its_value.xpath("//div[@hidden]//input/@name") == ["alasan"]
