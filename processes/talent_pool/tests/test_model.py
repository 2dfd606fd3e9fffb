"""The model of the talent pool: it can be deployed, says where each step comes from, and is drawn to be read."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from engine.decisions import coverage
from engine.sop import Definition
from expressions import parse, parse_script
from processes.bersama.tests.drawings import NS, Drawing
from processes.bersama.tests.walk import definition

FOLDER = Path(__file__).parents[1]
SOURCE = re.compile(r"\[SEED \d|disimpulkan|Langkah teknis|domain \d")
#: Working days of the written SOP's column Waktu, steps 1 to 15.
HARI = [3, 2, 3, 2, 2, 2, 7, 1, 2, 7, 1, 3, 7, 2, 2]


@pytest.fixture(scope="module")
def sop() -> Definition:
    return definition("talent_pool")


@pytest.fixture(scope="module")
def drawing() -> Drawing:
    return Drawing(FOLDER / "process.bpmn")


def test_every_step_of_the_written_sop_is_in_the_model_with_its_title_and_time(sop: Definition) -> None:
    own = [e for e in sop.model.elements.values() if e.process == "proc_talent_pool"]

    steps = {e.attributes.get("sopStep") for e in own}

    assert {str(step) for step in range(1, 16)} <= steps
    for table in ("steps_titles", "steps_requirements", "steps_outputs"):
        assert set(sop.settings[table]) == {str(step) for step in range(1, 16)}
    assert [sop.workdays(step) for step in range(1, 16)] == HARI
    assert sum(HARI) == 46


def test_every_human_task_has_a_form_a_step_and_somebody_who_does_it(sop: Definition) -> None:
    for element in sop.model.elements.values():
        if element.kind == "userTask":
            assert element.attributes["form"] in sop.forms, element.id
            assert "sopStep" in element.attributes, element.id
            assert {"performer", "participant"} & set(element.attributes) or element.lane in sop.lanes, element.id


def test_every_lane_is_a_position_except_that_of_agencies_and_participants(sop: Definition, drawing: Drawing) -> None:
    lanes = {lane.get("id") for lane in drawing.all("lane")}

    assert lanes == set(sop.lanes) | {"pemohon"}


def test_every_element_says_where_it_comes_from(sop: Definition) -> None:
    tasks = ("userTask", "serviceTask", "sendTask", "scriptTask", "businessRuleTask", "callActivity", "subProcess")

    silent = [
        element.id
        for element in sop.model.elements.values()
        if element.process == "proc_talent_pool" and element.kind in tasks and not SOURCE.search(element.documentation)
    ]

    assert silent == []


def test_every_expression_and_script_can_be_read(drawing: Drawing) -> None:
    for name in ("conditionExpression", "timeDate"):
        for node in drawing.all(name):
            parse(node.text)
    for node in drawing.all("script"):
        parse_script(node.text)
    for call in drawing.root.iterfind(".//bpmn:callActivity//*[@source]", NS):
        parse(call.get("source"))


def test_own_tables_answer_every_question_once(sop: Definition) -> None:
    assert {gap["Langkah"] for gap in coverage(sop.decisions["waktu_baku"]).gaps} == {"< 1", "> 15"}
    assert coverage(sop.decisions["kewenangan_ttd"]).overlaps == ()
    assert coverage(sop.decisions["kuorum"]).gaps == ()
    assert coverage(sop.decisions["kuorum"]).unreachable == ()


def test_every_kind_of_letter_has_its_authority_and_its_template(sop: Definition) -> None:
    written = "\n".join(path.read_text() for path in FOLDER.glob("*.py"))
    kinds = set(re.findall(r'letter\(\s*job,\s*"(\w+)"', written))
    templates = {path.stem for folder in (FOLDER, FOLDER.parent / "bersama") for path in folder.glob("documents/*.typ")}

    assert kinds == {row.tests[0].source.strip('"') for row in sop.decisions["kewenangan_ttd"].rules if row.tests[0]}
    assert kinds | set(re.findall(r'job\.render\(\s*"(\w+)"', written)) <= templates
    for kind in kinds:
        authority = sop.decisions["kewenangan_ttd"].evaluate({"jenis": kind})
        assert {authority["penandatangan"], *authority["pemaraf"]} <= set(sop.lanes)
        assert authority["penandatangan"] not in authority["pemaraf"]


def test_files_that_are_asked_for_can_be_uploaded(sop: Definition) -> None:
    wanted = sop.decisions["kelengkapan_berkas"].evaluate({"tahap": "pendaftaran"})
    keys = {field.key for field in sop.forms["unggah_berkas"].fields}

    assert {f"berkas.{item['kunci']}" for item in wanted} <= keys


def test_every_agency_that_can_be_chosen_has_a_name(sop: Definition) -> None:
    for name in ("rencana_kegiatan", "perpanjangan"):
        form = json.loads((FOLDER / "forms" / f"{name}.form").read_text())
        codes = {
            option["value"]
            for part in form["components"]
            for field in part.get("components", [])
            if field.get("key") == "opd"
            for option in field["values"]
        }

        assert codes
        assert all(sop.decisions["perangkat_daerah"].evaluate({"kode": code}) for code in codes)


def test_answers_of_the_360_and_results_are_confidential(sop: Definition) -> None:
    for element in ("T9_wawancara", "T10_kinerja", "T12_catat"):
        assert sop.model.elements[element].attributes["confidential"] == "true"
        assert sop.model.elements[element].attributes["readers"]
        assert "notPerson" in sop.model.elements[element].attributes


def test_who_makes_the_recap_never_checks_it(sop: Definition) -> None:
    apart = {name: sop.model.elements[name].attributes["separateFrom"] for name in ("T10b_periksa", "T10c_periksa")}

    assert apart == {"T10b_periksa": "T10_kinerja, T10_rekap", "T10c_periksa": "T10_kinerja, T10_rekap, T10b_periksa"}


def test_everything_is_drawn_with_straight_lines(drawing: Drawing) -> None:
    assert drawing.undrawn() == []
    assert drawing.oblique() == []
    assert drawing.loose() == []


def test_nothing_covers_anything_and_no_flow_crosses_another(drawing: Drawing) -> None:
    assert drawing.overlapping() == []
    assert drawing.hidden() == []
    assert drawing.crossings() == []
