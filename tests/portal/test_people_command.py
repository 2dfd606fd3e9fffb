"""`alur people`: what the pages do, for the first operator and for many people at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from engine.engine import Engine
from portal.cli import main
from tests.portal.visitors import Visitor


@pytest.fixture
def run(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> object:
    """`run("people", ...)` on the office's database, at its time."""
    clock = engine.home / "jam"
    clock.write_text(engine.world.now().isoformat(), encoding="ascii")
    monkeypatch.setenv("ALUR_HOME", str(engine.home))
    monkeypatch.setenv("ALUR_CLOCK", str(clock))

    def invoke(*words: str) -> Result:
        return CliRunner().invoke(main, list(words))

    return invoke


def test_an_import_is_a_preview_until_it_is_applied(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]  # `run` is a fixture's function
    file = tmp_path / "pegawai.csv"
    file.write_text("NIP;Nama\n199005142013122002;Dewi\n1,9E+17;Budi\n", encoding="utf-8-sig")

    looked, done, again = (run("people", "import", str(file), *more) for more in ((), ("--apply",), ()))

    assert "1 baru, 0 berubah, 0 tetap sama, 1 ditolak. Belum ada yang disimpan" in looked.output
    assert "Diterapkan." in done.output
    assert "0 baru, 0 berubah, 1 tetap sama" in again.output
    assert "Excel membacanya" in again.output
    assert [each.exit_code for each in (looked, done, again)] == [1, 1, 1]


def test_the_first_operator_is_made_and_gets_in(run, app: Flask, engine: Engine) -> None:  # type: ignore[no-untyped-def]  # `run` is a fixture's function
    made = run("people", "add", "Sari", "--name", "Sari Contoh", "--nip", "19900514 201312 2 002", "--role", "operator")
    given = run("people", "password", "sari")
    wrong = run("people", "add", "sari", "--name", "Sari Dua", "--role", "operator")
    unknown = run("people", "password", "siapa")

    first, second = (each.output.split()[-1] for each in (made, given))
    sari = Visitor(app.test_client(), engine)
    assert sari.log_in("sari", first).status == 401
    assert sari.log_in("sari", second).location == "/saya/kata-sandi"
    assert (wrong.exit_code, unknown.exit_code) == (1, 1)
    assert "sudah dipakai" in wrong.output
