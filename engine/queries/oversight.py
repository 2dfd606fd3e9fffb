"""Who oversees what: a head of unit his unit, a head of a part his part, an auditor and an operator the whole office.

A head is who holds today (definitively or under a mandate) a position to which another of its own unit reports: of the unit,
when the position itself reports to nobody of it; else of the part that reports to it, directly or through others. That follows
from the superiors of the positions, never from what they are called. Nobody else oversees anything.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection, and_, select

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
    """A position: what it is called, its unit's id and short name, the position it reports to."""

    title: str
    unit: str
    short: str
    superior: str | None


@dataclass(frozen=True, kw_only=True)
class Oversight:
    """What somebody oversees. `everything`: the whole office, also what no unit is known for; `people`: work by holder, too.

    `units`: id -> name; `posts`: position -> Post; `sops`: id -> title; `owners`: SOP -> the unit that its sop.toml names;
    `titles`: what every position is called, also those of other units; `whole`: the units overseen entirely; `parts`: the positions
    whose part of a unit is overseen, by id -> title.
    """

    everything: bool
    people: bool
    units: Mapping[str, str]
    posts: Mapping[str, Post]
    sops: Mapping[str, str]
    owners: Mapping[str, str]
    titles: Mapping[str, str]
    whole: frozenset[str]
    parts: Mapping[str, str]

    def of_unit(self, unit: str) -> Oversight:
        """What of it lies in one of the units."""
        posts = {position: post for position, post in self.posts.items() if post.unit == unit}
        return _narrowed(self, posts, units=self.whole & {unit}, parts=self.parts)

    def may_narrow(self, *, sop: str | None, unit: str | None, position: str | None) -> bool:
        """Whether these are known here; what is somebody else's is as unknown as what does not exist."""
        parts = ((sop, self.sops), (unit, self.units), (position, self.posts))
        return all(name is None or name in known for name, known in parts)


def oversight(engine: Engine, actor: Actor) -> Oversight:
    """What somebody oversees. Raises NotAllowed for those who oversee nothing."""
    with engine.database.reading() as connection:
        whole = _whole(engine, connection)
    if actor.roles & OVERSEERS:
        return replace(whole, people=bool(actor.roles & WATCHERS))
    heads = [each for each in positions_of(actor, engine.world.now()) if _directly_below(whole.posts, each)]
    if not heads:
        raise NotAllowed("Ikhtisar hanya untuk pejabat yang membawahi jabatan lain, auditor, dan operator.")
    units_ = frozenset(whole.posts[each].unit for each in heads if not _reports_within(whole.posts, each))
    parts = {each: whole.posts[each].title for each in heads if whole.posts[each].unit not in units_}
    below = {position for each in parts for position in _part(whole.posts, each)}
    posts = {each: post for each, post in whole.posts.items() if post.unit in units_ or each in below}
    return _narrowed(whole, posts, units=units_, parts=parts)


def oversees(engine: Engine, actor: Actor) -> bool:
    """Whether somebody oversees anything: what a menu asks."""
    if actor.roles & OVERSEERS:
        return True
    if not actor.seats:
        return False
    below, head = positions.alias("below"), positions
    held = head.c.id.in_(positions_of(actor, engine.world.now()))
    reports = and_(below.c.superior == head.c.id, below.c.unit == head.c.unit, below.c.id != head.c.id)
    with engine.database.reading() as connection:
        return connection.scalar(select(below.c.id).join(head, reports).where(held).limit(1)) is not None


def _whole(engine: Engine, connection: Connection) -> Oversight:
    columns = (positions.c.id, positions.c.title, positions.c.unit, positions.c.superior, units.c.short)
    named = select(*columns).join(units, units.c.id == positions.c.unit).order_by(positions.c.id)
    known = connection.execute(named).all()
    definitions = engine.definitions.all(engine)
    names = {row.id: row.name for row in connection.execute(select(units).order_by(units.c.name))}
    return Oversight(
        everything=True,
        people=True,
        units=names,
        posts={row.id: Post(title=row.title, unit=row.unit, short=row.short, superior=row.superior) for row in known},
        sops={definition.sop: definition.title for definition in definitions},
        owners={definition.sop: str(definition.settings.get("unit", "")) for definition in definitions},
        titles={row.id: row.title for row in known},
        whole=frozenset(names),
        parts={},
    )


def _narrowed(
    known: Oversight, posts: Mapping[str, Post], *, units: Collection[str], parts: Mapping[str, str]
) -> Oversight:
    """Some positions of what is overseen, and some units of it entirely: of them the SOPs, too."""
    shown = {post.unit for post in posts.values()} | set(units)
    return replace(
        known,
        everything=False,
        units={unit: name for unit, name in known.units.items() if unit in shown},
        posts=posts,
        sops={sop: title for sop, title in known.sops.items() if known.owners[sop] in units},
        whole=frozenset(units),
        parts={position: title for position, title in parts.items() if position in posts},
    )


def _directly_below(posts: Mapping[str, Post], head: str) -> list[str]:
    """The positions of the same unit that report to one. One of another unit heads its own."""
    if head not in posts:
        return []
    unit = posts[head].unit
    return [each for each, post in posts.items() if post.superior == head and post.unit == unit and each != head]


def _reports_within(posts: Mapping[str, Post], position: str) -> bool:
    """Whether a position reports to another of its own unit."""
    superior = posts[position].superior
    return (
        superior is not None
        and superior in posts
        and superior != position
        and posts[superior].unit == posts[position].unit
    )


def _part(posts: Mapping[str, Post], head: str) -> set[str]:
    """A position and all that report to it within its unit, directly or through others; a circle ends where it began."""
    found, fresh = {head}, [head]
    while fresh:
        fresh = [each for above in fresh for each in _directly_below(posts, above) if each not in found]
        found.update(fresh)
    return found
