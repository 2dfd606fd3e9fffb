"""Drawings as tools leave them, run as SOPs: the analyst's ids in the log, the bytes in the bundle, the version of the start."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from engine import commands
from engine.definitions import deploy
from engine.engine import Engine
from engine.errors import SopRefused, SopUnfinished
from engine.queries.why import why_case
from engine.rebuild import rebuild_all
from engine.schema import cases, events
from engine.sop import define, read_bundle
from engine.verify import verify_all
from tests.engine.office import Office
from tests.spiff.drawing import chain, definitions, end, flow, node, process, start

SETTINGS = """id = "uji"
process = "p"
title = "Uji"
prefix = "UJI"
steps = 1
start = ["staf"]
cancel = ["staf"]
[lanes]
staf = "kantor.staf"
"""
FORM = '{"type": "default", "id": "isi", "components": [{"type": "textfield", "key": "catatan", "label": "Catatan"}]}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An SOP's folder without drawings."""
    path = tmp_path / "uji"
    (path / "forms").mkdir(parents=True)
    (path / "sop.toml").write_text(SETTINGS)
    (path / "forms" / "isi.form").write_text(FORM)
    return path


def begin(engine: Engine, office: Office) -> str:
    return commands.start(engine, office.person("ani"), "uji", {}).case_id


def completed(engine: Engine, case_id: str) -> list[str | None]:
    with engine.database.reading() as connection:
        query = select(events.c.element).where(events.c.case_id == case_id, events.c.kind == "task:completed")
        return list(connection.scalars(query.order_by(events.c.seq)))


def task(id: str) -> str:
    return node("userTask", id, alur_form="isi", alur_performer="'staf'")


def test_a_drawing_without_start_end_or_flow_ids_runs_under_its_own_ids(
    engine: Engine, office: Office, folder: Path
) -> None:
    drawn = (task(" Start "), task("End"), '<bpmn:sequenceFlow sourceRef="Start" targetRef="End "/>')
    content = definitions(process(*drawn)).decode().replace("UTF-8", "UTF-16").encode("utf-16")
    (folder / "process.bpmn").write_bytes(content)

    definition = deploy(engine, folder)
    case_id = begin(engine, office)
    for each in ("Start", "End"):
        office.act("ani", case_id, each, catatan="Baik.")
    rebuild_all(engine)

    assert completed(engine, case_id) == ["Start", "End"]
    assert definition.bundle.files["process.bpmn"] == content
    assert verify_all(engine).differences == []


