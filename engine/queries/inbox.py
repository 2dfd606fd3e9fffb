"""The inbox: open work of one's positions and of oneself, in views that can be sorted, filtered, counted and paged by key."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, get_args

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    and_,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
)

from engine.people import Actor
from engine.people.terms import shared_positions
from engine.queries.paging import containing, cursor, resumed
from engine.queries.rows import InboxPage, TaskRow
from engine.queries.sight import own_sops, positions_of
from engine.schema import cases, persons, positions, tasks

if TYPE_CHECKING:
    from engine.engine import Engine

View = Literal["all", "mine", "positions", "late", "waiting"]
Sort = Literal["due", "age", "case", "step"]
VIEWS: tuple[View, ...] = get_args(View)
SORTS: tuple[Sort, ...] = get_args(Sort)

#: Rows an inbox gives at most when nobody asks for pages, and rows of one page.
LIMIT, PAGE = 200, 30
#: Counting stops here: what is more is told as "99+".
MOST = 99
#: Orders and searches that no index gives look at so many tasks of a position, by their due dates, and no further.
NEAR = 300
#: How far back one's own acts, and those of each position, are followed to find what they wait for now.
RECENT = 200

#: Spelled out, not bound: only so do both databases see that the partial indexes of open work apply.
OPEN = tasks.c.state == literal_column("'open'")

Condition = ColumnElement[bool]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody wants to see of the inbox. `after`: where the page before ended; anything unreadable is the beginning."""

    view: View = "all"
    sort: Sort = "due"
    sop: str | None = None
    position: str | None = None
    late: bool = False
    words: str = ""
    after: str | None = None


#: Who handed a task over, beside who has it in hand.
_giver = persons.alias("giver")


def inbox(engine: Engine, actor: Actor, *, limit: int = LIMIT) -> list[TaskRow]:
    """Open tasks for the positions somebody holds today, and personal ones. Tasks claimed by another holder are left out."""
    return list(inbox_page(engine, actor, Asked(), limit=limit).rows)


def inbox_page(engine: Engine, actor: Actor, asked: Asked, *, limit: int = PAGE) -> InboxPage:
    """One page of a view of the inbox, and where the next one begins."""
    scopes = _scopes(engine, actor, asked.view, asked.position)
    if not scopes:
        return InboxPage(rows=(), following=None)
    now = engine.world.now()
    with engine.database.reading() as connection:
        keys = _keys(connection, scopes, asked, now, limit + 1)
        beyond = _is_bounded(asked) and _goes_beyond(connection, scopes, asked, now)
        rows = _rows(engine, connection, keys[:limit])
        shared = shared_positions(
            connection, {row.position for row in rows if row.position and not row.claimed_by}, now
        )
    following = cursor(keys[limit - 1]) if len(keys) > limit else None
    return InboxPage(rows=tuple(rows), following=following, shared=shared, beyond=beyond)


def counts(engine: Engine, actor: Actor) -> dict[View, int]:
    """How many tasks each view has, counted up to MOST + 1."""
    now = engine.world.now()
    parts = {
        (view, part): _count(scope, now, late=view == "late")
        for view in ("positions", "late", "mine", "waiting")
        for part, scope in enumerate(_scopes(engine, actor, view, None))
    }
    if not parts:
        return dict.fromkeys(("all", "mine", "positions", "late"), 0)
    with engine.database.reading() as connection:
        found = dict(zip(parts, connection.execute(select(*parts.values())).one(), strict=True))
    sums = {view: sum(count for (each, _), count in found.items() if each == view) for view in VIEWS}
    sums["all"] = sums["positions"] + (found["mine", 0] if actor.nip is not None else 0)
    shown = [view for view in VIEWS if view != "waiting" or any(each == view for each, _ in found)]
    return {view: min(sums[view], MOST + 1) for view in shown}


def freshness(engine: Engine, actor: Actor) -> str:
    """A short text that is another as soon as somebody's inbox is: what a page that stays open compares."""
    told: list[object] = [sorted(counts(engine, actor).items())]
    newest = [
        select(tasks.c.opened_at).where(scope, OPEN).order_by(tasks.c.opened_at.desc()).limit(1).scalar_subquery()
        for scope in _scopes(engine, actor, "all", None)
    ]
    if newest:
        with engine.database.reading() as connection:
            told.append([str(moment) for moment in connection.execute(select(*newest)).one()])
    page = inbox_page(engine, actor, Asked())
    told += [(row.case_id, row.task_id, row.version, row.claimed_by, str(row.due_at)) for row in page.rows]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:24]


