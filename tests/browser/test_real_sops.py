"""The two SOPs as their people meet them: diagrams that open without a warning, forms that fit a phone, letters on the page."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from engine import jobs
from engine.database import open_database
from engine.engine import Engine
from engine.world import MovedWorld
from portal.cli.data import load_demo
from portal.simulation.run import Simulation
from tests.browser.conftest import Arrive
from tests.browser.looking import faults, picture

SOPS = ["asesmen_jpt", "talent_pool"]


@pytest.fixture
def engine(sqlite_url: str, home: Path) -> Iterator[Engine]:
    """The demonstration office with both SOPs, on a Monday morning."""
    world = MovedWorld(moment=datetime(2026, 1, 5, 1, 0, tzinfo=UTC), seed=1)
    opened = Engine(
        database=open_database(sqlite_url, home), world=world, home=home, processes=Path("processes").resolve()
    )
    load_demo(opened)
    yield opened
    opened.close()


def _start(engine: Engine, sop: str) -> str:
    outcome = Simulation(engine, sop, seed=7, settle=lambda: None).start(random.Random(7))
    jobs.run_pending(engine)
    return outcome.case_id


@pytest.mark.parametrize("sop", SOPS)
@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_its_diagram_opens_without_a_warning_and_its_case_page_is_sound(
    somebody: Arrive, engine: Engine, sop: str, size: str
) -> None:
    case_id = _start(engine, sop)
    auditor = somebody("auditor", size)

    auditor.page.goto(f"/perkara/{case_id}")
    auditor.page.locator("[data-ready]").wait_for()
    picture(auditor.page, f"{sop}-{size}")

    assert auditor.page.locator(".state-active").count() > 0
    assert faults(auditor.page) == []


def test_the_first_order_of_the_assessment_reaches_the_desk_it_is_for(somebody: Arrive, engine: Engine) -> None:
    case_id = _start(engine, "asesmen_jpt")
    kepala = somebody("kepala", "narrow")

    kepala.page.goto("/tugas")
    kepala.page.get_by_role("listitem").filter(has_text="JPT-2026-0001").get_by_role("link").first.click()
    kepala.page.wait_for_url(f"**/perkara/{case_id}/tugas/*")

    expect(kepala.page.locator(".why")).to_contain_text(
        "Drs. Bram Contoh, M.Si. selaku Kepala BKPSDA memulai perkara ini"
    )
    picture(kepala.page, "asesmen_jpt-tugas-narrow")
    assert faults(kepala.page) == []


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_the_start_forms_fit_and_are_accessible(somebody: Arrive, engine: Engine, size: str) -> None:
    found = {}
    for username, sop in (("kepala", "asesmen_jpt"), ("kabid", "talent_pool")):
        person = somebody(username, size)
        person.page.goto(f"/perkara/baru/{sop}")
        person.page.locator("form [name]:visible").first.wait_for()
        picture(person.page, f"{sop}-mulai-{size}")
        found[sop] = faults(person.page)

    assert found == {sop: [] for sop in SOPS}
