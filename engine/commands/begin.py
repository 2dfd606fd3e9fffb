"""Begin a case without a person: by a message, a signal, or a time. Each begins it once, however often this runs: a message
by its key, a signal by its key and the start event, a time by its due moment.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import Connection, select, update

from engine import canonical, journal, messages, uploads
from engine.commands.acting import deliver_thrown
from engine.commands.outcome import Outcome, known, remember
from engine.commands.start import open_case
from engine.errors import AlurError, CaseStopped, MessageRefused
from engine.numbers import serialise
from engine.openings import due_in_round
from engine.schema import case_starts
from engine.schema import messages as stored
from engine.sop import Definition
from engine.spiff import Element, ExecutionFailed
from engine.world import JAKARTA
from expressions import Functions
from expressions.iso8601 import parse_duration
from forms import validate
from forms.said import Said, said

if TYPE_CHECKING:
    from engine.engine import Engine

logger = logging.getLogger("alur.begin")


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A start event about to begin a case, in the transaction that does."""

    connection: Connection
    definition: Definition
    event: Element
    now: datetime
    functions: Functions

    def checked(self, payload: Any, what: Said) -> dict[str, Any]:
        """A payload as start data: where the event has a form, it must be as the form says. Raises MessageRefused."""
        name = self.event.attributes.get("form")
        if name is None:
            return dict(payload) if isinstance(payload, Mapping) else {} if payload is None else {"isi": payload}
        form = self.definition.forms[name]
        checked = validate(form, payload if isinstance(payload, dict) else {}, context={}, functions=self.functions)
        if checked.errors:
            sentences = "; ".join(f"{path}: {text}" for path, text in checked.errors.items())
            raise MessageRefused(said("Isi {what} tidak sesuai: {sentences}", what=what, sentences=sentences))
        return dict(checked.data)


class Trigger(Protocol):
    """What begins a case: `take` gives the start data, None when it has begun one before; `settle` says that it has now."""

    def take(self, opening: Opening) -> dict[str, Any] | None: ...

    def settle(self, connection: Connection, outcome: Outcome) -> None: ...


@dataclass(frozen=True)
class ByMessage:
    """A stored message, by its key."""

    key: str

    def take(self, opening: Opening) -> dict[str, Any] | None:
        row = opening.connection.execute(select(stored).where(stored.c.key == self.key).with_for_update()).one()
        if row.seq is not None or row.aside is not None:
            return None
        payload = canonical.loads(row.payload)
        if self.key.startswith(messages.FROM_OUTSIDE):
            payload = self._asked_for(opening, row.name, payload)
        return opening.checked(payload, said("pesan '{message}'", message=row.name))

    def _asked_for(self, opening: Opening, name: str, payload: dict[str, Any]) -> dict[str, Any]:
        """What the start form asks of all that a machine says. Raises MessageRefused for a reference to somebody's file."""
        if uploads.refers(payload):
            raise MessageRefused(
                said("Pesan '{message}' merujuk berkas; berkas hanya dapat diunggah lewat portal.", message=name)
            )
        form = opening.definition.forms.get(opening.event.attributes.get("form", ""))
        asked = None if form is None else {field.path[0] for field in form.fields if field.path}
        return {name: value for name, value in payload.items() if asked is None or name in asked}

    def settle(self, connection: Connection, outcome: Outcome) -> None:
        connection.execute(
            update(stored).where(stored.c.key == self.key).values(case_id=outcome.case_id, seq=outcome.seq)
        )
        messages.tell_sender(connection, self.key, state="delivered", reason=None, case_id=outcome.case_id)


@dataclass(frozen=True)
class BySignal:
    """A stored signal, by its key and the start event that it reaches."""

    key: str
    place: str

    @property
    def once(self) -> str:
        """The key of what it begins."""
        return f"{self.key}:{self.place}"[:200]

    def take(self, opening: Opening) -> dict[str, Any] | None:
        serialise(opening.connection, self.once)
        if known(opening.connection, self.once):
            return None
        row = opening.connection.execute(select(stored).where(stored.c.key == self.key)).one()
        return opening.checked(canonical.loads(row.payload), said("sinyal"))

    def settle(self, connection: Connection, outcome: Outcome) -> None:
        remember(connection, self.once, outcome.case_id, outcome.seq)


@dataclass(frozen=True)
class ByTime:
    """A due time: the row of its start event as it was read."""

    row: Any

    def take(self, opening: Opening) -> dict[str, Any] | None:
        found = opening.connection.execute(select(case_starts).where(*self._same).with_for_update()).first()
        if found is None or found.due_at != self.row.due_at or found.failed is not None:
            return None
        due = self.row.due_at.astimezone(JAKARTA)
        return {"jatuh_tempo": due.isoformat(timespec="seconds")}

    @property
    def _same(self) -> tuple[Any, ...]:
        row = self.row
        return case_starts.c.sop == row.sop, case_starts.c.element == row.element, case_starts.c.part == row.part

    def settle(self, connection: Connection, outcome: Outcome) -> None:
        connection.execute(update(case_starts).where(*self._same).values(**self._next()))

    def _next(self) -> dict[str, Any]:
        row = self.row
        if row.every is None or (row.rounds is not None and row.round + 1 >= row.rounds):
            return {"due_at": None}
        due = due_in_round(row.origin, parse_duration(row.every), row.round + 1)
        return {"due_at": due, "round": row.round + 1}

    def fail(self, engine: Engine, why: str) -> None:
        """Keep the reason; it is not tried again until a new version comes. The due time stays."""
        with engine.database.transaction() as connection:
            connection.execute(update(case_starts).where(*self._same).values(failed=why[:500]))
            about = {"element": self.row.element, "due": self.row.due_at.isoformat(), "why": why[:500]}
            now = engine.world.now()
            journal.record(connection, at=now, person=None, act="start:failed", subject=self.row.sop, about=about)


