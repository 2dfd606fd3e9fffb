"""Who oversees what: a head of unit his unit, an auditor and an operator the whole office. Nobody else oversees anything.

A head of unit is who holds today (definitively or under a mandate) a position that reports to nobody of its own unit while
somebody of the unit reports to it. That follows from the superiors of the positions, never from what they are called.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from engine.errors import NotAllowed
from engine.people import Actor
from engine.queries.sight import OVERSEERS, positions_of
from engine.schema import positions, units

if TYPE_CHECKING:
    from engine.engine import Engine

#: Who may see how work is shared among the people of one position, beside their own head.
WATCHERS = frozenset({"auditor"})


@dataclass(frozen=True, kw_only=True)
class Post:
    """A position: what it is called, its unit's id and short name."""

    title: str
    unit: str
    short: str


@dataclass(frozen=True, kw_only=True)
class Oversight:
    """What somebody oversees. `everything`: the whole office, also what no unit is known for; `people`: work by holder, too.

    `units`: id -> name; `posts`: position -> Post; `sops`: id -> title; `owners`: SOP -> the unit that its sop.toml names;
    `titles`: what every position is called, also those of other units.
    """

    everything: bool
    people: bool
    units: Mapping[str, str]
    posts: Mapping[str, Post]
    sops: Mapping[str, str]
    owners: Mapping[str, str]
    titles: Mapping[str, str]

    def of_unit(self, unit: str) -> Oversight:
        """The same as the head of one of the units would see it."""
        return _of_units(self, (unit,), people=self.people)

    def may_narrow(self, *, sop: str | None, unit: str | None, position: str | None) -> bool:
        """Whether these are known here; what is somebody else's is as unknown as what does not exist."""
        parts = ((sop, self.sops), (unit, self.units), (position, self.posts))
        return all(name is None or name in known for name, known in parts)


def oversight(engine: Engine, actor: Actor) -> Oversight:
    """What somebody oversees. Raises NotAllowed for those who oversee nothing."""
    with engine.database.reading() as connection:
        whole = _whole(engine, connection)
        own = _headed(connection, positions_of(actor, engine.world.now()))
    if actor.roles & OVERSEERS:
        return replace(whole, people=bool(actor.roles & WATCHERS))
    if not own:
        raise NotAllowed("Ikhtisar hanya untuk kepala unit, auditor, dan operator.")
    return _of_units(whole, own, people=True)


def oversees(engine: Engine, actor: Actor) -> bool:
    """Whether somebody oversees anything: what a menu asks."""
    if actor.roles & OVERSEERS:
        return True
    if not actor.seats:
        return False
    with engine.database.reading() as connection:
        return bool(_headed(connection, positions_of(actor, engine.world.now())))


def _whole(engine: Engine, connection: Connection) -> Oversight:
    columns = (positions.c.id, positions.c.title, positions.c.unit, units.c.short)
    named = select(*columns).join(units, units.c.id == positions.c.unit).order_by(positions.c.id)
    known = connection.execute(named).all()
    definitions = engine.definitions.all(engine)
    return Oversight(
        everything=True,
        people=True,
        units={row.id: row.name for row in connection.execute(select(units).order_by(units.c.name))},
        posts={row.id: Post(title=row.title, unit=row.unit, short=row.short) for row in known},
        sops={definition.sop: definition.title for definition in definitions},
        owners={definition.sop: str(definition.settings.get("unit", "")) for definition in definitions},
        titles={row.id: row.title for row in known},
    )


def _of_units(whole: Oversight, mine: Collection[str], *, people: bool) -> Oversight:
    return Oversight(
        everything=False,
        people=people,
        units={unit: name for unit, name in whole.units.items() if unit in mine},
        posts={position: post for position, post in whole.posts.items() if post.unit in mine},
        sops={sop: title for sop, title in whole.sops.items() if whole.owners[sop] in mine},
        owners=whole.owners,
        titles=whole.titles,
    )


def _headed(connection: Connection, held: Iterable[str]) -> tuple[str, ...]:
    """The units of which one of the positions is the head."""
    below, above = positions.alias("below"), positions.alias("above")
    mine = positions.c.id.in_(list(held))
    reports = select(below.c.id).where(
        below.c.superior == positions.c.id, below.c.unit == positions.c.unit, below.c.id != positions.c.id
    )
    within = select(above.c.id).where(
        above.c.id == positions.c.superior, above.c.unit == positions.c.unit, above.c.id != positions.c.id
    )
    found = connection.scalars(select(positions.c.unit).where(mine, reports.exists(), ~within.exists()).distinct())
    return tuple(sorted(found))
