"""A whole SOP folder for a test: the example that is clean, with one rule's bad files laid over it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from engine.lint import Finding
from engine.sop import survey

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)
#: What `alur lint --office` finds out.
OFFICE = {"kantor.petugas": 1, "kantor.kabid": 1, "kantor.kepala": 1, "kantor.kosong": 0}


def laid_over(tmp_path: Path, bad: Path | None = None) -> Path:
    """The example SOP with the files of `bad` in place of its own."""
    shutil.copytree(HERE / "sops", tmp_path / "sops", dirs_exist_ok=True)
    if bad is not None:
        shutil.copytree(bad, tmp_path / "sops" / "contoh", dirs_exist_ok=True)
    return tmp_path / "sops" / "contoh"


def changed(tmp_path: Path, changes: Mapping[str, tuple[str, str]]) -> Path:
    """The example SOP with one text of each named file replaced."""
    folder = laid_over(tmp_path)
    for name, (old, new) in changes.items():
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name}: {old}"
        path.write_text(text.replace(old, new), encoding="utf-8")
    return folder


def surveyed(folder: Path) -> list[Finding]:
    """All findings, with the office looked at."""
    return survey(folder, now=NOW, holders=OFFICE)
