"""Signals between cases: what one case sends reaches every other that waits, once, and proves itself afterwards."""

from __future__ import annotations

from engine import commands, jobs, signals
from engine.definitions import deploy
from engine.engine import Engine
from engine.rebuild import rebuild_all
from engine.verify import verify_all
from tests.engine.conftest import SOPS
from tests.engine.office import Office


def watch(engine: Engine, office: Office) -> str:
    return commands.start(engine, office.person("ani"), "siaga", {}).case_id


def test_a_signal_reaches_the_other_cases_that_wait_and_not_those_that_come_later(
    engine: Engine, office: Office
) -> None:
    deploy(engine, SOPS / "siaga")
    sender, near, over = (watch(engine, office) for _ in range(3))
    office.act("ani", over, "jaga", keadaan="surut")

    office.act("ani", sender, "jaga", keadaan="meluap")
    late = watch(engine, office)
    jobs.run_pending(engine)

    assert office.open(near) == ["saat_banjir/ungsi"]
    assert office.open(late) == ["jaga"]
    assert office.open(sender) == ["saat_banjir/ungsi"]  # a signal reaches its own case too
    assert office.open(over) == []


def test_a_delivery_that_runs_twice_acts_once(engine: Engine, office: Office) -> None:
    deploy(engine, SOPS / "siaga")
    sender, near = watch(engine, office), watch(engine, office)
    office.act("ani", sender, "jaga", keadaan="meluap")
    jobs.run_pending(engine)

    again = signals.deliver(engine, key=f"{sender}:2:0", case_id=near, task_id="kabar")

    assert again is False
    assert office.open(near) == ["saat_banjir/ungsi"]


def test_cases_that_met_a_signal_verify_and_rebuild(engine: Engine, office: Office) -> None:
    deploy(engine, SOPS / "siaga")
    sender, near = watch(engine, office), watch(engine, office)
    office.act("ani", sender, "jaga", keadaan="meluap")
    jobs.run_pending(engine)

    rebuild_all(engine)

    assert verify_all(engine).differences == []
    assert office.open(near) == ["saat_banjir/ungsi"]
    office.act("bram", near, "saat_banjir/ungsi", keadaan="surut")
    assert office.open(near) == []
