"""Who may see what: a case is seen by those its SOP names, those with work in it, auditors and operators.

Everybody else gets "not found".
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, exists, select

from engine.errors import NotFound
from engine.people import Actor
from engine.people.actors import local_day
from engine.schema import tasks
from engine.sop import Definition

if TYPE_CHECKING:
    from engine.engine import Engine

OVERSEERS = frozenset({"auditor", "operator"})


def positions_of(actor: Actor, now: datetime) -> list[str]:
    """The positions somebody holds today, each once."""
    day = local_day(now)
    return sorted({seat.position for seat in actor.seats if seat.holds_on(day)})


def own_sops(engine: Engine, held: Collection[str]) -> list[str]:
    """The SOPs that name one of the positions in their newest version: all their cases may be seen."""
    return [each.sop for each in engine.definitions.all(engine) if set(held) & set(each.lanes.values())]


def may_see(connection: Connection, actor: Actor, definition: Definition, case_id: str, now: datetime) -> bool:
    """Whether somebody may open a case's page."""
    held = positions_of(actor, now)
    if actor.roles & OVERSEERS or set(held) & set(definition.lanes.values()):
        return True
    here = exists().where(tasks.c.case_id == case_id, tasks.c.position.in_(held))
    return bool(held) and bool(connection.scalar(select(here)))


def require_sight(connection: Connection, actor: Actor, definition: Definition, case_id: str, now: datetime) -> None:
    """Raise NotFound for those who may not even know that the case exists."""
    if not may_see(connection, actor, definition, case_id, now):
        raise NotFound
