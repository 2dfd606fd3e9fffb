"""The one function that says who may act on a task, used at view, claim and completion alike.

Rules: the holder of the task's position (definitive or under a mandate valid today; Permendagri 1/2023 on Plt./Plh.), or the participant in
person; a mandate serves neither the holder's own matters nor what its letter withholds; drafter is not approver, rater is not assessee.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.people.actors import MANDATES, Actor, Seat, local_day
from forms.said import Said, said


@dataclass(frozen=True, kw_only=True)
class Grant:
    """May act: through this seat, or in person (seat None)."""

    seat: Seat | None


@dataclass(frozen=True)
class Denial:
    """May not act, and why (a sentence for people). `hidden`: the task must not even be seen."""

    reason: Said
    hidden: bool = False


def may_act(
    actor: Actor,
    task: Mapping[Any, Any],
    *,
    now: datetime,
    concerned: Collection[str] = (),
    definitive_only: Collection[str] = (),
    done_by: Callable[[], Collection[str]] = tuple,
) -> Grant | Denial:
    """Whether somebody may act on an open task.

    `task`: position, participant, element of its row; `concerned`: NIPs whose own matter this is (`alur:notPerson`);
    `definitive_only`: forms of mandate that may not do this, whatever their letter says (`alur:notMandate`; UU 30/2014 art. 14 (7));
    `done_by`: persons who completed an element this task must be separate from (asked only when all else allows).
    """
    if task["participant"] is not None:
        return (
            Grant(seat=None)
            if actor.nip == task["participant"]
            else Denial(said("Tugas ini milik peserta yang bersangkutan."), hidden=True)
        )
    seat = actor.seat(task["position"], local_day(now)) if task["position"] else None
    if seat is None:
        return Denial(said("Tugas ini untuk pejabat lain."), hidden=True)
    if task["element"] in seat.withheld:
        return Denial(said("Mandat {letter} tidak mencakup tindakan ini.", letter=seat.letter))
    if seat.form in definitive_only:
        return Denial(
            said(
                "Tindakan ini tidak dapat dilakukan oleh {form}; hanya pejabat definitif yang berwenang"
                " (UU 30/2014 pasal 14 ayat 7).",
                form=MANDATES[seat.form],
            )
        )
    if actor.nip is not None and actor.nip in concerned:
        return Denial(said("Ini menyangkut diri Anda sendiri; pejabat lain harus memutuskannya."))
    if actor.person in done_by():
        return Denial(
            said("Anda yang menyusun atau memeriksa pada langkah sebelumnya; langkah ini harus dilakukan orang lain.")
        )
    return Grant(seat=seat)