# -- whose ---------------------------------------------------------------------------------------------------------------


def _scopes(engine: Engine, actor: Actor, view: View, position: str | None) -> list[Condition]:
    """The conditions whose union is a view; each is answered by one index, which one OR over all would not be."""
    now = engine.world.now()
    held = [each for each in positions_of(actor, now) if position in (None, each)]
    ours = [and_(tasks.c.position == each, _free(actor)) for each in held]
    personal = [] if actor.nip is None or position else [tasks.c.participant == actor.nip]
    if view == "mine":
        claimed = and_(tasks.c.claimed_by == actor.person, tasks.c.claimed_by.is_not(None), tasks.c.position.in_(held))
        return [*personal, claimed] if held else personal
    if view == "waiting":
        elsewhere = _elsewhere(engine, actor, held)
        outside = [and_(tasks.c.position == each, tasks.c.external) for each in held]
        return [*elsewhere, *outside]
    return ours if view == "positions" else [*ours, *personal]


def _free(actor: Actor) -> Condition:
    return or_(tasks.c.claimed_by.is_(None), tasks.c.claimed_by == actor.person)


def _elsewhere(engine: Engine, actor: Actor, held: Sequence[str]) -> list[Condition]:
    """What others have to do in cases that oneself or one's position acted in lately."""
    if not held:
        return []
    closed = tasks.alias("closed")
    acted = [closed.c.position == each for each in held]
    acted.append(and_(closed.c.closed_by == actor.person, closed.c.sop.in_(own_sops(engine, held))))
    lately = union_all(
        *(
            select(
                select(closed.c.case_id)
                .where(each, closed.c.closed_at.is_not(None))
                .order_by(closed.c.closed_at.desc())
                .limit(RECENT)
                .subquery()
            )
            for each in acted
        )
    )
    others = and_(
        or_(tasks.c.position.is_(None), tasks.c.position.not_in(held)),
        or_(tasks.c.participant.is_(None), tasks.c.participant != (actor.nip or "")),
    )
    return [and_(tasks.c.case_id.in_(lately), others)]


# -- in which order, and where a page begins -----------------------------------------------------------------------------


def _legs(sort: Sort) -> list[tuple[ColumnElement[Any], Condition | None]]:
    """The keys by which a view is walked, one after the other: tasks without the wanted key come last, oldest first."""
    if sort == "due":
        return [(tasks.c.due_at, tasks.c.due_at.is_not(None)), (tasks.c.opened_at, tasks.c.due_at.is_(None))]
    if sort == "step":
        return [(tasks.c.step, tasks.c.step.is_not(None)), (tasks.c.opened_at, tasks.c.step.is_(None))]
    return [(cases.c.number, None)] if sort == "case" else [(tasks.c.opened_at, None)]


#: What the keys of `_legs` are made of.
KINDS: dict[Sort, tuple[type, ...]] = {
    "due": (datetime, datetime),
    "age": (datetime,),
    "case": (str,),
    "step": (int, datetime),
}


def _keys(
    connection: Connection, scopes: Sequence[Condition], asked: Asked, now: datetime, limit: int
) -> list[tuple[Any, ...]]:
    """The keys of the next tasks, in order: (leg, key, case, task)."""
    legs = _legs(asked.sort)
    begin = resumed(asked.after, ([int, datetime, str, str], [int, int, str, str], [int, str, str, str]))
    if begin and not (0 <= begin[0] < len(legs) and isinstance(begin[1], KINDS[asked.sort][begin[0]])):
        begin = None  # the key of another order: the beginning
    first = begin[0] if begin else 0
    found: list[tuple[Any, ...]] = []
    for leg in range(first, len(legs)):
        key, condition = legs[leg]
        where = [*_containing(asked), *([] if condition is None else [condition])]
        if begin and leg == first:
            where.append(_after(key, begin))
        branches = [_branch(key, [scope, *_plain(asked, now)], where, asked, limit - len(found)) for scope in scopes]
        union = union_all(*branches).subquery()
        statement = select(union).order_by(union.c.k, union.c.case_id, union.c.id).limit(limit - len(found))
        found += [(leg, *row) for row in connection.execute(statement)]
        if len(found) >= limit:
            break
    return found


def _after(key: ColumnElement[Any], begin: Sequence[Any]) -> Condition:
    """Strictly after a key: its first part alone is what an index can begin at."""
    return and_(
        key >= begin[1], tuple_(key, tasks.c.case_id, tasks.c.id) > tuple_(literal(begin[1], key.type), *begin[2:])
    )


