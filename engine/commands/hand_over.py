"""Hand a task of a shared position to another of its holders, with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.commands.acting import acting
from engine.commands.complete import granted, open_task
from engine.commands.outcome import Outcome, known
from engine.errors import InvalidForm, NotAllowed, NotFound
from engine.notices import notify
from engine.people import Actor, actor_of
from engine.people.authority import Denial
from forms.said import said

if TYPE_CHECKING:
    from engine.engine import Engine

#: How long a reason may be.
MOST_REASON = 1_000


def hand_over(
    engine: Engine, actor: Actor, case_id: str, task_id: str, *, to: str, reason: str, key: str | None = None
) -> Outcome:
    """Put an open task into the hands of `to` (a person's id), who may act on it at this moment through the same position.

    Raises what `complete` raises; InvalidForm without a reason or a receiver; NotAllowed when the receiver may not act.
    """
    reason = " ".join(reason.split())
    with acting(engine, case_id) as work:
        if before := known(work.connection, key):
            return before
        task, seat = open_task(work, actor, task_id)
        if task["position"] is None:
            raise NotAllowed("Tugas pribadi tidak dapat diserahkan kepada orang lain.")
        if problems := _problems(actor, to, reason):
            raise InvalidForm(problems, {"alasan": reason, "kepada": to})
        try:
            receiver = actor_of(work.connection, to, now=work.now)
        except NotFound as unknown:
            raise InvalidForm({"kepada": said("Pilih penerima dari daftar.")}, {"alasan": reason}) from unknown
        if isinstance(granted(work, receiver, task), Denial):
            raise NotAllowed("Penerima tidak berwenang mengerjakan tugas ini sekarang. Pilih orang lain.")
        given = {"task": task_id, "to": to, "name": receiver.name, "reason": reason}
        outcome = work.record(
            "task:handed_over", given, actor=actor, seat=seat, task=task_id, element=task["element"], key=key
        )
        notify(
            work.connection,
            key=f"task.handed:{case_id}:{outcome.seq}",
            person=to,
            kind="task.handed",
            at=work.now,
            case_id=case_id,
            task=task_id,
            about={"by": actor.name, "reason": reason},
        )
        return outcome


def _problems(actor: Actor, to: str, reason: str) -> dict[str, str]:
    found: dict[str, str] = {}
    if not reason:
        found["alasan"] = said("Tulis alasan penyerahan.")
    elif len(reason) > MOST_REASON:
        found["alasan"] = said("Alasan paling panjang {most} huruf.", most=MOST_REASON)
    if not to:
        found["kepada"] = said("Pilih penerima.")
    elif to == actor.person:
        found["kepada"] = said("Pilih rekan lain; tugas ini sudah dapat Anda kerjakan sendiri.")
    return found
