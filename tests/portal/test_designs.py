"""Designs on screen and on the command line: what is kept, what it still lacks, and its bytes back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine.designs import keep
from engine.engine import Engine
from portal.cli import main
from tests.portal.visitors import Visitor
from tests.spiff.drawing import chain, definitions, end, process, start, user

DRAWING = definitions(process(start(), user("x"), end(), chain("mulai", "x", "selesai")))


@pytest.fixture
def drawing(tmp_path: Path) -> Path:
    path = tmp_path / "surat_tugas.bpmn"
    path.write_bytes(DRAWING)
    return path


def test_an_operator_reads_what_is_missing_in_both_languages(
    visit: Callable[[str | None], Visitor], engine: Engine, drawing: Path
) -> None:
    keep(engine, drawing)
    oka = visit("oka")

    page = oka.get("/rancangan").text
    oka.client.set_cookie("alur_bahasa", "en")
    english = oka.get("/rancangan").text

    assert "surat_tugas" in page and "Tugas ini belum mempunyai formulir." in page
    assert "This task has no form yet." in english


def test_deploying_an_unfinished_drawing_keeps_it(home: Path, drawing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALUR_HOME", str(home))
    monkeypatch.delenv("ALUR_DATABASE_URL", raising=False)
    alur = CliRunner()

    deployed = alur.invoke(main, ["deploy", str(drawing)])
    listed = alur.invoke(main, ["designs"])
    one = alur.invoke(main, ["designs", "surat_tugas", "1"])
    alur.invoke(main, ["designs", "surat_tugas", "1", "--export", str(home / "kembali")])

    assert deployed.exit_code == 1 and "disimpan, tidak dijalankan" in deployed.output
    assert "surat_tugas rancangan 1" in listed.output
    assert "Isi alur:form." in one.output
    assert (home / "kembali" / "surat_tugas.bpmn").read_bytes() == DRAWING
