"""Both SOPs from the first order to the last report, in the browser, by everybody whom they name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from engine.commands import Outcome
from engine.database import Database
from engine.engine import Engine
from engine.people import Actor
from engine.schema import accounts, cases, events
from engine.verify import verify_all
from portal.app import create_app
from portal.cli.data import PASSWORD
from portal.simulation.acts import start_data, task_data
from tests import serving
from tests.browser.typist import fill
from tests.portal.visitors import task_address
from tests.walking import PROCESSES, Walk, open_office

pytestmark = pytest.mark.acceptance


class BrowserWalk(Walk):
    """Robots that do not call commands: they log in, open the page, type, and press the button."""

    def __init__(self, engine: Engine, sop: str, chromium: Browser, address: str) -> None:
        super().__init__(engine, sop, {})
        self.by_hand, self.chromium, self.address = 1.0, chromium, address

    def start(self, rng: Any) -> Outcome:
        """The first order, through the start page."""
        actor = self.starter(rng)
        data = start_data(self.definition, self.robots, self.staff, actor, rng)
        page = self._visit(actor, f"/perkara/baru/{self.sop}")
        fill(page, data)
        self._send(page)
        with self.engine.database.reading() as connection:
            case_id = connection.scalars(select(cases.c.id)).one()
        return Outcome(case_id=case_id, seq=1)

    def act(self, actor: Actor, row: Any, rng: Any) -> None:
        """Complete a task on its page."""
        data = task_data(self.engine, self.definition, self.robots, self.staff, actor, row, rng)
        page = self._visit(actor, task_address(row["case_id"], row["id"]))
        fill(page, data)
        self._send(page)
        page.context.close()

    def _visit(self, actor: Actor, path: str) -> Page:
        with self.engine.database.reading() as connection:
            username = connection.scalar(select(accounts.c.username).where(accounts.c.person == actor.person))
        page = self.chromium.new_context(base_url=self.address, viewport={"width": 1280, "height": 900}).new_page()
        page.goto("/masuk")
        page.get_by_label("Nama pengguna").fill(str(username))
        page.get_by_label("Kata sandi").fill(PASSWORD)
        page.get_by_role("button", name="Masuk").click()
        page.wait_for_url("**/tugas")
        page.goto(path)
        return page

    def _send(self, page: Page) -> None:
        before = self._events()
        with page.expect_navigation():  # a draft that is being saved goes first
            page.locator("button.primary").click()
        told = page.locator("[role=alert]")
        assert self._events() > before, told.first.inner_text() if told.count() else page.content()[-3000:]

    def _events(self) -> int:
        with self.engine.database.reading() as connection:
            return len(connection.execute(select(events.c.seq).where(events.c.person.is_not(None))).all())


@pytest.fixture
def served(sqlite_database: Database, home: Path, request: pytest.FixtureRequest) -> Iterator[tuple[Engine, str]]:
    """The demonstration office with one SOP, served on a free port."""
    engine = open_office(sqlite_database, home, PROCESSES, request.param, password=PASSWORD)
    with serving.served(create_app(engine)) as address:
        yield engine, address


@pytest.mark.parametrize(
    ("served", "ending", "least"), [("asesmen_jpt", "End_A", 9), ("talent_pool", "End_B", 14)], indirect=["served"]
)
def test_the_whole_sop_is_done_in_the_browser(
    served: tuple[Engine, str], chromium: Browser, ending: str, least: int
) -> None:
    engine, address = served
    sop = engine.definitions.all(engine)[0].sop

    outcome = BrowserWalk(engine, sop, chromium, address).run(1)

    assert outcome.content["endings"] == {ending: 1}
    assert outcome.content["incidents"] == 0
    assert set(outcome.content["steps"]) == {
        str(step) for step in range(1, engine.definitions.all(engine)[0].steps + 1)
    }
    with engine.database.reading() as connection:
        people = set(connection.scalars(select(events.c.person).where(events.c.person.is_not(None))))
    assert len(people) >= least
    assert verify_all(engine).differences == []
