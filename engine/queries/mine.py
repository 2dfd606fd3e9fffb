"""A participant's own part of one case: what is awaited, what was handed in, accepted or returned, and the letters that are theirs.

Deny by default: only the own personal tasks, and the work on the own instance of a multi-instance activity, are told of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, or_, select

from engine import blobs, canonical
from engine.errors import NotFound
from engine.people import Actor
from engine.queries.documents import as_row
from engine.queries.events import RETURNS
from engine.queries.inbox import task_columns, task_row
from engine.queries.rows import DocumentRow, TaskRow
from engine.schema import cases, documents, events, positions, tasks, timers
from engine.sop import Definition
from forms import Form

if TYPE_CHECKING:
    from engine.engine import Engine

#: Drafts are not yet anybody's letter.
DRAFTS = frozenset({"draf", "bernomor"})


@dataclass(frozen=True, kw_only=True)
class HandedIn:
    """One paper that was asked for. `state`: missing, sent (not looked at yet), accepted, returned; `note`: why it came back."""

    key: str
    label: str
    state: str
    name: str = ""
    size: int = 0
    sha256: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Deed:
    """Something the participant has done: the task's name, and when."""

    title: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Pending:
    """What the office is doing with the participant's own matter now: what, who (a position), since when."""

    title: str
    who: str
    since: datetime


@dataclass(frozen=True, kw_only=True)
class Room:
    """Everything of a case that is one participant's. `returned`: the note of what came back and is not mended yet.

    `limits`: open task -> until when it can be done; `again`: form -> what was given in it before, without the files
    that came back: nobody sends nine papers twice for one.
    """

    case_id: str
    number: str
    title: str
    sop_title: str
    status: str
    tasks: tuple[TaskRow, ...]
    pending: tuple[Pending, ...]
    papers: tuple[HandedIn, ...]
    returned: str
    withdrawn: bool
    done: tuple[Deed, ...]
    letters: tuple[DocumentRow, ...]
    again: dict[str, dict[str, Any]]
    limits: dict[str, datetime]


def room(engine: Engine, actor: Actor, case_id: str) -> Room:
    """A participant's own part of a case. Raises NotFound for whoever has no personal task in it."""
    with engine.database.reading() as connection:
        case = connection.execute(select(cases).where(cases.c.id == case_id)).mappings().first()
        mine = _own_tasks(connection, actor, case_id)
        if case is None or not mine:
            raise NotFound
        definition = engine.definitions.pinned(engine, case["definition"])
        scopes = _own_scopes(connection, actor, case_id, mine)
        story = _Story(definition, actor)
        for event in _own_events(connection, actor, case_id, scopes):
            story.tell(event)
        for row in mine:
            if row["state"] == "open":
                story.ask(row["form"])
        return Room(
            case_id=case_id,
            number=case["number"],
            title=case["title"],
            sop_title=definition.title,
            status=case["status"],
            tasks=tuple(task_row(engine, row) for row in mine if row["state"] == "open"),
            pending=tuple(_pending(connection, case_id, scopes)),
            papers=tuple(story.papers.values()),
            returned=story.returned,
            withdrawn=story.withdrawn,
            done=tuple(story.done),
            letters=tuple(_letters(connection, actor, case_id)),
            limits=dict(_limits(connection, definition, mine)),
            again={form: story.again[form] for form in story.again if story.returned},
        )


def own_letter(engine: Engine, actor: Actor, case_id: str, document_id: str) -> tuple[DocumentRow, bytes]:
    """A letter that is the participant's, and its PDF. Raises NotFound."""
    with engine.database.reading() as connection:
        found = next((row for row in _letters(connection, actor, case_id) if row.id == document_id), None)
        if found is None:
            raise NotFound
        return found, blobs.get(connection, found.sha256)