def test_a_camunda_drawing_becomes_an_sop(engine: Engine, office: Office, folder: Path) -> None:
    """Groups are lanes, form keys are forms: nothing of ours is in the drawing."""
    drawn = (
        start(),
        node("userTask", "x", a_formKey="isi", a_candidateGroups="staf"),
        end(),
        chain("mulai", "x", "selesai"),
    )
    text = definitions(process(*drawn)).decode().replace("a_", "camunda:")
    content = text.replace("xmlns:alur", 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:alur').encode()
    (folder / "process.bpmn").write_bytes(content)

    deploy(engine, folder)
    case_id = begin(engine, office)
    office.act("ani", case_id, "x", catatan="Baik.")

    assert completed(engine, case_id) == ["x"]


def test_a_version_in_service_is_not_stranded_by_rules_that_came_later(engine: Engine, folder: Path) -> None:
    (folder / "process.bpmn").write_bytes(
        definitions(process(start(), task("x"), end(), chain("mulai", "x", "selesai")))
    )
    deploy(engine, folder)
    (folder / "forms" / "isi.form").unlink()
    lacking = read_bundle(folder)

    with pytest.raises(SopUnfinished):
        define(lacking)

    assert define(lacking, stored=True).sop == "uji"


def test_a_call_activity_runs_the_process_its_case_was_started_with(
    engine: Engine, office: Office, folder: Path
) -> None:
    call = (start(), node("callActivity", "panggil", calledElement="q"), end(), chain("mulai", "panggil", "selesai"))
    (folder / "process.bpmn").write_bytes(definitions(process(*call)))
    cases_begun = []
    for name in ("lama", "baru"):
        called = process(start("qm"), task(name), end("qe"), chain("qm", name, "qe"), id="q")
        (folder / "dipanggil.bpmn").write_bytes(definitions(called))
        deploy(engine, folder)
        cases_begun.append(begin(engine, office))
    engine.executions.clear()

    for case_id, name in zip(cases_begun, ("lama", "baru"), strict=True):
        office.act("ani", case_id, f"panggil/{name}", catatan="Baik.")

    assert [completed(engine, each) for each in cases_begun] == [["lama"], ["baru"]]
    with engine.database.reading() as connection:
        states = list(connection.scalars(select(cases.c.status).where(cases.c.sop == "uji")))
    assert states == ["completed", "completed"]


def test_a_version_in_service_with_a_join_that_may_wait_for_ever_still_runs(engine: Engine, folder: Path) -> None:
    either = '<bpmn:{0}Gateway id="{1}"{2}/>'
    parts = [either.format("inclusive", "g", ' default="g-b"'), either.format("parallel", "j", "")]
    ways = [
        chain("mulai", "x", "g"),
        flow("g", "a", "1 == 1"),
        flow("g", "b"),
        chain("a", "j", "selesai"),
        chain("b", "j"),
    ]
    tasks = [f'<bpmn:task id="{name}"/>' for name in "ab"]
    drawn = definitions(process(start(), task("x"), *parts, *tasks, end(), *ways))
    (folder / "process.bpmn").write_bytes(drawn)
    bundle = read_bundle(folder)

    with pytest.raises(SopRefused, match="menunggu selamanya"):
        define(bundle)

    assert define(bundle, stored=True).sop == "uji"


def test_why_a_complex_gateway_still_waits(engine: Engine, office: Office, folder: Path) -> None:
    rule = "<bpmn:activationCondition>activationCount &gt;= 2</bpmn:activationCondition>"
    gates = node("parallelGateway", "g") + node("complexGateway", "j", rule, name="Cukup dua")
    ways = [chain("mulai", "g", "x", "j", "lanjut", "selesai"), chain("g", "y", "j"), chain("g", "z", "j")]
    drawn = (start(), gates, *map(task, ("x", "y", "z", "lanjut")), end(), *ways)
    (folder / "process.bpmn").write_bytes(definitions(process(*drawn)))
    deploy(engine, folder)
    case_id = begin(engine, office)

    office.act("ani", case_id, "y", catatan="Baik.")
    told = [each.sentence for each in why_case(engine, office.person("ani"), case_id)]

    assert told[-1].startswith("Satu cabang pekerjaan sudah selesai dan sampai di titik penggabungan.")


def test_a_complex_gateway_lets_the_first_branch_go_on_and_a_rebuilt_case_is_the_same(
    engine: Engine, office: Office, folder: Path
) -> None:
    rule = "<bpmn:activationCondition>activationCount &gt;= 1</bpmn:activationCondition>"
    gates = node("parallelGateway", "g") + node("complexGateway", "j", rule, name="Cukup satu")
    ways = [chain("mulai", "g", "x", "j", "lanjut", "selesai"), chain("g", "y", "j")]
    drawn = (start(), gates, task("x"), task("y"), task("lanjut"), end(), *ways)
    (folder / "process.bpmn").write_bytes(definitions(process(*drawn)))
    deploy(engine, folder)
    case_id = begin(engine, office)

    office.act("ani", case_id, "y", catatan="Baik.")
    rebuild_all(engine)
    for each in ("lanjut", "x"):
        office.act("ani", case_id, each, catatan="Baik.")

    assert completed(engine, case_id) == ["y", "lanjut", "x"]
    assert verify_all(engine).differences == []
    with engine.database.reading() as connection:
        assert connection.scalar(select(cases.c.status).where(cases.c.id == case_id)) == "completed"
