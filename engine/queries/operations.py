"""What an operator keeps, counted, for the page from which all of it is reached: people, positions, incidents, jobs, deliveries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procrastinate.jobs import Status
from sqlalchemy import and_, exists, func, select

from engine.errors import NotAllowed
from engine.jobs import jobs_of
from engine.people import Actor
from engine.people.terms import holds
from engine.queries.incidents import incident_count
from engine.queries.people import counts
from engine.schema import deliveries, holdings, incoming, journal, mandates, positions

if TYPE_CHECKING:
    from engine.engine import Engine


@dataclass(frozen=True, kw_only=True)
class Stock:
    """Counts. `closed`: locked accounts; `vacant`: positions that nobody holds; `failed_*`: what waits for an operator;
    `refused`: messages that came and fit no case; `years`: for which the calendar in force has its days off."""

    people: int
    accounts: int
    closed: int
    positions: int
    vacant: int
    incidents: int
    failed_jobs: int
    failed_deliveries: int
    waiting_deliveries: int
    refused: int
    entries: int
    years: tuple[int, ...]


def stock(engine: Engine, actor: Actor) -> Stock:
    """Everything counted. Raises NotAllowed for all but operators."""
    if "operator" not in actor.roles:
        raise NotAllowed
    now = engine.world.now()
    held = [exists().where(table.c.position == positions.c.id, holds(table, now)) for table in (holdings, mandates)]
    with engine.database.reading() as connection:
        posts = connection.scalar(select(func.count()).select_from(positions)) or 0
        vacant = (
            connection.scalar(select(func.count()).select_from(positions).where(and_(*(~each for each in held)))) or 0
        )
        by_state = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
        states: dict[str, int] = {row[0]: row[1] for row in connection.execute(by_state)}
        refused = (
            connection.scalar(select(func.count()).select_from(incoming).where(incoming.c.state == "refused")) or 0
        )
        entries = connection.scalar(select(func.max(journal.c.seq))) or 0
    return Stock(
        **counts(engine, actor),
        positions=posts,
        vacant=vacant,
        incidents=incident_count(engine, actor),
        failed_jobs=len(jobs_of(engine.database).listed(status=Status.FAILED.value)),
        failed_deliveries=states.get("failed", 0),
        waiting_deliveries=states.get("waiting", 0) + states.get("held", 0),
        refused=refused,
        entries=entries,
        years=tuple(sorted(engine.calendar.years)),
    )
