"""Deliver a message from outside: stored first, then handed to the case that waits for it, else it begins one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine import messages
from engine.commands.begin import begin_by_message

if TYPE_CHECKING:
    from engine.engine import Engine


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """What became of a message: delivered to a case as an event, or stored until somebody waits for it."""

    key: str
    case_id: str | None = None
    seq: int | None = None
    repeated: bool = False


def deliver(engine: Engine, message: str, correlation: str, payload: Mapping[str, Any], *, key: str) -> Delivery:
    """Store a message once per key and deliver it if a case waits for it now.

    Raises MessageRefused when the waiting step has a form that the payload does not satisfy; the message stays stored.
    """
    with engine.database.transaction() as connection:
        fresh = messages.store(
            connection, key=key, name=message, correlation=correlation, payload=dict(payload), now=engine.world.now()
        )
    if fresh:
        messages.deliver_stored(engine, message, correlation, strict=True)
        begin_by_message(engine, message, correlation, strict=True)
    found = messages.fate(engine, key)
    return Delivery(key=key, case_id=found.case_id, seq=found.seq, repeated=not fresh)