def _own_tasks(connection: Connection, actor: Actor, case_id: str) -> list[Mapping[Any, Any]]:
    if actor.nip is None:
        return []
    statement = task_columns().where(tasks.c.case_id == case_id, tasks.c.participant == actor.nip)
    ordered = statement.order_by(tasks.c.due_at.is_(None), tasks.c.due_at, tasks.c.opened_at, tasks.c.id)
    return list(connection.execute(ordered).mappings())


def _own_scopes(connection: Connection, actor: Actor, case_id: str, mine: list[Mapping[Any, Any]]) -> list[str]:
    """The instances of multi-instance activities that are about nobody but this participant: `SP19[3]`."""
    wanted = {row["id"][: row["id"].rfind("]") + 1] for row in mine} - {""}
    if not wanted:
        return []
    others = connection.scalars(
        select(tasks.c.id).where(tasks.c.case_id == case_id, tasks.c.participant != actor.nip)
    ).all()
    return sorted(scope for scope in wanted if not any(_within(other, scope) for other in others))


def _within(task_id: str, scope: str) -> bool:
    return task_id == scope or task_id.startswith(f"{scope}/")


def _own_events(connection: Connection, actor: Actor, case_id: str, scopes: list[str]) -> Iterator[Any]:
    """What was done in the own scopes, and by the participant, in its order."""
    places = [events.c.task.startswith(f"{scope}/", autoescape=True) for scope in scopes]
    rows = connection.execute(
        select(
            events.c.task, events.c.at, events.c.person, events.c.input, tasks.c.name, tasks.c.form, tasks.c.participant
        )
        .join(tasks, (tasks.c.case_id == events.c.case_id) & (tasks.c.id == events.c.task))
        .where(
            events.c.case_id == case_id,
            events.c.kind == "task:completed",
            or_(tasks.c.participant == actor.nip, *places),
        )
        .order_by(events.c.seq)
    )
    return (row for row in rows if row.participant == actor.nip or any(_within(row.task, scope) for scope in scopes))


class _Story:
    """The papers of one participant, as each act left them."""

    def __init__(self, definition: Definition, actor: Actor) -> None:
        self.definition, self.actor = definition, actor
        self.papers: dict[str, HandedIn] = {}
        self.done: list[Deed] = []
        self.again: dict[str, dict[str, Any]] = {}
        self.returned = ""
        self.withdrawn = False

    def tell(self, event: Any) -> None:
        """One completed task: the participant's own, or the office's answer to it."""
        value = _value(event.input)
        if event.participant is None:
            self._answered(value)
        elif event.participant == self.actor.nip:
            self.done.append(Deed(title=event.name, at=event.at))
            self._handed_in(self._form(event.form), value)
            if event.form:
                self.again[event.form] = {key: part for key, part in value.items() if key not in ("oleh", "pada")}

    def ask(self, form: str | None) -> None:
        """What an open task asks for and is not there yet."""
        found = self._form(form)
        for path, label in _asked(found):
            self.papers.setdefault(path.rpartition(".")[2], HandedIn(key=path, label=label, state="missing"))

    def _form(self, name: str | None) -> Form | None:
        return self.definition.forms.get(name) if name else None

    def _handed_in(self, form: Form | None, value: Mapping[str, Any]) -> None:
        self.returned = ""
        if value.get("tindakan") == "mundur" or value.get("kesediaan") == "tidak":
            self.withdrawn, self.papers = True, {}
            return
        for path, label in _asked(form):
            key = path.rpartition(".")[2]
            if file := _file(value, path):
                same = key in self.papers and self.papers[key].sha256 == file["sha256"]
                kept = same and self.papers[key].state == "accepted"
                self.papers[key] = HandedIn(
                    key=path,
                    label=label,
                    state="accepted" if kept else "sent",
                    name=str(file.get("nama", "")),
                    size=int(file.get("ukuran") or 0),
                    sha256=str(file["sha256"]),
                )

    def _answered(self, value: Mapping[str, Any]) -> None:
        """`keputusan` with the keys of what is `kurang` and a `catatan`: the convention of ca_berkas_peserta."""
        decision, missing = value.get("keputusan"), value.get("kurang") or []
        if decision in RETURNS:
            note = str(value.get("catatan") or "")
            self.returned = note
            for key, paper in self.papers.items():
                if paper.state != "sent" and key not in missing:
                    continue
                state = "returned" if key in missing or not missing else "accepted"
                self.papers[key] = replace(paper, state=state, note=note if state == "returned" else "")
                if state == "returned":
                    self.again = {form: _without(given, paper.key) for form, given in self.again.items()}
        elif decision == "lengkap":
            self.papers = {key: replace(paper, state="accepted", note="") for key, paper in self.papers.items()}