def begin_by_message(engine: Engine, name: str, correlation: str, *, strict: bool = False) -> int:
    """Begin a case for each stored message that no case waits for; gives how many.

    What is refused is set aside with its reason; `strict`: and raised.
    """
    with engine.database.reading() as connection:
        start = connection.execute(
            select(case_starts).where(case_starts.c.kind == "message", case_starts.c.name == name)
        ).first()
        if start is None:
            return 0
        keys = messages.untaken(connection, name, correlation)
    begun = 0
    for key in keys:
        try:
            begun += _begin(engine, start.sop, start.element, ByMessage(key))
        except AlurError as refused:
            messages.set_aside(engine, key, None, str(refused))
            asked = strict or key.startswith(messages.FROM_OUTSIDE)  # then whoever sent it has the answer
            if not (asked and isinstance(refused, MessageRefused)):
                _failed(engine, key, start, refused)
            if strict:
                raise
    return begun


def begin_by_signal(engine: Engine, *, key: str, sop: str, element: str, part: int) -> int:
    """Begin a case by a stored signal; what cannot begin one stands on the health page until a new version comes."""
    try:
        return _begin(engine, sop, element, BySignal(key, f"{sop}:{element}:{part}"))
    except AlurError as refused:
        with engine.database.reading() as connection:
            same = case_starts.c.sop == sop, case_starts.c.element == element, case_starts.c.part == part
            start = connection.execute(select(case_starts).where(*same)).first()
        if start is not None:
            _failed(engine, key, start, refused)
        return 0


def _failed(engine: Engine, key: str, start: Any, error: AlurError) -> None:
    """Keep why a message or signal began no case; `origin` is since when they are made up once a new version comes."""
    logger.warning("start %s of %s failed: %s", start.element, start.sop, type(error).__name__)
    why, now = str(error)[:500], engine.world.now()
    same = case_starts.c.sop == start.sop, case_starts.c.element == start.element, case_starts.c.part == start.part
    with engine.database.transaction() as connection:
        since = connection.scalar(select(stored.c.received_at).where(stored.c.key == key))
        connection.execute(update(case_starts).where(*same).values(failed=why))
        connection.execute(update(case_starts).where(*same, case_starts.c.origin.is_(None)).values(origin=since))
        about = {"element": start.element, "name": start.name, "why": why}
        journal.record(connection, at=now, person=None, act="start:failed", subject=start.sop, about=about)


def begin_due(engine: Engine) -> int:
    """Begin the cases whose time has come, the oldest first; gives how many. What was missed while nothing ran is made up."""
    begun = 0
    while True:
        with engine.database.reading() as connection:
            due = connection.execute(
                select(case_starts)
                .where(case_starts.c.due_at <= engine.world.now(), case_starts.c.failed.is_(None))
                .order_by(case_starts.c.due_at, case_starts.c.sop, case_starts.c.element)
            ).all()
        count = sum(_begin_timed(engine, ByTime(row)) for row in due)
        begun += count
        if not count:
            return begun


def _begin_timed(engine: Engine, trigger: ByTime) -> int:
    try:
        return _begin(engine, trigger.row.sop, trigger.row.element, trigger)
    except AlurError as error:
        logger.warning("start %s of %s failed: %s", trigger.row.element, trigger.row.sop, type(error).__name__)
        trigger.fail(engine, str(error))
        return 0


def _begin(engine: Engine, sop: str, element: str, trigger: Trigger) -> int:
    definition = engine.definitions.newest(engine, sop)
    event = definition.model.elements.get(element)
    if event is None or event not in definition.model.by_itself:
        return 0  # a newer version begins otherwise
    try:
        with engine.database.transaction() as connection:
            now = engine.world.now()
            opening = Opening(
                connection=connection,
                definition=definition,
                event=event,
                now=now,
                functions=engine.environment(engine.calendar.version).functions.bind(now=now),
            )
            data = trigger.take(opening)
            if data is None:
                return 0
            value = {event.result: data | {"oleh": None, "pada": now.astimezone(JAKARTA).isoformat(timespec="seconds")}}
            work = open_case(engine, connection, definition, value, event=event, person=None, now=now)
            outcome = work.record("case:started", work.row.pop("given"), element=event.id)
            trigger.settle(connection, outcome)
    except ExecutionFailed as failure:
        raise CaseStopped(
            said("{stopped} ({cause})", stopped=said(str(CaseStopped.__doc__)), cause=failure.message)
        ) from failure
    engine.executions.put(outcome.case_id, outcome.seq, work.execution, work.clock)
    deliver_thrown(engine, work)
    return 1
