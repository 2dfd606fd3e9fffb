"""What machines outside send: stored first, then found its case by our own reference, and handed over by `engine.messages`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson
from sqlalchemy import Connection, func, insert, select, update

from engine import jobs, messages, partners
from engine.errors import AlurError, MessageReused, NotFound
from engine.people import Actor
from engine.schema import cases, deliveries, events, incoming, numbers, subscriptions
from engine.schema import messages as message_table

if TYPE_CHECKING:
    from engine.engine import Engine

#: Where a message can stand. The first two are on their way; the next three wait for an operator's eye.
STATES = ("received", "waiting", "refused", "answered", "ended", "delivered")


class Place(NamedTuple):
    """The case that a message answers, and the value under which its wait is found."""

    case_id: str
    correlation: str
    running: bool


def store(engine: Engine, partner: str, webhook_id: str, *, name: str, reference: str, body: bytes) -> bool:
    """Keep a message, once per partner and webhook id, and have it taken to its case. False when it was here already.

    Raises MessageReused when the id came before with another body.
    """
    now = engine.world.now()
    with engine.database.transaction() as connection:
        known = connection.scalar(
            select(incoming.c.body).where(incoming.c.partner == partner, incoming.c.webhook_id == webhook_id)
        )
        if known is not None:
            if bytes(known) != body:
                raise MessageReused
            return False
        number = connection.scalar(
            insert(incoming)
            .values(
                partner=partner,
                webhook_id=webhook_id,
                name=name,
                reference=reference,
                body=body,
                received_at=now,
                state="received",
            )
            .returning(incoming.c.id)
        )
        jobs.defer(connection, "take_incoming", number=number)
    return True


def take(engine: Engine, number: int, *, again: bool = False) -> None:
    """Hand a stored message to the case it answers; what cannot be handed over says why. Idempotent.

    `again`: an operator has it tried once more: it counts as come now, so that it may answer what was asked meanwhile.
    """
    with engine.database.transaction() as connection:
        row = connection.execute(select(incoming).where(incoming.c.id == number)).first()
        if row is None or row.state not in ("received", "waiting"):
            return
        place = find(connection, row.name, row.reference)
        if place is None:
            _settle(connection, number, "refused", f"Rujukan '{row.reference}' tidak dikenal.")
            return
        came = engine.world.now() if again else row.received_at
        key = key_of(row.partner, row.webhook_id)
        messages.store(
            connection,
            key=key,
            name=row.name,
            correlation=place.correlation,
            payload=orjson.loads(row.body)["data"].get("isi", {}),
            now=came,
        )
        if again:
            connection.execute(update(message_table).where(message_table.c.key == key).values(received_at=came))
        _settle(connection, number, "waiting", None, place.case_id)
    messages.deliver_stored(engine, row.name, place.correlation)
    _look_after(engine, number, place)


def key_of(partner: str, webhook_id: str) -> str:
    """The key under which a partner's message stands among the messages; one partner cannot take another's."""
    return f"{messages.FROM_OUTSIDE}{partner}:{webhook_id}"


def find(connection: Connection, message: str, reference: str) -> Place | None:
    """The case that a reference names: a case number, the number of one of our letters, or the correlation of a wait.

    A reply letter quotes our own number ("menjawab surat Saudara nomor ..."), so that is what a machine quotes too.
    """
    case_id = connection.scalar(select(cases.c.id).where(cases.c.number == reference)) or connection.scalar(
        select(numbers.c.case_id).where(numbers.c.text == reference, numbers.c.void_reason.is_(None)).limit(1)
    )
    waits = select(subscriptions.c.case_id, subscriptions.c.correlation).where(subscriptions.c.message == message)
    if case_id is not None:
        found = connection.execute(waits.where(subscriptions.c.case_id == case_id)).first()
    else:
        found = connection.execute(waits.where(subscriptions.c.correlation == reference)).first()
        case_id = found.case_id if found else None
    if case_id is None:
        return None
    running = connection.scalar(select(cases.c.status).where(cases.c.id == case_id)) == "running"
    return Place(case_id=case_id, correlation=found.correlation if found else case_id, running=running)


def _look_after(engine: Engine, number: int, place: Place) -> None:
    """What nobody waits for: is it early, or late? Late is what the case has an answer to since it last asked that partner."""
    with engine.database.transaction() as connection:
        row = connection.execute(select(incoming).where(incoming.c.id == number).with_for_update()).one()
        if row.state != "waiting" or _awaited(connection, row.name, place):
            return
        if not place.running:
            _set_aside(connection, row, "ended", "Perkara sudah berakhir sebelum pesan ini datang.")
        elif _answered(engine, connection, row, place):
            _set_aside(connection, row, "answered", "Jawaban ini sudah dicatat lebih dahulu.")


def _awaited(connection: Connection, message: str, place: Place) -> bool:
    found = select(subscriptions.c.task).where(
        subscriptions.c.case_id == place.case_id, subscriptions.c.message == message
    )
    return connection.execute(found.limit(1)).first() is not None


def _answered(engine: Engine, connection: Connection, row: Any, place: Place) -> bool:
    pinned = connection.scalar(select(cases.c.definition).where(cases.c.id == place.case_id))
    model = engine.definitions.pinned(engine, str(pinned)).model
    catching = [element.id for element in model.elements.values() if element.message == row.name]
    answered = connection.scalar(
        select(func.max(events.c.seq)).where(
            events.c.case_id == place.case_id, events.c.kind == "message:delivered", events.c.element.in_(catching)
        )
    )
    if answered is None:
        return False
    at = connection.scalar(select(events.c.at).where(events.c.case_id == place.case_id, events.c.seq == answered))
    asked = connection.scalar(
        select(deliveries.c.id)
        .where(deliveries.c.case_id == place.case_id, deliveries.c.partner == row.partner, deliveries.c.created_at > at)
        .limit(1)
    )
    return asked is None


def again(engine: Engine, actor: Actor, number: int) -> None:
    """Try once more what was refused or set aside: it is handed over when the case waits for it. Raises NotAllowed, NotFound."""
    partners.require_operator(actor)
    now = engine.world.now()
    with engine.database.transaction() as connection:
        row = connection.execute(select(incoming).where(incoming.c.id == number).with_for_update()).first()
        if row is None:
            raise NotFound
        if row.state == "delivered":
            return
        connection.execute(
            update(message_table).where(message_table.c.key == key_of(row.partner, row.webhook_id)).values(aside=None)
        )
        _settle(connection, number, "received", None, row.case_id)
        jobs.defer(connection, "take_incoming", number=number, again=True)
        partners.note(connection, actor, now, "incoming:again", str(number), {"partner": row.partner})


def give_up(engine: Engine, number: int, error: BaseException) -> None:
    """The job that takes it to its case failed for good: it stands refused, with the error's name."""
    why = str(error) if isinstance(error, AlurError) else f"Gangguan: {type(error).__name__}."
    with engine.database.transaction() as connection:
        row = connection.execute(select(incoming).where(incoming.c.id == number).with_for_update()).first()
        if row is not None and row.state in ("received", "waiting"):
            _set_aside(connection, row, "refused", why)


def _set_aside(connection: Connection, row: Any, state: str, why: str) -> None:
    connection.execute(
        update(message_table).where(message_table.c.key == key_of(row.partner, row.webhook_id)).values(aside=why)
    )
    _settle(connection, row.id, state, why, row.case_id)


def _settle(connection: Connection, number: int, state: str, why: str | None, case_id: str | None = None) -> None:
    changed: Mapping[str, Any] = {"state": state, "reason": why, "case_id": case_id}
    connection.execute(update(incoming).where(incoming.c.id == number).values(**changed))