def _value(given: bytes | None) -> Mapping[str, Any]:
    """What an act gave; nothing where it was erased or is confidential."""
    value = canonical.loads(given).get("value") if given is not None else None
    return value if isinstance(value, Mapping) else {}


def _asked(form: Form | None) -> list[tuple[str, str]]:
    """The single file fields of a form: dotted path and label."""
    if form is None:
        return []
    return [(each.key, each.label or each.key) for each in form.fields if each.kind == "filepicker"]


def _file(value: Any, path: str) -> Mapping[str, Any] | None:
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    if isinstance(value, list):
        value = value[0] if value else None
    return value if isinstance(value, Mapping) and isinstance(value.get("sha256"), str) else None


def _without(value: Mapping[str, Any], path: str) -> dict[str, Any]:
    """The data without what stands at a dotted path."""
    first, _dot, rest = path.partition(".")
    if not rest:
        return {key: part for key, part in value.items() if key != first}
    inner = value.get(first)
    return {**value, first: _without(inner, rest)} if isinstance(inner, Mapping) else dict(value)


def _pending(connection: Connection, case_id: str, scopes: list[str]) -> Iterator[Pending]:
    rows = connection.execute(
        select(tasks.c.id, tasks.c.name, tasks.c.opened_at, positions.c.title)
        .join(positions, positions.c.id == tasks.c.position)
        .where(tasks.c.case_id == case_id, tasks.c.state == "open")
        .order_by(tasks.c.opened_at, tasks.c.id)
    )
    for row in rows:
        if any(_within(row.id, scope) for scope in scopes):
            yield Pending(title=row.name, who=row.title, since=row.opened_at)


def _limits(
    connection: Connection, definition: Definition, mine: list[Mapping[Any, Any]]
) -> Iterator[tuple[str, datetime]]:
    """Until when each open task can be done: its due time, or the timer on it that ends it, whichever comes first."""
    for row in mine:
        if row["state"] != "open":
            continue
        ends = [row["due_at"]] if row["due_at"] is not None else []
        enders = _enders(definition, row["element"])
        running = connection.execute(
            select(timers.c.task, timers.c.due_at).where(
                timers.c.case_id == row["case_id"], timers.c.element.in_(enders)
            )
        )
        scope = row["id"].rpartition("/")[0]
        ends += [timer.due_at for timer in running if timer.task.rpartition("/")[0] == scope]
        if ends:
            yield row["id"], min(ends)


def _enders(definition: Definition, element: str) -> list[str]:
    """The timers on an element that end it."""
    found = definition.model.elements.values()
    return [each.id for each in found if each.attached_to == element and each.interrupting and each.timer]


def _letters(connection: Connection, actor: Actor, case_id: str) -> list[DocumentRow]:
    """The newest version of each letter whose maker said that it is this participant's own (`untuk`), unless that is a draft."""
    if actor.nip is None:
        return []
    rows = connection.execute(
        select(documents)
        .where(documents.c.case_id == case_id, documents.c.addressees.contains(actor.nip, autoescape=True))
        .order_by(documents.c.version.desc())
    ).all()
    newest: dict[str, Any] = {}
    for row in rows:
        newest.setdefault(row.key, row)
    return [
        as_row(row, readable=True, current=True)
        for row in newest.values()
        if actor.nip in row.addressees.split() and row.state not in DRAFTS
    ]
