"""Cancel a case: with a reason, by those the SOP names, and never erasing anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.commands.acting import acting
from engine.commands.outcome import Outcome
from engine.errors import InvalidForm, NotAllowed
from engine.people import Actor
from engine.people.actors import local_day
from engine.people.lost import require_seat

if TYPE_CHECKING:
    from engine.engine import Engine


def cancel(engine: Engine, actor: Actor, case_id: str, reason: str) -> Outcome:
    """Cancel a running case. Raises NotFound, NotAllowed, InvalidForm (no reason), CaseEnded."""
    if not reason.strip():
        raise InvalidForm({"alasan": "Tulis alasan pembatalan."}, {"alasan": reason})
    with acting(engine, case_id) as work:
        lanes = work.definition.settings.get("cancel", [])
        seats = (actor.seat(work.definition.position(lane), local_day(work.now)) for lane in lanes)
        seat = next((seat for seat in seats if seat is not None), None)
        if seat is None:
            raise NotAllowed("Hanya pejabat yang ditunjuk SOP ini yang dapat membatalkan.")
        require_seat(work.connection, actor.person, seat, work.now)
        return work.record("case:cancelled", {"reason": reason.strip()}, actor=actor, seat=seat)
