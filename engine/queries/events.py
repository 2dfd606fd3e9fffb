"""Events in words: what happened, who did it and as what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import Connection, select

from engine import canonical
from engine.people.actors import MANDATES
from engine.people.former import names_then
from engine.queries.rows import EventRow
from engine.queries.wording import INDONESIAN, Words
from engine.schema import events, mandates, persons, positions, tasks
from engine.sop import Definition
from engine.summaries import step_of_event

if TYPE_CHECKING:
    from engine.engine import Engine

TITLES = {
    "case:started": "Perkara dimulai",
    "case:cancelled": "Perkara dibatalkan",
    "task:completed": "{name}",
    "task:claimed": "Mengambil tugas: {name}",
    "task:released": "Melepas tugas: {name}",
    "message:delivered": "Diterima: {name}",
    "signal:delivered": "Sinyal diterima: {name}",
    "timer:fired": "Tenggat tiba: {name}",
    "job:finished": "Selesai otomatis: {name}",
    "job:raised": "Tidak dapat diselesaikan otomatis: {name}",
    "incident:retried": "Gangguan diulang: {name}",
    "task:handed_over": "Menyerahkan tugas kepada {to}: {name}",
    "comment:added": "Komentar",
    "document:read": "Dokumen rahasia dibuka",
    "document:refused": "Dokumen rahasia tidak diberikan",
}

#: Results of a form that say "send it back", by the value of its `keputusan`.
RETURNS = ("kembalikan", "revisi", "perbaiki", "kurang", "tidak_lengkap")


def case_events(
    engine: Engine,
    connection: Connection,
    definition: Definition,
    case_id: str,
    *,
    newest: int | None = None,
    before: int | None = None,
    only: Collection[int] | None = None,
    at: datetime | None = None,
    words: Words = INDONESIAN,
) -> list[EventRow]:
    """The events of a case, oldest first; `newest`: at most so many, the last ones; `before` such a sequence number, `only`
    those numbers, `at` that moment."""
    statement = (
        select(
            events,
            persons.c.name.label("who"),
            positions.c.title.label("position_title"),
            mandates.c.form.label("mandate_form"),
            tasks.c.step,
            tasks.c.name.label("task_name"),
        )
        .join(persons, persons.c.id == events.c.person, isouter=True)
        .join(positions, positions.c.id == events.c.position, isouter=True)
        .join(mandates, mandates.c.id == events.c.mandate, isouter=True)
        .join(tasks, (tasks.c.case_id == events.c.case_id) & (tasks.c.id == events.c.task), isouter=True)
        .where(events.c.case_id == case_id)
        .order_by(events.c.seq.desc())
    )
    if before is not None:
        statement = statement.where(events.c.seq < before)
    if only is not None:
        statement = statement.where(events.c.seq.in_(only))
    if at is not None:
        statement = statement.where(events.c.at == at)
    rows = connection.execute(statement.limit(newest) if newest else statement).mappings().all()
    then = names_then(connection, {row["person"] for row in rows if row["person"]})
    return [
        replace(_event_row(definition, row, words), who=then(row["person"], row["at"], row["who"]))
        for row in reversed(rows)
    ]


def _event_row(definition: Definition, row: Mapping[Any, Any], words: Words) -> EventRow:
    element = definition.model.elements.get(row["element"] or "")
    name = row["task_name"] or (element.name if element else None) or row["element"] or ""
    form = MANDATES.get(row["mandate_form"] or "")
    step = step_of_event(definition, {row["task"]: row["step"]}, row["task"] or "", row["element"] or "")
    return EventRow(
        seq=row["seq"],
        kind=row["kind"],
        at=row["at"],
        title=words(TITLES[row["kind"]], name=name, to=_receiver(row)) if row["kind"] in TITLES else row["kind"],
        who=row["who"],
        position=row["position_title"],
        as_what=" ".join(part for part in (form, row["position_title"]) if part) or None,
        element=row["element"],
        task=row["task"],
        step=step,
        note=note_of(row["input"]),
        changes=tuple((task, name, before, after) for task, name, before, after in orjson.loads(row["effects"])),
    )


def _receiver(row: Mapping[Any, Any]) -> str:
    """To whom a task was handed over."""
    if row["kind"] != "task:handed_over" or row["input"] is None:
        return "rekan"
    return str(canonical.loads(row["input"]).get("name") or "rekan")


def note_of(given: bytes | None) -> str | None:
    """The note that somebody wrote with an act, if any."""
    if given is None:
        return None
    data = canonical.loads(given)
    value = data.get("value") if isinstance(data.get("value"), dict) else data
    note = value.get("catatan") or value.get("alasan") or data.get("reason") or data.get("text")
    return str(note) if note else None


def is_return(given: bytes | None) -> bool:
    """Whether an act sent work back for correction."""
    if given is None:
        return False
    value = canonical.loads(given).get("value")
    return isinstance(value, dict) and value.get("keputusan") in RETURNS
