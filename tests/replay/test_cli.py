"""The text twins on the command line: `alur why` and `alur replay`."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from engine.engine import Engine
from portal.cli import main, read
from tests.engine.office import Office


def test_a_case_is_read_on_the_command_line(office: Office, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = office.start()
    office.reach(case_id, "periksa")
    monkeypatch.setattr(read, "open_engine", lambda: engine)

    why = CliRunner().invoke(main, ["why", "CUTI-2026-0001"])
    whole = CliRunner().invoke(main, ["replay", case_id])
    one = CliRunner().invoke(main, ["replay", case_id, "--step", "2"])
    beyond = CliRunner().invoke(main, ["replay", case_id, "--step", "9"])
    unknown = CliRunner().invoke(main, ["why", "CUTI-2026-0009"])

    assert "Yang dapat mengerjakan adalah Kepala (Bram)." in why.output
    assert "Menyusun surat  Ani selaku Staf" in whole.output
    assert "terbuka: Dua hari kerja lewat, Memeriksa surat" in whole.output
    assert "+ susun: {'isi': 'Mohon cuti.'" in one.output and "Perkara dimulai" not in one.output
    assert "2 langkah yang dapat diputar" in beyond.output
    assert unknown.exit_code == 1 and "tidak ada" in unknown.output
