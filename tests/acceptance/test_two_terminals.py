"""`alur serve` in one terminal, `alur demo-bkd` in the other: the office asks, BKD's machine answers."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select, text

from engine.engine import Engine
from engine.schema import events, incoming, subscriptions
from engine.world import World
from portal.cli.data import load_demo
from tests.walking import Walk

ROOT = Path(__file__).parents[2]
PENDING = "SELECT 1 FROM procrastinate_jobs WHERE task_name = 'run_service' AND status IN ('todo', 'doing')"


class Today(World):
    """The real world; a walk that would move its clock finds that the day goes its own way."""

    def move_to(self, moment: datetime) -> datetime:
        """Nothing moves."""
        return moment


@pytest.mark.acceptance
@pytest.mark.postgres
def test_the_office_and_bkd_talk_in_two_terminals(postgresql_url: str, home: Path) -> None:
    engine = Engine.open(home, postgresql_url, world=Today())
    load_demo(engine)
    office, bkd = _free_port(), _free_port()

    with ExitStack() as stack:
        stack.enter_context(_terminal(home, postgresql_url, "serve", "--port", str(office)))
        address = f"http://127.0.0.1:{office}"
        stack.enter_context(
            _terminal(home, postgresql_url, "demo-bkd", "--port", str(bkd), "--portal", address, "--after", "0.1")
        )
        for port in (office, bkd):
            _until(partial(_listens, port))
        run = Walk(engine, "asesmen_jpt", {"BalasanBKD": [{"never": True}] * 50})
        run.settle = lambda: _until(lambda: not _pending(engine))
        run.begin(1)
        while not _waits_for_bkd(engine):
            run.step()
        _until(lambda: _answered(engine))

    with engine.database.reading() as connection:
        assert connection.execute(select(incoming.c.name, incoming.c.state)).all() == [("BalasanBKD", "delivered")]
    engine.close()


@contextmanager
def _terminal(home: Path, url: str, *words: str) -> Iterator[None]:
    environment = os.environ | {"ALUR_HOME": str(home), "ALUR_DATABASE_URL": url}
    command = [sys.executable, "-m", "portal.cli", *words]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()
            process.wait(timeout=30)


def _until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, a minute at most."""
    for _ in range(1_200):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come about within a minute")


def _pending(engine: Engine) -> bool:
    with engine.database.reading() as connection:
        return connection.execute(text(PENDING)).first() is not None


def _waits_for_bkd(engine: Engine) -> bool:
    with engine.database.reading() as connection:
        asked = connection.execute(select(subscriptions.c.task).where(subscriptions.c.message == "BalasanBKD")).first()
    return asked is not None or _answered(engine)


def _answered(engine: Engine) -> bool:
    with engine.database.reading() as connection:
        found = select(events.c.seq).where(events.c.kind == "message:delivered", events.c.person.is_(None))
        return connection.execute(found).first() is not None


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
