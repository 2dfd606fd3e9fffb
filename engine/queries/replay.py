"""A case's film: for every event the state after it, by re-executing the log once. Step k is the engine's state after event k."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from engine import log
from engine import replay as again
from engine.errors import AlurError, NotFound
from engine.people import Actor
from engine.queries.documents import documents_of
from engine.queries.events import case_events
from engine.queries.rows import DocumentRow, EventRow
from engine.queries.sight import require_sight
from engine.queries.wording import words_of
from engine.schema import cases
from engine.schema import documents as letters
from engine.sop import Definition
from engine.spiff import Changes, Environment, Execution, ExecutionFailed
from engine.spiff.marking import Follower, Instances, Marking, Write, value_at

if TYPE_CHECKING:
    from engine.engine import Engine

ERASED = "Masukan peristiwa {seq} sudah dihapus menurut jadwal retensi; keadaan sesudahnya tidak dapat diputar ulang."
STOPPED = "Peristiwa {seq} tidak dapat diputar ulang: {reason}"


@dataclass(frozen=True, kw_only=True)
class VariableChange:
    """A variable that an event wrote. `scope`: "" for the whole case, else the task id of the enclosing part.

    Of a confidential one only the name is told: `before` and `after` are None then.
    """

    name: str
    scope: str
    added: bool
    confidential: bool
    before: Any
    after: Any


@dataclass(frozen=True, kw_only=True)
class ReplayStep:
    """The state after one event.

    `open`: element id -> open tokens (instances of a multi-instance each count, the multi-instance itself does not);
    `joins`: gateway id -> branches that wait there; `loops`: task id -> Instances(element, open, done, total);
    `done`: element id -> how often it was completed so far; `form` and `given`: what was filled in, if that is not confidential.
    """

    seq: int
    event: EventRow
    status: str
    open: Mapping[str, int]
    joins: Mapping[str, int]
    loops: Mapping[str, Instances]
    done: Mapping[str, int]
    changes: tuple[VariableChange, ...]
    documents: tuple[DocumentRow, ...]
    form: str | None = None
    given: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class Replay:
    """All steps of a case, oldest first. `definition`: digest of the version it ran; `stopped`: why there are fewer steps
    than events (an erased input), else None."""

    case_id: str
    sop: str
    definition: str
    number: str
    title: str
    steps: tuple[ReplayStep, ...]
    stopped: str | None = None


def replay(engine: Engine, actor: Actor, case_id: str, *, language: str = "id") -> Replay:
    """The film of a case for somebody who may see it: one pass over its log. Raises NotFound."""
    now, words = engine.world.now(), words_of(language)
    with engine.database.reading() as connection:
        row = connection.execute(select(cases).where(cases.c.id == case_id)).first()
        if row is None:
            raise NotFound
        definition = engine.definitions.pinned(engine, row.definition)
        require_sight(connection, actor, definition, case_id, now)
        history = log.read(connection, case_id)
        told = {event.seq: event for event in case_events(engine, connection, definition, case_id, words=words)}
        papers = _Papers(connection, documents_of(connection, definition, actor, case_id, now), case_id)
    film = _Film(definition, engine.environment(row.calendar))
    steps, stopped = [], None
    for event in history:
        if event.input is None:
            stopped = words(ERASED, seq=event.seq)
            break
        try:
            steps.append(film.step(event, told[event.seq], papers.until(event.seq)))
        except (ExecutionFailed, AlurError, KeyError) as error:
            reason = getattr(error, "message", None) or type(error).__name__
            stopped = words(STOPPED, seq=event.seq, reason=reason)
            break
    return Replay(
        case_id=case_id,
        sop=row.sop,
        definition=row.definition,
        number=row.number,
        title=row.title,
        steps=tuple(steps),
        stopped=stopped,
    )


class _Film:
    """The projector: an execution, and what follows it."""

    def __init__(self, definition: Definition, environment: Environment) -> None:
        self._model, self._environment = definition.model, environment
        self._execution: Execution | None = None
        self._follower = Follower()
        self._hidden = {
            element.result
            for element in definition.model.elements.values()
            if element.attributes.get("confidential") == "true"
        }

    def step(self, event: log.Event, told: EventRow, documents: tuple[DocumentRow, ...]) -> ReplayStep:
        given = event.data
        own = self._own_write(event, given)
        execution, changes = self._advance(event, given)
        marking = self._follower.follow(execution, changes)
        form, filled = self._filled(event, given)
        return ReplayStep(
            seq=event.seq,
            event=told,
            status=execution.status,
            open=marking.open,
            joins=marking.joins,
            loops=marking.loops,
            done=marking.done,
            changes=tuple(self._change(write) for write in _with_own(marking, own)),
            documents=documents,
            form=form,
            given=filled,
        )

    def _advance(self, event: log.Event, given: dict[str, Any]) -> tuple[Execution, Changes]:
        if self._execution is None:
            self._execution = again.begin(self._model, given, now=event.at, environment=self._environment)
        else:
            again.apply(self._execution, event.kind, given, now=event.at)
        return self._execution, self._execution.take_changes()

    def _own_write(self, event: log.Event, given: dict[str, Any]) -> Write | None:
        """What the event itself hands to its task: seen before it is applied, for the task may be gone afterwards."""
        element = self._model.elements.get(event.element or "")
        if self._execution is None or element is None or event.task is None or "value" not in given:
            return None
        before, absent = value_at(self._execution, event.task, element.result)
        return Write(event.task.rpartition("/")[0], element.result, before, given["value"], absent)

    def _filled(self, event: log.Event, given: dict[str, Any]) -> tuple[str | None, Mapping[str, Any] | None]:
        element = self._model.elements.get(event.element or "")
        if event.kind == "case:started":
            element = element or self._model.start
        form = element.attributes.get("form") if element is not None else None
        if element is None or form is None:
            return None, None
        value = given["data"].get(element.result) if event.kind == "case:started" else given.get("value")
        if not isinstance(value, dict) or element.attributes.get("confidential") == "true":
            return (form, None) if value is not None else (None, None)
        return form, value

    def _change(self, write: Write) -> VariableChange:
        hidden = write.name in self._hidden or _sealed(write.before) or _sealed(write.after)
        return VariableChange(
            name=write.name,
            scope=write.scope,
            added=write.fresh,
            confidential=hidden,
            before=None if hidden else write.before,
            after=None if hidden else write.after,
        )


def _with_own(marking: Marking, own: Write | None) -> list[Write]:
    """The writes of a step with what the event itself wrote first: an automatic step may have written over it at once."""
    writes = list(marking.writes)
    if own is None or any(write.name == own.name and write.after == own.after for write in writes):
        return writes
    over = [each._replace(before=own.after, fresh=False) if each[:2] == own[:2] else each for each in writes]
    return [own, *over]


def _sealed(value: Any) -> bool:
    """Whether a value holds a reference into the encrypted store."""
    if isinstance(value, dict):
        return {"ref", "sha256"} <= set(value) or any(map(_sealed, value.values()))
    return isinstance(value, list) and any(map(_sealed, value))


class _Papers:
    """The letters as they were: the register grows with the log, and of each letter the newest version so far is current."""

    def __init__(self, connection: Connection, rows: list[DocumentRow], case_id: str) -> None:
        statement = select(letters.c.key, letters.c.version, letters.c.seq).where(letters.c.case_id == case_id)
        made = {f"{row.key}-{row.version}": row.seq for row in connection.execute(statement)}
        self._coming = iter(sorted(((made[row.id], row) for row in reversed(rows)), key=lambda pair: pair[0]))
        self._next = next(self._coming, None)
        self._now: tuple[DocumentRow, ...] = ()

    def until(self, seq: int) -> tuple[DocumentRow, ...]:
        """The letters that existed after an event; events are asked for in order."""
        for row in self._due(seq):
            older = (replace(each, current=False) if each.key == row.key else each for each in self._now)
            self._now = (*older, replace(row, current=True))
        return self._now

    def _due(self, seq: int) -> Iterator[DocumentRow]:
        while self._next is not None and self._next[0] <= seq:
            yield self._next[1]
            self._next = next(self._coming, None)
