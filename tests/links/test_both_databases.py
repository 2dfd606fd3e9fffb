"""The way of a link, from its making to the room and its end, on each kind of database."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine import commands
from engine.database import Database
from engine.definitions import deploy
from engine.engine import Engine
from engine.errors import LinkInvalid, LinkMismatch, NotFound
from engine.people import entries, links
from engine.queries.mine import own_letter, room
from engine.world import MovedWorld
from tests.links.summons import CONFIRM, PESI, SHARED, SOPS, TAMU, secret_for, somebody, summon
from tests.portal.office import MONDAY, move_in


def test_a_link_from_its_making_to_its_end(database: Database, home: Path, tmp_path: Path) -> None:
    shutil.copytree(SOPS, tmp_path / "sops")
    shutil.copytree(SHARED, tmp_path / "sops" / "bersama")
    world = MovedWorld(moment=MONDAY, seed=1)
    engine = Engine(database=database, world=world, home=home, processes=tmp_path / "sops")
    move_in(engine)
    deploy(engine, tmp_path / "sops" / "panggilan")
    case_id, ani = summon(engine), somebody(engine, "ani")
    secret = secret_for(engine, case_id, TAMU)

    with pytest.raises(LinkMismatch):
        entries.enter(engine, secret, "000000")
    visit = entries.enter(engine, secret, TAMU[-6:])
    assert visit.actor == (entries.session(engine, visit.token) or visit).actor
    commands.complete(engine, visit.actor, case_id, CONFIRM.format(2), {"kesediaan": "ya"})
    mine = room(engine, visit.actor, case_id)
    with pytest.raises(NotFound):
        own_letter(engine, visit.actor, case_id, f"tanda_terima_{PESI}-1")
    (guest,) = [each for each in links.guests(engine, ani, case_id) if each.nip == TAMU]
    assert guest.link is not None
    links.revoke(engine, ani, case_id, guest.link.id)

    assert [row.name for row in mine.tasks] == ["Unggah berkas persyaratan"]
    assert [paper.state for paper in mine.papers] == ["missing"] * 3
    assert (guest.open_tasks, guest.link.state) == (1, "valid")
    with pytest.raises(LinkInvalid):
        entries.enter(engine, secret, TAMU[-6:])
