"""What may begin a case without a person: the start events of the newest version of each SOP that wait for something."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, insert, select, update

from engine.calendars import newest
from engine.errors import SopRefused
from engine.jobs import defer
from engine.people.actors import local_day
from engine.projections import SIGNAL
from engine.schema import case_starts, messages
from engine.sop import Definition
from engine.spiff import Element
from engine.spiff.timers import TimerRefused, TimerText, first_due
from engine.world import JAKARTA
from expressions import Duration, EvaluationFailed, IsoRefused, Repeat

if TYPE_CHECKING:
    from engine.engine import Engine

#: Cases of one SOP do not begin by a clock more often than that.
CLOSEST = timedelta(minutes=1)
#: What a row keeps of a timer.
TIMED = ("text", "due_at", "every", "origin", "round", "rounds")
#: Repetitions that may lie between the start of a cycle and now.
MOST_PASSED = 100_000


def publish(engine: Engine, connection: Connection, definition: Definition) -> None:
    """Let the newest version's start events wait. A timer drawn as before goes on as it was. Raises SopRefused."""
    before = {
        (row.element, row.part, row.text): row
        for row in connection.execute(select(case_starts).where(case_starts.c.sop == definition.sop))
    }
    connection.execute(delete(case_starts).where(case_starts.c.sop == definition.sop))
    for element in definition.model.by_itself:
        for part, event in enumerate(element.several or (element,)):
            row = _row(engine, connection, definition, event, part)
            known = before.get((row["element"], part, row["text"]))
            if known is not None and row["kind"] == known.kind == "timer":
                row |= {name: getattr(known, name) for name in TIMED}
            connection.execute(insert(case_starts).values(**row))
            if known is not None and row["kind"] != "timer" and known.origin and known.name == row["name"]:
                _made_up(connection, known)


def _made_up(connection: Connection, start: Any) -> None:
    """Let what came since a start first failed begin its case now, each once: those that began one by then begin no other."""
    signal = start.kind == "signal"
    came = messages.c.name == (SIGNAL if signal else "") + start.name, messages.c.received_at >= start.origin
    found = connection.execute(
        select(messages.c.key, messages.c.correlation).where(*came).order_by(messages.c.received_at, messages.c.key)
    ).all()
    if signal:
        for row in found:
            defer(connection, "begin_by_signal", key=row.key, sop=start.sop, element=start.element, part=start.part)
        return
    connection.execute(update(messages).where(*came, messages.c.seq.is_(None)).values(aside=None))
    for correlation in dict.fromkeys(row.correlation for row in found):
        defer(connection, "begin_by_message", message=start.name, correlation=correlation)


def _row(engine: Engine, connection: Connection, definition: Definition, event: Element, part: int) -> dict[str, Any]:
    row: dict[str, Any] = {"sop": definition.sop, "element": event.id, "part": part, "kind": event.event or "message"}
    row |= {"name": event.message, "failed": None} | dict.fromkeys(TIMED)
    if row["kind"] == "message":
        other = connection.scalar(
            select(case_starts.c.sop).where(case_starts.c.kind == "message", case_starts.c.name == event.message)
        )
        if other is not None:
            problem = f"{event.id} (baris {event.line}): pesan '{event.message}' sudah memulai perkara '{other}'."
            raise SopRefused(f"{definition.sop} tidak dapat dipasang:", [problem])
    elif event.timer is not None:
        row |= _first(engine, connection, definition, event, event.timer)
    return row


def _first(
    engine: Engine, connection: Connection, definition: Definition, event: Element, timer: TimerText
) -> dict[str, Any]:
    """When a timer begins its first case; one whose time has passed begins none."""
    now = engine.world.now()
    functions = engine.environment(newest(connection, local_day(now))).functions.bind(now=now)
    try:
        value = timer.value if timer.expression is None else timer.expression.evaluate({}, functions)
        due, repeat = first_due(value, now, engine.limits.horizon)
        if repeat is None:
            return {"text": timer.text, "due_at": due if due >= now else None}
        return {"text": timer.text} | _cycle(due, repeat, now)
    except (TimerRefused, EvaluationFailed) as error:
        problem = f"{event.id} (baris {event.line}): waktu '{timer.text}': {error}"
        raise SopRefused(f"{definition.sop} tidak dapat dipasang:", [problem]) from error


def _cycle(origin: datetime, repeat: Repeat, now: datetime) -> dict[str, Any]:
    """A repetition from its first moment on; those that are over begin nothing. Raises TimerRefused."""
    if due_in_round(origin, repeat.every, 1) - origin < CLOSEST:
        raise TimerRefused(f"Perkara paling sering dimulai tiap {CLOSEST.seconds // 60} menit.")
    shared = {"every": str(repeat.every), "origin": origin, "rounds": repeat.count}
    for k in range(MOST_PASSED):
        if repeat.count is not None and k >= repeat.count:
            return shared | {"round": k, "due_at": None}
        if (due := due_in_round(origin, repeat.every, k)) >= now:
            return shared | {"round": k, "due_at": due}
    raise TimerRefused("Terlalu banyak pengulangan sudah lewat; tulis mulai yang lebih dekat.")


def due_in_round(origin: datetime, every: Duration, k: int) -> datetime:
    """The k-th moment of a cycle, counted from its first: months never wear down to shorter ones. Raises TimerRefused."""
    try:
        return every.times(k).after(origin.astimezone(JAKARTA)).astimezone(UTC)
    except (OverflowError, IsoRefused) as error:
        raise TimerRefused("Pengulangan keluar dari jangkauan tahun.") from error


def opens(connection: Connection, message: str) -> bool:
    """Whether a message of this name begins cases."""
    query = select(case_starts.c.sop).where(case_starts.c.kind == "message", case_starts.c.name == message)
    return connection.execute(query.limit(1)).first() is not None


def waiting_for_signal(connection: Connection, name: str) -> list[tuple[str, str, int]]:
    """The start events (SOP, element, part) that a signal of this name reaches."""
    query = select(case_starts.c.sop, case_starts.c.element, case_starts.c.part)
    found = connection.execute(query.where(case_starts.c.kind == "signal", case_starts.c.name == name))
    return [(row.sop, row.element, row.part) for row in found]
