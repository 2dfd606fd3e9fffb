"""An unfinished drawing is kept as a design: its very bytes, its versions, what is missing; it never runs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine import commands
from engine.definitions import deploy
from engine.designs import all_designs, design, export, files_of, keep
from engine.engine import Engine
from engine.errors import DesignUnknown, ExportRefused, SopRefused, SopUnfinished, SopUnknown
from engine.people import Actor
from tests.engine.conftest import SOPS
from tests.spiff.test_exports import EXPORTS, STORED


@pytest.fixture
def sop(tmp_path: Path) -> Path:
    """The leave SOP as an analyst's copy, under an id of its own."""
    folder = tmp_path / "izin"
    shutil.copytree(SOPS / "cuti", folder)
    settings = folder / "sop.toml"
    settings.write_text(settings.read_text().replace('id = "cuti"', 'id = "izin"'))
    return folder


def change(folder: Path, old: str, new: str) -> None:
    """Change the analyst's drawing."""
    path = folder / "process.bpmn"
    before = path.read_text()
    assert old in before
    path.write_text(before.replace(old, new, 1))


def test_a_drawing_that_is_not_executable_is_kept_and_never_runs(engine: Engine, sop: Path, ani: Actor) -> None:
    change(sop, 'isExecutable="true"', 'isExecutable="false"')

    with pytest.raises(SopUnfinished):
        deploy(engine, sop)
    kept = keep(engine, sop)

    assert (kept.sop, kept.version, kept.runs_as) == ("izin", 1, None)
    assert [each.rule for each in kept.missing] == ["not-executable"]
    with pytest.raises(SopUnknown):
        commands.start(engine, ani, "izin", {"perihal": "Cuti", "hari": 1})


def test_everything_that_is_missing_is_told_at_once(engine: Engine, sop: Path) -> None:
    change(sop, 'isExecutable="true"', 'isExecutable="false"')
    change(sop, 'alur:form="susun"', 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" camunda:formKey="app:a.jsf"')
    (sop / "sop.toml").write_text((sop / "sop.toml").read_text().replace("kepala = ", "atasan = "))

    kept = keep(engine, sop)

    assert {each.rule for each in kept.missing} >= {
        "not-executable",
        "vendor-extension",
        "form-missing",
        "lane-unmapped",
    }
    assert all(each.remedy.id and each.remedy.en for each in kept.missing)
    assert all(each.line for each in kept.missing if each.element)


def test_the_analysts_bytes_come_back_identical(engine: Engine, sop: Path, tmp_path: Path) -> None:
    change(sop, 'isExecutable="true"', 'isExecutable="false"')
    drawing = (sop / "process.bpmn").read_text()
    content = drawing.replace('encoding="UTF-8"', 'encoding="UTF-16"').replace("\n", "\r\n").encode("utf-16")
    (sop / "process.bpmn").write_bytes(content)

    kept = keep(engine, sop)
    written = export(engine, kept.sop, kept.version, tmp_path / "kembali")

    assert files_of(engine, "izin", 1)["process.bpmn"] == content
    assert (tmp_path / "kembali" / "process.bpmn").read_bytes() == content
    assert {path.name for path in written} >= {"process.bpmn", "sop.toml"}


def test_versions_count_changes_and_a_finished_one_runs(engine: Engine, sop: Path, ani: Actor) -> None:
    change(sop, 'isExecutable="true"', 'isExecutable="false"')
    first, again = keep(engine, sop), keep(engine, sop)
    change(sop, 'isExecutable="false"', 'isExecutable="false" name="Izin"')
    second = keep(engine, sop)
    change(sop, 'isExecutable="false"', 'isExecutable="true"')
    definition = deploy(engine, sop)

    assert (first.version, again.version, second.version, definition.version) == (1, 1, 2, 1)
    assert [each.version for each in all_designs(engine, "izin")] == [2, 1]
    assert commands.start(engine, ani, "izin", {"perihal": "Cuti", "hari": 1}).seq == 1


def test_a_design_that_runs_by_now_says_so(engine: Engine, sop: Path) -> None:
    keep(engine, sop)
    deploy(engine, sop)

    assert design(engine, "izin", 1).runs_as == 1


def test_a_single_drawing_is_kept_under_its_name(engine: Engine, sop: Path, tmp_path: Path) -> None:
    drawing = tmp_path / "surat_tugas.bpmn"
    drawing.write_bytes((sop / "process.bpmn").read_bytes())

    kept = keep(engine, drawing)

    assert kept.sop == "surat_tugas"
    assert {"setting-missing", "form-missing"} <= {each.rule for each in kept.missing}


def test_drawings_of_other_tools_come_back_as_they_were(engine: Engine, tmp_path: Path) -> None:
    drawings = {
        f"gambar{k}.bpmn": content for k, content in enumerate([*STORED.values(), *(c for c, _ in EXPORTS.values())])
    }

    for name, content in drawings.items():
        (tmp_path / name).write_bytes(content)
        kept = keep(engine, tmp_path / name)

        assert files_of(engine, kept.sop, kept.version)[name] == content


def test_what_nobody_can_read_is_refused_and_not_kept(engine: Engine, sop: Path) -> None:
    change(sop, "</bpmn:process>", '<bpmn:userTask id="susun"/></bpmn:process>')

    with pytest.raises(SopRefused, match="susun"):
        keep(engine, sop)

    assert all_designs(engine) == []


def test_a_drawing_that_breaks_rules_is_kept_with_what_is_to_be_mended(engine: Engine, sop: Path) -> None:
    change(
        sop,
        "</bpmn:process>",
        '<bpmn:sequenceFlow id="x" sourceRef="susun" targetRef="tiada"/><bpmn:boundaryEvent id="tepi"/></bpmn:process>',
    )

    kept = keep(engine, sop)

    assert {"x", "tepi"} <= {each.element for each in kept.missing}
    with pytest.raises(SopUnfinished, match="tiada"):
        deploy(engine, sop)


def test_an_export_overwrites_nothing(engine: Engine, sop: Path) -> None:
    keep(engine, sop)

    with pytest.raises(ExportRefused):
        export(engine, "izin", 1, sop)
    with pytest.raises(DesignUnknown):
        export(engine, "izin", 2, sop)
