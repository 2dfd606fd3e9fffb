"""How many people hold each position today: what `alur lint --office` asks."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from engine.people.terms import holds
from engine.schema import holdings, mandates, positions

if TYPE_CHECKING:
    from engine.engine import Engine


def holders_by_position(engine: Engine) -> dict[str, int]:
    """Position id -> how many different people hold it now, definitively or by a mandate; vacant ones with 0."""
    now = engine.world.now()
    people: dict[str, set[str]] = defaultdict(set)
    with engine.database.reading() as connection:
        known = connection.scalars(select(positions.c.id)).all()
        for table in (holdings, mandates):
            rows = connection.execute(select(table.c.position, table.c.person).where(holds(table, now)))
            for position, person in rows:
                people[position].add(person)
    return {position: len(people[position]) for position in known}
