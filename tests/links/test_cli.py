"""`alur link`: a link from the command line works like any other."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from engine.engine import Engine
from engine.people import entries
from portal.cli import main
from tests.links.summons import CITRA, PESI, TAMU, summon


def test_an_operator_makes_a_link(summoning: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALUR_HOME", str(summoning.home))
    clock = summoning.home / "jam"
    clock.write_text(summoning.world.now().isoformat(), encoding="ascii")
    monkeypatch.setenv("ALUR_CLOCK", str(clock))
    summon(summoning)

    people = CliRunner().invoke(main, ["link", "PGL-2026-0001"])
    made = CliRunner().invoke(main, ["link", "PGL-2026-0001", TAMU, "--days", "3", "--base-url", "https://alur.contoh"])
    wrong = CliRunner().invoke(main, ["link", "PGL-2026-0001", "198001012005011001"])

    assert [nip for nip in (PESI, CITRA, TAMU) if nip in people.output] == [PESI, CITRA, TAMU]
    (line,) = [line for line in made.output.splitlines() if line.startswith("https://alur.contoh/urusan/masuk#")]
    assert entries.enter(summoning, line.split("#")[1], TAMU[-6:]).actor.nip == TAMU
    assert wrong.exit_code == 1
