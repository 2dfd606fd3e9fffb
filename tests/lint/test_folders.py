"""Each rule of an SOP's folder finds what is wrong in its bad files and is silent about the example that is good."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from engine.lint import Finding, executable, sop_ap
from tests.lint.folders import HERE, laid_over, surveyed

Blamed = list[tuple[str, str, str | None]]
#: Package and rule file -> severity, file and element of what its bad files must be blamed for.
BLAMED: dict[tuple[str, str], Blamed] = {
    ("executable", "settings"): [("gap", "sop.toml", None), ("gap", "sop.toml", "start")],
    ("executable", "setting_kinds"): [("error", "sop.toml", "steps"), ("error", "sop.toml", "start")],
    ("executable", "form_readable"): [("error", "kirim.form", "lewat")],
    ("executable", "table_readable"): [("error", "lama_izin.dmn", "lama_izin")],
    ("executable", "form_there"): [("gap", "process.bpmn", "T3_kirim")],
    ("executable", "form_here"): [("gap", "process.bpmn", "mulai")],
    ("executable", "lane_mapped"): [("gap", "process.bpmn", "T2_periksa")],
    ("executable", "data_read"): [("error", "process.bpmn", "T1_susun"), ("error", "process.bpmn", "Svc_cetak")],
    ("executable", "data_keys"): [("error", "process.bpmn", "Svc_cetak")],
    ("executable", "handler_inputs"): [("error", "process.bpmn", "Svc_cetak")],
    ("executable", "template_there"): [("gap", "handlers.py", "izin_keluar")],
    ("executable", "title_read"): [("gap", "sop.toml", "title_expression")],
    ("executable", "names_shadow"): [
        ("error", "process.bpmn", "perkara"),
        ("advice", "process.bpmn", "T4_beri_tahu"),
    ],
    ("executable", "form_names"): [("error", "susun.form", "tentang")],
    ("executable", "form_answers"): [("error", "process.bpmn", "G2"), ("error", "process.bpmn", "G2")],
    ("executable", "gateway_answers"): [("error", "process.bpmn", "G2")],
    ("executable", "confidential_read"): [("error", "process.bpmn", "Svc_cetak")],
    ("executable", "condition_constant"): [("advice", "process.bpmn", "G2")],
    ("executable", "timer_value"): [("error", "process.bpmn", "Tunggu")],
    ("executable", "table_types"): [("error", "lama_izin.dmn", "lama_izin")],
    ("executable", "table_rules"): [
        ("advice", "lama_izin.dmn", "lama_izin"),
        ("error", "lama_izin.dmn", "lama_izin"),
    ],
    ("executable", "table_inputs"): [("error", "process.bpmn", "BR_lama")],
    ("executable", "performer_known"): [("gap", "process.bpmn", "T2_nilai"), ("gap", "process.bpmn", "T1_cetak")],
    ("executable", "separate_positions"): [("error", "process.bpmn", "T2_periksa")],
    ("executable", "lanes_handed"): [
        ("gap", "handlers.py", "sekretaris"),
        ("gap", "process.bpmn", "CA_arsip"),
    ],
    ("executable", "table_there"): [("gap", "handlers.py", "penomoran")],
    ("executable", "lane_held"): [("advice", "sop.toml", "kabid"), ("error", "sop.toml", "kepala")],
    ("executable", "handler_there"): [("gap", "process.bpmn", "Svc_cetak")],
    ("executable", "handler_errors"): [
        ("advice", "process.bpmn", "Svc_cetak"),
        ("advice", "process.bpmn", "B_gagal"),
    ],
    ("executable", "call_inputs"): [("error", "process.bpmn", "CA_arsip"), ("advice", "process.bpmn", "CA_arsip")],
    ("executable", "sop_steps"): [("error", "process.bpmn", "CA_arsip"), ("advice", "sop.toml", "steps")],
    ("executable", "parallel_write"): [("advice", "process.bpmn", "CA_arsip")],
    ("executable", "data_used"): [("advice", "process.bpmn", "P1_orang")],
    ("executable", "form_used"): [("advice", "lama.form", "lama")],
    ("executable", "table_used"): [("advice", "kuorum.dmn", "kuorum")],
    ("executable", "handler_used"): [("advice", "handlers.py", "cetak_ulang")],
    ("executable", "lane_used"): [("advice", "process.bpmn", "arsiparis"), ("advice", "sop.toml", "bendahara")],
    ("executable", "shared_used"): [("advice", "sop.toml", "shared")],
    ("executable", "task_count"): [("advice", "process.bpmn", "T4_beri_tahu")],
    ("sop_ap", "identity"): [("advice", "sop.toml", "number")],
    ("sop_ap", "legal_basis"): [("advice", "sop.toml", None)],
    ("sop_ap", "titles"): [("advice", "sop.toml", "steps_titles")],
    ("sop_ap", "requirements"): [("advice", "sop.toml", "steps_requirements")],
    ("sop_ap", "outputs"): [("advice", "sop.toml", "steps_outputs")],
    ("sop_ap", "standard_time"): [("advice", "waktu_baku.dmn", "waktu_baku")],
    ("sop_ap", "active_verb"): [("advice", "process.bpmn", "T2_periksa"), ("advice", "sop.toml", "steps_titles")],
    ("sop_ap", "symbols"): [("advice", "process.bpmn", "Tunggu")],
    ("sop_ap", "start_and_end"): [("advice", "process.bpmn", "selesai")],
    ("sop_ap", "performer"): [("advice", "sop.toml", "steps")],
}


def rule_of(package: str, name: str) -> str:
    found: str = importlib.import_module(f"engine.lint.{package}.{name}").RULE
    return found


def line_says(finding: Finding, folder: Path) -> bool:
    """Whether the line that is told names what is blamed, or belongs to it."""
    paths = [path for path in folder.rglob(finding.file) if path.is_file()]
    if finding.line is None or not paths:
        return finding.line is None
    return 1 <= finding.line <= len(paths[0].read_text(encoding="utf-8").splitlines())


def test_every_rule_has_its_bad_files_and_runs() -> None:
    modules = {
        (package.__name__.rpartition(".")[2], module.__name__.rpartition(".")[2])
        for package in (executable, sop_ap)
        for module in package.MODULES
    }
    files = {(path.parent.name, path.stem) for package in (executable, sop_ap) for path in _files(package.__file__)}

    assert files == modules == set(BLAMED)


def _files(init: str | None) -> list[Path]:
    return [path for path in Path(str(init)).parent.glob("*.py") if path.stem != "__init__"]


def test_the_good_example_is_left_in_peace(tmp_path: Path) -> None:
    assert surveyed(laid_over(tmp_path)) == []


@pytest.mark.parametrize(("package", "name"), sorted(BLAMED))
def test_the_bad_files_are_blamed_where_they_are_wrong(tmp_path: Path, package: str, name: str) -> None:
    folder = laid_over(tmp_path, HERE / package / name)

    found = [finding for finding in surveyed(folder) if finding.rule == rule_of(package, name)]

    told = [(finding.severity, finding.file, finding.element) for finding in found]
    assert sorted(told, key=str) == sorted(BLAMED[package, name], key=str)
    for finding in found:
        assert line_says(finding, folder)
        assert all((*finding.message, *finding.remedy))
        assert finding.message.id != finding.message.en
        assert finding.remedy.id != finding.remedy.en or finding.remedy.id.startswith("Yang ada")
