"""Drafts: what somebody typed into a form and has not sent. Encrypted, one a person and form; never in the log or in case data."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import orjson
from cryptography.fernet import InvalidToken
from sqlalchemy import Connection, delete, insert, or_, select, update

from engine import canonical, confidential
from engine.commands.acting import Acting, acting
from engine.commands.complete import allowed_task
from engine.commands.start import starting_seat
from engine.errors import DraftNewer, DraftRefused
from engine.people import Actor
from engine.schema import commands, drafts, tasks
from forms import Form

if TYPE_CHECKING:
    from engine.engine import Engine

logger = logging.getLogger(__name__)

#: Documented in docs/limits.md.
MOST_BYTES = 600_000
KEPT = timedelta(days=90)

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What was typed, as name and text of each form field. `changed`: what the form shows is not what its writer saw."""

    pairs: tuple[tuple[str, str], ...]
    saved_at: datetime
    revision: int
    changed: bool = False


def save(
    engine: Engine, actor: Actor, case_id: str, task_id: str, pairs: Pairs, *, seen: int | None, key: str | None = None
) -> Draft:
    """Keep what somebody who may act is typing into an open task, whoever has it in hand.

    `seen`: the revision the page started from (0: none; None: whatever there is). `key`: the page's idempotency key.
    Raises what `allowed_task` raises, DraftNewer when another tab or device saved since, DraftRefused when it is too large.
    """
    with acting(engine, case_id) as work:
        task, _ = allowed_task(work, actor, task_id)
        return _put(engine, work.connection, actor, subject_of(case_id, task_id), pairs,
                    place={"case_id": case_id, "task": task_id, "basis": basis_of(work, task)}, seen=seen, key=key)  # fmt: skip


def save_start(
    engine: Engine, actor: Actor, sop: str, pairs: Pairs, *, seen: int | None, key: str | None = None
) -> Draft:
    """Keep what somebody who may start a case is typing into its form. Raises SopUnknown, NotAllowed, DraftNewer, DraftRefused."""
    definition = engine.definitions.newest(engine, sop)
    starting_seat(definition, actor, engine.world.now())
    with engine.database.transaction() as connection:
        place = {"case_id": None, "task": None, "basis": definition.digest}
        return _put(engine, connection, actor, start_subject(sop), pairs, place=place, seen=seen, key=key)


def save_comment(
    engine: Engine, actor: Actor, case_id: str, pairs: Pairs, *, seen: int | None, key: str | None = None
) -> Draft:
    """Keep what somebody who may speak is writing about a case, running or ended, on whichever of its pages.

    Raises what `comment` raises for those who may not, DraftNewer, DraftRefused.
    """
    from engine.commands.comment import speaking_seat  # it knows queries, which read drafts

    with acting(engine, case_id, ended=True) as work:
        speaking_seat(work, actor)
        place = {"case_id": case_id, "task": None, "basis": ""}
        return _put(engine, work.connection, actor, comment_subject(case_id), pairs, place=place, seen=seen, key=key)


def save_hand_over(
    engine: Engine, actor: Actor, case_id: str, task_id: str, pairs: Pairs, *, seen: int | None, key: str | None = None
) -> Draft:
    """Keep to whom and why somebody is about to hand a task over. Raises what `allowed_task` raises, DraftNewer, DraftRefused."""
    with acting(engine, case_id) as work:
        allowed_task(work, actor, task_id)
        place = {"case_id": case_id, "task": task_id, "basis": ""}
        subject = hand_over_subject(case_id, task_id)
        return _put(engine, work.connection, actor, subject, pairs, place=place, seen=seen, key=key)


def of_start(engine: Engine, actor: Actor, sop: str) -> Draft | None:
    """What somebody had typed into the form that starts a case."""
    with engine.database.reading() as connection:
        return read(engine, connection, actor, start_subject(sop), engine.definitions.newest(engine, sop).digest)


