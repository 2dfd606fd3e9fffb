"""The officials of a case: who may be mentioned in it, by person and by position."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from engine.people.terms import holds
from engine.schema import holdings, mandates, persons, positions, tasks
from engine.sop import Definition


@dataclass(frozen=True, kw_only=True)
class Company:
    """`names`: `person:ID` or `position:ID` -> name or title, positions first; `holders`: position -> persons today."""

    names: dict[str, str]
    holders: dict[str, tuple[str, ...]]

    def reached(self, who: str) -> tuple[str, ...]:
        """The persons that a mention reaches."""
        kind, _, name = who.partition(":")
        return self.holders.get(name, ()) if kind == "position" else (name,)


def company(connection: Connection, definition: Definition, case_id: str, now: datetime) -> Company:
    """Who may be mentioned: the positions that the SOP or this case's tasks name, and whoever holds them today.

    They are exactly those who may see the case through a position, so no mention shows it to anybody else.
    """
    here = select(tasks.c.position).where(tasks.c.case_id == case_id, tasks.c.position.is_not(None)).distinct()
    wanted = sorted({*definition.lanes.values(), *connection.scalars(here)})
    titles = {
        row.id: row.title
        for row in connection.execute(
            select(positions.c.id, positions.c.title).where(positions.c.id.in_(wanted)).order_by(positions.c.title)
        )
    }
    holders: dict[str, dict[str, None]] = {}
    people: dict[str, str] = {}
    for position, person, name in _held(connection, wanted, now):
        holders.setdefault(position, {})[person] = None
        people[person] = name
    names = {f"position:{id_}": title for id_, title in titles.items() if id_ in holders}
    names |= {f"person:{id_}": name for id_, name in sorted(people.items(), key=lambda item: item[1])}
    return Company(names=names, holders={position: tuple(found) for position, found in holders.items()})


def _held(connection: Connection, wanted: list[str], now: datetime) -> Iterator[tuple[str, str, str]]:
    for table in (mandates, holdings):
        found = (
            select(table.c.position, table.c.person, persons.c.name)
            .join(persons, persons.c.id == table.c.person)
            .where(table.c.position.in_(wanted), holds(table, now))
            .order_by(persons.c.name)
        )
        for row in connection.execute(found):
            yield row.position, row.person, row.name
