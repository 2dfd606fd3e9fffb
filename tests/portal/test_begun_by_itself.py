"""A case that nobody began, on screen: who began it is the system, and its task waits for its position."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine import commands
from engine.definitions import deploy
from engine.engine import Engine
from tests.engine.conftest import SOPS
from tests.portal.visitors import Visitor, task_address

Visit = Callable[[str | None], Visitor]


@pytest.fixture
def case_id(engine: Engine) -> str:
    """A letter came in and began a case."""
    deploy(engine, SOPS / "surat")
    found = commands.deliver(engine, "SuratMasuk", "", {"hal": "Undangan"}, key="a").case_id
    assert found is not None
    return found


def test_its_pages_say_that_the_system_began_it(visit: Visit, case_id: str) -> None:
    ani = visit("ani")

    page = ani.get(f"/perkara/{case_id}")
    told = ani.get(f"/perkara/{case_id}/putar-ulang")
    waiting = ani.get(f"/perkara/{case_id}/menunggu")

    assert [page.status, told.status, waiting.status] == [200, 200, 200]
    assert "Undangan" in page.text
    assert "Sistem memulai perkara ini" in told.text


def test_its_task_is_done_like_any_other(visit: Visit, case_id: str) -> None:
    ani = visit("ani")
    address = task_address(case_id, "agenda")

    opened = ani.get(address)
    done = ani.post(address, **opened.hidden(address), hal="Undangan")

    assert (opened.status, done.status) == (200, 303)


def test_nobody_is_offered_to_begin_one(visit: Visit, case_id: str) -> None:
    ani = visit("ani")

    assert "Surat masuk (contoh uji)" not in ani.get("/perkara/baru").text
    assert ani.get("/perkara/baru/surat").status == 403
