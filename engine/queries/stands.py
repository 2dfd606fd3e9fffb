"""Where a case stands now, in words: its open work, newest first, and with whom it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from engine.errors import NotFound
from engine.people import Actor
from engine.queries.company import company
from engine.queries.sight import may_see
from engine.schema import cases, persons, positions, tasks

if TYPE_CHECKING:
    from engine.engine import Engine

#: How many open tasks are told one by one.
TOLD = 3


@dataclass(frozen=True, kw_only=True)
class NowRow:
    """One open task: its step, its position, and who holds that today (whoever took it, if somebody did)."""

    name: str
    step: int | None
    steps: int
    position_title: str | None
    holders: tuple[str, ...]


def stands(engine: Engine, actor: Actor, case_id: str) -> tuple[tuple[NowRow, ...], int]:
    """The newest open tasks of a case, and how many more there are. Raises NotFound."""
    now = engine.world.now()
    with engine.database.reading() as connection:
        digest = connection.scalar(select(cases.c.definition).where(cases.c.id == case_id))
        if digest is None:
            raise NotFound
        definition = engine.definitions.pinned(engine, digest)
        if not may_see(connection, actor, definition, case_id, now):
            raise NotFound
        open_now = (
            select(tasks, positions.c.title, persons.c.name.label("taken_by"))
            .join(positions, positions.c.id == tasks.c.position, isouter=True)
            .join(persons, persons.c.id == tasks.c.claimed_by, isouter=True)
            .where(tasks.c.case_id == case_id, tasks.c.state == "open")
            .order_by(tasks.c.opened_at.desc(), tasks.c.id)
        )
        rows = connection.execute(open_now).all()
        here = company(connection, definition, case_id, now)
    told = tuple(
        NowRow(
            name=row.name,
            step=row.step,
            steps=definition.steps,
            position_title=row.title,
            holders=(row.taken_by,)
            if row.taken_by
            else tuple(here.names[f"person:{person}"] for person in here.holders.get(row.position or "", ())[:3]),
        )
        for row in rows[:TOLD]
    )
    return told, max(0, len(rows) - TOLD)
