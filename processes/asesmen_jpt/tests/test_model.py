"""The model of the assessment: it can be deployed, says where each step comes from, and is drawn to be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.decisions.coverage import coverage
from engine.sop import Definition
from forms import validate
from processes.bersama.tests.drawings import Drawing
from processes.bersama.tests.walk import definition

FOLDER = Path(__file__).parents[1]
SOURCE = re.compile(r"\[SEED|disimpulkan|domain|Langkah teknis|Perban|sistem|Tanda tangan simulasi|final memuat")


@pytest.fixture(scope="module")
def sop() -> Definition:
    return definition("asesmen_jpt")


@pytest.fixture(scope="module")
def drawing() -> Drawing:
    return Drawing(FOLDER / "process.bpmn")


def test_every_step_of_the_written_sop_is_in_the_model_and_has_its_title_and_time(sop: Definition) -> None:
    steps = {e.attributes.get("sopStep") for e in sop.model.elements.values() if e.process == "proc_asesmen_jpt"}
    titles = sop.settings["steps_titles"]

    inside_the_letter = {"6", "7", "8", "9", "10"}
    assert {str(step) for step in range(1, 26)} <= steps | inside_the_letter
    assert set(titles) == {str(step) for step in range(1, 26)}
    assert [step for step in range(1, 26) if sop.workdays(step) is None] == [12]


def test_every_human_task_has_a_form_a_step_and_somebody_who_does_it(sop: Definition) -> None:
    for element in sop.model.elements.values():
        if element.kind == "userTask":
            assert element.attributes["form"] in sop.forms, element.id
            assert "sopStep" in element.attributes, element.id
            assert element.lane or {"performer", "participant"} & set(element.attributes), element.id


def test_every_lane_is_a_position_and_every_position_a_lane(sop: Definition, drawing: Drawing) -> None:
    lanes = {lane.get("id") for lane in drawing.all("lane")}

    assert lanes == set(sop.lanes)


def test_what_is_done_says_where_it_comes_from(sop: Definition) -> None:
    silent = [
        e.id
        for e in sop.model.elements.values()
        if e.kind in ("userTask", "sendTask", "receiveTask", "callActivity") and not SOURCE.search(e.documentation)
    ]

    assert silent == []


def test_own_tables_answer_every_question_once(sop: Definition) -> None:
    for name in ("kewenangan_ttd", "waktu_baku"):
        found = coverage(sop.decisions[name])

        assert found.complete, (name, found.gaps, found.overlaps)


def test_every_kind_of_letter_has_its_authority_and_its_template(sop: Definition) -> None:
    written = "\n".join(path.read_text() for path in FOLDER.glob("*.py"))
    printed = set(re.findall(r'letter\(job, "(\w+)"', written))
    templates = {
        path.stem for folder in (FOLDER, FOLDER.parent / "bersama") for path in (folder / "documents").glob("*.typ")
    }

    for kind in printed:
        assert sop.decisions["kewenangan_ttd"].evaluate({"jenis": kind})["penandatangan"] in sop.lanes
    assert printed <= templates


def test_files_that_are_asked_for_can_be_uploaded(sop: Definition) -> None:
    wanted = sop.decisions["kelengkapan_berkas"].evaluate({"perkara": {"sop": "asesmen_jpt"}})
    keys = {field.key for field in sop.forms["unggah_berkas"].fields}

    assert {f"berkas.{item['kunci']}" for item in wanted} <= keys


def test_whoever_drafts_never_approves(sop: Definition) -> None:
    for element, apart in (("T15_periksa", "T14_susun_paket"), ("NK_paraf", "NK_konsep"), ("NK_ttd", "NK_konsep")):
        assert sop.model.elements[element].attributes["separateFrom"] == apart


def test_whoever_returns_something_must_say_why(sop: Definition) -> None:
    context = {"masuk": {"payload": {}, "jenis_keputusan": []}, "syarat": [], "naskah": {"sifat": "biasa"}}
    returning = [
        form
        for form in sop.forms.values()
        if any(field.key == "keputusan" and "'kembalikan'" in str(field.options) for field in form.fields)
    ]

    assert len(returning) >= 6
    for form in returning:
        assert "catatan" in validate(form, {"keputusan": "kembalikan"}, context=context).errors, form.name
        assert "catatan" in validate(form, {"keputusan": "kembalikan", "catatan": "-"}, context=context).errors, (
            form.name
        )


def test_everything_is_drawn_with_straight_lines(drawing: Drawing) -> None:
    assert drawing.undrawn() == []
    assert drawing.oblique() == []
    assert drawing.loose() == []


def test_nothing_covers_anything_and_no_flow_crosses_another(drawing: Drawing) -> None:
    assert drawing.overlapping() == []
    assert drawing.hidden() == []
    assert drawing.crossings() == []
