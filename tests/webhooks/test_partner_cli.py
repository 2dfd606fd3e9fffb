"""`alur partner` as an operator types it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.cli import main

ADDRESS = "https://bkd.example.go.id/kiriman"


@pytest.fixture
def alur(home: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch):
    """Run a command line; gives what it said."""
    monkeypatch.setenv("ALUR_HOME", str(home))
    monkeypatch.setenv("ALUR_DATABASE_URL", sqlite_url)

    def run(*words: str) -> Result:
        return CliRunner().invoke(main, list(words))

    return run


def test_a_partner_is_added_listed_paused_and_given_a_new_secret(alur) -> None:
    added = alur(
        "partner", "add", "bkd", "--title", "BKD", "--address", ADDRESS, "--send", "A", "--send", "B", "--accept", "C"
    )
    alur("partner", "pause", "bkd", "--why", "Pemeliharaan.")
    paused = alur("partner", "list")
    alur("partner", "resume", "bkd")
    alur("partner", "change", "bkd", "--internal", "--address", "http://127.0.0.1:8010/")
    rotated = alur("partner", "rotate", "bkd", "keluar", "--overlap", "0")

    assert added.output.count("whsec_") == 2 and rotated.output.count("whsec_") == 1
    assert f"bkd  BKD  {ADDRESS}  [dijeda]" in paused.output
    assert "menerima: A B; mengirim: C" in paused.output and "Pemeliharaan." in paused.output
    listed = alur("partner", "list").output
    assert "bkd  BKD  http://127.0.0.1:8010/  [aktif internal]" in listed
    assert "whsec_" not in listed


def test_what_is_wrong_is_said_in_a_sentence(alur) -> None:
    refused = alur("partner", "add", "bkd", "--title", "BKD", "--address", "http://127.0.0.1/")
    unknown = alur("partner", "pause", "siapa")

    assert (refused.exit_code, unknown.exit_code) == (1, 1)
    assert "Alamat harus diawali https://" in refused.output
    assert "Mitra 'siapa' tidak ada." in unknown.output
