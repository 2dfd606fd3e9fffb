"""`alur calendar`: what an operator changes is what the next one is shown."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner, Result

from portal.cli import main


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]  # `run` is a fixture's function
    """Run `alur calendar` on an empty data folder whose clock stands on 5 January 2026."""
    clock = tmp_path / "clock"
    clock.write_text("2026-01-05T01:00:00+00:00", encoding="ascii")
    monkeypatch.setenv("ALUR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ALUR_CLOCK", str(clock))
    monkeypatch.delenv("ALUR_DATABASE_URL", raising=False)

    def command(*words: str) -> Result:
        return CliRunner().invoke(main, ["calendar", *words])

    return command


def test_a_day_off_is_made_shown_and_taken_back(run) -> None:  # type: ignore[no-untyped-def]  # `run` is a fixture's function
    made = run("off", "2026-10-24", "Hari Jadi", "--decree", "188/1/2026")
    shown = run()

    taken_back = run("work", "2026-10-24", "--decree", "188/2/2026")

    assert "24-10-2026 menjadi libur: Hari Jadi" in made.output
    assert "Sabtu, 24 Oktober 2026" in shown.output
    assert "188/1/2026" in shown.output
    assert "Sabtu, 24 Oktober 2026" not in run().output, taken_back.output


def test_an_export_with_a_new_year_is_read_again(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]  # `run` is a fixture's function
    file = tmp_path / "kalender.json"
    content = orjson.loads(run("--export").stdout)
    file.write_bytes(orjson.dumps(content | {"years": [*content["years"], 2028]}))

    answer = run("import", str(file), "--decree", "SKB 1/2027")

    assert "tahun 2028 ditetapkan" in answer.output
    assert "Tidak ada yang berubah" in run("import", str(file), "--decree", "SKB 1/2027").output


def test_a_broken_file_and_a_year_without_a_decree_are_said_plainly(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]  # `run` is a fixture's function
    file = tmp_path / "kalender.json"
    file.write_text("{", encoding="ascii")

    assert "bukan JSON" in run("import", str(file), "--decree", "x").output
    assert "Tahun ini belum ditetapkan" in run("--year", "2031").output
