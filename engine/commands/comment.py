"""Say something about a case to the others who see it: with mentions and files, moving nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from engine import uploads
from engine.commands.acting import Acting, acting
from engine.commands.outcome import Outcome, known
from engine.errors import InvalidForm, NotAllowed, NotFound
from engine.notices import notify
from engine.people import Actor, Seat
from engine.people.actors import local_day
from engine.queries.company import Company, company
from engine.queries.sight import may_see
from engine.schema import tasks
from forms.said import said

if TYPE_CHECKING:
    from engine.engine import Engine

#: Documented in docs/limits.md.
MOST_TEXT, MOST_FILES, MOST_MENTIONS = 5_000, 5, 20


def comment(
    engine: Engine,
    actor: Actor,
    case_id: str,
    text: str,
    *,
    mentions: Iterable[str] = (),
    files: Sequence[dict[str, Any]] = (),
    task: str | None = None,
    key: str | None = None,
) -> Outcome:
    """Add a comment to a case, running or ended.

    `mentions`: `person:ID` or `position:ID` of the case's people, besides those named in the text as `@Name`; `files`:
    references of uploads the actor made; `task`: where it was written. Whoever is mentioned gets a notice.
    Raises NotFound for those who may not see the case, NotAllowed for those who only oversee it, InvalidForm, UploadRefused.
    """
    text = text.strip()
    with acting(engine, case_id, ended=True) as work:
        if before := known(work.connection, key):
            return before
        seat = speaking_seat(work, actor, task)
        here = company(work.connection, work.definition, case_id, work.now)
        chosen = _mentioned(here, text, mentions)
        if problems := _problems(text, chosen, files):
            raise InvalidForm(problems, {"komentar": text})
        given = {
            "text": text,
            "task": task,
            "mentions": [{"who": name, "name": here.names[name]} for name in chosen],
            "files": uploads.own(work.connection, actor, files),
        }
        outcome = work.record("comment:added", given, actor=actor, seat=seat, key=key)
        _tell(work, actor, here, chosen, outcome, task)
        return outcome


def speaking_seat(work: Acting, actor: Actor, task: str | None = None) -> Seat:
    """As what somebody speaks: through the task's position if held, else another of the case's.

    Raises NotFound for those who may not see the case, NotAllowed for those who only oversee it.
    """
    if not may_see(work.connection, actor, work.definition, work.row["id"], work.now):
        raise NotFound
    rows = work.connection.execute(select(tasks.c.id, tasks.c.position).where(tasks.c.case_id == work.row["id"])).all()
    if task is not None and task not in {row.id for row in rows}:
        raise NotFound
    first = [row.position for row in rows if row.id == task and row.position]
    others = [*work.definition.lanes.values(), *(row.position for row in rows if row.position)]
    day = local_day(work.now)
    seats = (actor.seat(position, day) for position in dict.fromkeys([*first, *others]))
    found = next((seat for seat in seats if seat is not None), None)
    if found is None:
        raise NotAllowed("Komentar ditulis oleh pejabat yang terlibat; Anda dapat membacanya.")
    return found


def _mentioned(here: Company, text: str, mentions: Iterable[str]) -> list[str]:
    """Whom a comment mentions: those chosen, and those whose name or title follows an @. Others are not of this case."""
    wanted = [each for each in mentions if each]
    if any(each not in here.names for each in wanted):
        raise InvalidForm({"sebut": said("Pilih orang atau jabatan dari daftar perkara ini.")}, {"komentar": text})
    found = dict.fromkeys(wanted)
    left = text
    for who, name in sorted(
        here.names.items(), key=lambda item: -len(item[1])
    ):  # the longest first: "Ani" is in "Anita"
        pattern = re.compile(rf"@{re.escape(name)}(?!\w)", re.IGNORECASE)
        if pattern.search(left):
            found[who] = None
            left = pattern.sub(" ", left)
    return list(found)


def _problems(text: str, chosen: list[str], files: Sequence[Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    if not text and not files:
        found["komentar"] = said("Tulis komentar, atau lampirkan berkas.")
    elif len(text) > MOST_TEXT:
        found["komentar"] = said("Komentar paling panjang {most} huruf.", most=MOST_TEXT)
    if len(chosen) > MOST_MENTIONS:
        found["sebut"] = said("Sebut paling banyak {most} orang atau jabatan.", most=MOST_MENTIONS)
    if len(files) > MOST_FILES:
        found["berkas"] = said("Lampirkan paling banyak {most} berkas.", most=MOST_FILES)
    return found


def _tell(work: Acting, actor: Actor, here: Company, chosen: list[str], outcome: Outcome, task: str | None) -> None:
    told = {person: None for who in chosen for person in here.reached(who) if person != actor.person}
    for person in told:
        notify(
            work.connection,
            key=f"comment:{outcome.case_id}:{outcome.seq}",
            person=person,
            kind="comment.mention",
            at=work.now,
            case_id=outcome.case_id,
            task=task,
            about={"by": actor.name, "seq": outcome.seq},
        )