def read(engine: Engine, connection: Connection, actor: Actor, subject: str, basis: str) -> Draft | None:
    """Somebody's own draft of a form; `basis`: what the form rests on now."""
    row = connection.execute(select(drafts).where(_own(actor, subject))).first()
    if row is None:
        return None
    try:
        whose, pairs = orjson.loads(confidential.cipher(engine).decrypt(row.content))
    except InvalidToken:
        logger.warning("a draft cannot be read with this installation's key; it is passed over")
        return None
    if whose != [actor.person, subject]:
        return None
    found = tuple((str(name), str(text)) for name, text in pairs)
    return Draft(pairs=found, saved_at=row.saved_at, revision=row.revision, changed=row.basis != basis)


def forget(engine: Engine, actor: Actor, subject: str) -> bool:
    """Throw somebody's own draft away; False when there was none."""
    with engine.database.reading() as connection:
        known = connection.scalar(select(drafts.c.revision).where(_own(actor, subject)))
    if known is None:
        return False
    with engine.database.transaction() as connection:
        connection.execute(delete(drafts).where(_own(actor, subject)))
    return True


def sweep(engine: Engine) -> int:
    """Throw away drafts of tasks that are not open any more, and forgotten ones; gives how many."""
    is_open = (
        select(tasks.c.id)
        .where(tasks.c.case_id == drafts.c.case_id, tasks.c.id == drafts.c.task, tasks.c.state == "open")
        .exists()
    )
    over = or_(drafts.c.task.is_not(None) & ~is_open, drafts.c.saved_at < engine.world.now() - KEPT)
    with engine.database.reading() as connection:
        if connection.scalar(select(drafts.c.person).where(over).limit(1)) is None:
            return 0
    with engine.database.transaction() as connection:
        return int(connection.execute(delete(drafts).where(over)).rowcount)


def subject_of(case_id: str, task_id: str) -> str:
    """What a draft of a task is kept under."""
    return f"{case_id}/{task_id}"


def start_subject(sop: str) -> str:
    """What a draft of a start form is kept under."""
    return f"sop:{sop}"


def comment_subject(case_id: str) -> str:
    """What a comment on a case is kept under; no id of a task has an exclamation mark."""
    return f"{case_id}!komentar"


def hand_over_subject(case_id: str, task_id: str) -> str:
    """What the reason of a hand-over is kept under."""
    return f"{case_id}/{task_id}!serah"


def basis_of(work: Acting, task: Any) -> str:
    """What a task's form rests on: its definition, its version, and the case data that the form reads."""
    form: Form | None = work.definition.forms[task["form"]] if task["form"] else None
    context = work.execution.data(task["id"]) if form is not None and form.needs else {}
    needed = {name: context.get(name) for name in sorted(form.needs)} if form is not None else {}
    rests = [work.definition.digest, task["version"], needed]
    return hashlib.sha256(canonical.dumps(rests)).hexdigest()


def _put(
    engine: Engine,
    connection: Connection,
    actor: Actor,
    subject: str,
    pairs: Pairs,
    *,
    place: dict[str, Any],
    seen: int | None,
    key: str | None,
) -> Draft:
    plain = orjson.dumps([[actor.person, subject], pairs])
    if len(plain) > MOST_BYTES:
        raise DraftRefused
    if key is not None and connection.scalar(select(commands.c.seq).where(commands.c.key == key)) is not None:
        raise DraftRefused("Isian ini sudah dikirim; tidak ada lagi yang perlu disimpan.")
    known = connection.execute(
        select(drafts.c.revision, drafts.c.saved_at).where(_own(actor, subject)).with_for_update()
    ).first()
    if known is not None and seen is not None and known.revision != seen:
        raise DraftNewer(at=known.saved_at, revision=known.revision)
    now = engine.world.now()
    values = place | {
        "revision": (known.revision if known else 0) + 1,
        "saved_at": now,
        "content": confidential.cipher(engine).encrypt(plain),
    }
    if known is None:
        connection.execute(insert(drafts).values(person=actor.person, subject=subject, **values))
    else:
        connection.execute(update(drafts).where(_own(actor, subject)).values(**values))
    return Draft(pairs=tuple(pairs), saved_at=now, revision=values["revision"])


def _own(actor: Actor, subject: str) -> Any:
    return (drafts.c.person == actor.person) & (drafts.c.subject == subject)
