"""`alur lint` as people and machines read it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner

from portal.cli import main
from tests.lint.folders import laid_over

HERE = Path(__file__).parent
PROCESSES = HERE.parents[1] / "processes"


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["lint", *arguments])
    return result.exit_code, result.output


@pytest.mark.parametrize("sop", ["asesmen_jpt", "talent_pool"])
def test_nothing_keeps_our_own_sops_from_being_deployed(sop: str) -> None:
    status, told = run(str(PROCESSES / sop))

    assert status == 0
    assert told.splitlines()[-1].endswith(" saran")
    assert max(map(len, told.splitlines())) <= 80


def test_linting_waits_neither_for_the_portal_nor_for_the_database() -> None:
    asked = "import sys, portal.cli.linting; print(sorted({'flask', 'sqlalchemy', 'alembic'} & set(sys.modules)))"

    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, timeout=60)

    assert told.stdout == "[]\n"


def test_the_shared_parts_are_clean() -> None:
    assert run(str(PROCESSES / "bersama")) == (0, "Tidak ada yang perlu diperbaiki.\n")


def test_a_wrong_drawing_is_told_with_its_line_and_remedy() -> None:
    status, told = run(str(HERE / "compensation" / "bad.bpmn"))

    assert status == 1
    assert "bad.bpmn\n" in told
    assert (
        "  salah: baris 7 k [compensation-handler]\n    Kompensasi ini tidak punya tepat satu kegiatan pembatal."
        in told
    )
    assert told.splitlines()[-1].startswith("2 salah")


def test_it_is_told_in_english_on_demand() -> None:
    status, told = run(str(HERE / "compensation" / "bad.bpmn"), "--language", "en")

    assert status == 1
    assert "  error: line 7 k [compensation-handler]\n    This compensation does not have exactly one handler." in told


def test_the_office_of_the_database_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALUR_HOME", str(tmp_path / "var"))
    monkeypatch.delenv("ALUR_DATABASE_URL", raising=False)

    status, told = run(str(laid_over(tmp_path)), "--office")

    assert status == 1
    assert "Jabatan 'kantor.petugas' tidak ada dalam daftar jabatan." in " ".join(told.split())


def test_machines_get_both_languages() -> None:
    status, told = run(str(HERE / "compensation" / "bad.bpmn"), "--json")
    row = next(each for each in orjson.loads(told) if each["severity"] == "error")

    assert status == 1
    assert list(row) == ["severity", "rule", "file", "element", "line", "message", "remedy"]
    assert (row["severity"], row["rule"], row["element"], row["line"]) == ("error", "compensation-handler", "k", 7)
    assert set(row["message"]) == set(row["remedy"]) == {"id", "en"}


def test_advice_alone_does_not_fail() -> None:
    status, told = run(str(HERE / "style" / "no_duplicate_flows" / "bad.bpmn"))

    assert (status, told.splitlines()[-1]) == (0, "2 saran")