def _branch(
    key: ColumnElement[Any], plain: Sequence[Condition], where: Sequence[Condition], asked: Asked, limit: int
) -> Select[Any]:
    """The next tasks of one scope. `plain`: what the scope's index answers; `where`: what is looked at row by row."""
    inner = select(key.label("k"), tasks.c.case_id, tasks.c.id)
    if asked.words or asked.sort == "case":
        inner = inner.join(cases, cases.c.id == tasks.c.case_id)
    if _is_bounded(asked):
        near = _near(plain).limit(NEAR).subquery()
        inner = inner.join(near, and_(near.c.case_id == tasks.c.case_id, near.c.id == tasks.c.id)).where(*where)
    else:
        inner = inner.where(*plain, *where)
    return select(inner.order_by(key, tasks.c.case_id, tasks.c.id).limit(limit).subquery())


def _near(plain: Sequence[Condition]) -> Select[Any]:
    return select(tasks.c.case_id, tasks.c.id).where(*plain).order_by(tasks.c.due_at)


def _is_bounded(asked: Asked) -> bool:
    return bool(asked.words) or asked.sort in ("case", "step")


def _goes_beyond(connection: Connection, scopes: Sequence[Condition], asked: Asked, now: datetime) -> bool:
    """Whether a scope has more tasks than are looked at."""
    further = [_near([scope, *_plain(asked, now)]).offset(NEAR).limit(1) for scope in scopes]
    return any(connection.execute(each).first() is not None for each in further)


def _plain(asked: Asked, now: datetime) -> list[Condition]:
    found = [OPEN, *([tasks.c.due_at < now] if asked.late or asked.view == "late" else [])]
    return [*found, tasks.c.sop == asked.sop] if asked.sop else found


def _containing(asked: Asked) -> list[Condition]:
    return [containing(word, tasks.c.name, cases.c.number, cases.c.title) for word in asked.words.split()]


def _count(scope: Condition, now: datetime, *, late: bool) -> ScalarSelect[int]:
    where = [scope, OPEN, *([tasks.c.due_at < now] if late else [])]
    few = select(literal_column("1")).select_from(tasks).where(*where).limit(MOST + 1).subquery()
    return select(func.count()).select_from(few).scalar_subquery()


def _rows(engine: Engine, connection: Connection, keys: Sequence[tuple[Any, ...]]) -> list[TaskRow]:
    wanted = [(case_id, task_id) for _leg, _key, case_id, task_id in keys]
    if not wanted:
        return []
    # Two plain lists, not one of pairs, for which SQLite would read the whole table; what comes too much is left.
    case_ids, task_ids = (sorted(set(part)) for part in zip(*wanted, strict=True))
    statement = task_columns().where(tasks.c.case_id.in_(case_ids), tasks.c.id.in_(task_ids))
    found = {(row["case_id"], row["id"]): row for row in connection.execute(statement).mappings()}
    return [task_row(engine, found[each]) for each in wanted]


def task_columns() -> Select[Any]:
    """A select of tasks with what a row needs of their case, position and claimant."""
    return (
        select(
            tasks,
            cases.c.number.label("case_number"),
            cases.c.title.label("case_title"),
            cases.c.definition,
            positions.c.title.label("position_title"),
            persons.c.name.label("claimed_by_name"),
            _giver.c.name.label("handed_by_name"),
        )
        .join(cases, cases.c.id == tasks.c.case_id)
        .join(positions, positions.c.id == tasks.c.position, isouter=True)
        .join(persons, persons.c.id == tasks.c.claimed_by, isouter=True)
        .join(_giver, _giver.c.id == tasks.c.handed_by, isouter=True)
    )


def task_row(engine: Engine, row: Mapping[Any, Any], *, note: str | None = None) -> TaskRow:
    """A task as a page shows it."""
    definition = engine.definitions.pinned(engine, row["definition"])
    return TaskRow(
        case_id=row["case_id"],
        task_id=row["id"],
        element=row["element"],
        name=row["name"],
        kind=row["kind"],
        sop=row["sop"],
        sop_title=definition.title,
        case_number=row["case_number"],
        case_title=row["case_title"],
        step=row["step"],
        steps=definition.steps,
        position=row["position"],
        position_title=row["position_title"],
        participant=row["participant"],
        opened_at=row["opened_at"],
        due_at=row["due_at"],
        claimed_by=row["claimed_by"],
        claimed_by_name=row["claimed_by_name"],
        version=row["version"],
        external=row["external"],
        note=note,
        handed_by_name=row["handed_by_name"],
        handed_because=row["handed_because"],
    )
