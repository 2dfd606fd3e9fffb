"""Messages: stored once per key, delivered in order of arrival to whoever waits for their name and correlation."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, insert, select, update

from engine import canonical, questions, uploads
from engine.errors import AlurError, MessageRefused
from engine.schema import incoming, messages, subscriptions
from engine.world import JAKARTA
from forms import validate
from forms.said import said

if TYPE_CHECKING:
    from engine.engine import Engine

#: How the keys of messages from machines begin (`engine.incoming`).
FROM_OUTSIDE = "in:"


def store(connection: Connection, *, key: str, name: str, correlation: str, payload: Any, now: datetime) -> bool:
    """Store a message; False when the key is known already (then nothing changes)."""
    if connection.scalar(select(messages.c.key).where(messages.c.key == key)) is not None:
        return False
    connection.execute(
        insert(messages).values(
            key=key, name=name, correlation=correlation, payload=canonical.dumps(payload), received_at=now
        )
    )
    return True


def fate(engine: Engine, key: str) -> Row[Any, Any]:
    """Where a stored message went."""
    with engine.database.reading() as connection:
        return connection.execute(select(messages.c.case_id, messages.c.seq).where(messages.c.key == key)).one()


def deliver_stored(engine: Engine, name: str, correlation: str, *, strict: bool = False) -> int:
    """Hand stored messages to the cases that wait for them; gives how many. `strict`: let a refused payload raise."""
    delivered = 0
    for key, case_id in _matches(engine, name, correlation):
        try:
            delivered += _hand_over(engine, key, case_id)
        except MessageRefused as refused:
            _set_aside(engine, key, case_id, str(refused))
            if strict:
                raise
        except AlurError:
            if strict:
                raise
    return delivered


def _set_aside(engine: Engine, key: str, case_id: str, why: str) -> None:
    """A refused message stays, with its reason, but is handed over by itself no more: a later wait is another question."""
    with engine.database.transaction() as connection:
        connection.execute(update(messages).where(messages.c.key == key, messages.c.seq.is_(None)).values(aside=why))
        _tell_sender(connection, key, state="refused", reason=why, case_id=case_id)


def _tell_sender(connection: Connection, key: str, **changed: Any) -> None:
    """Note what became of a machine's message where it stands among those that came in."""
    if not key.startswith(FROM_OUTSIDE):
        return
    partner, _, webhook_id = key.removeprefix(FROM_OUTSIDE).partition(":")
    connection.execute(
        update(incoming)
        .where(incoming.c.partner == partner, incoming.c.webhook_id == webhook_id, incoming.c.state != "delivered")
        .values(**changed)
    )


def _matches(engine: Engine, name: str, correlation: str) -> list[tuple[str, str]]:
    with engine.database.reading() as connection:
        waiting = connection.scalars(
            select(subscriptions.c.case_id).where(
                subscriptions.c.message == name, subscriptions.c.correlation == correlation
            )
        ).all()
        if not waiting:
            return []
        keys = connection.scalars(
            select(messages.c.key)
            .where(
                messages.c.name == name,
                messages.c.correlation == correlation,
                messages.c.seq.is_(None),
                messages.c.aside.is_(None),
            )
            .order_by(messages.c.received_at, messages.c.key)
        ).all()
    return list(zip(keys, waiting, strict=False))


def _hand_over(engine: Engine, key: str, case_id: str) -> int:
    from engine.commands.acting import acting  # commands deliver what cases throw: the circle is cut here

    with acting(engine, case_id) as work:
        message = work.connection.execute(select(messages).where(messages.c.key == key).with_for_update()).one()
        wait = work.connection.execute(
            select(subscriptions).where(
                subscriptions.c.case_id == case_id,
                subscriptions.c.message == message.name,
                subscriptions.c.correlation == message.correlation,
            )
        ).first()
        if wait is None or message.seq is not None or message.aside is not None:
            return 0
        payload = canonical.loads(message.payload)
        if key.startswith(FROM_OUTSIDE):
            questions.require_answer(work.connection, message, case_id)
            payload = _asked_for(work, wait, payload)
        value = _checked(work, wait, payload)
        moment = work.now.astimezone(JAKARTA).isoformat(timespec="seconds")
        given = {
            "task": wait.task,
            "value": value | {"oleh": None, "pada": moment},
            "message": message.name,
            "key": key,
        }
        outcome = work.record("message:delivered", given, task=wait.task, element=wait.element)
        work.connection.execute(update(messages).where(messages.c.key == key).values(case_id=case_id, seq=outcome.seq))
        _tell_sender(work.connection, key, state="delivered", reason=None, case_id=case_id)
        return 1


def _asked_for(work: Any, wait: Row[Any], payload: dict[str, Any]) -> dict[str, Any]:
    """What the form asks of all that a machine says: it may say more (another SOP asks for it), its own text keeps the rest.

    Raises MessageRefused for a reference to a file: it could name somebody else's.
    """
    if uploads.refers(payload):
        raise MessageRefused(
            said("Pesan '{message}' merujuk berkas; berkas hanya dapat diunggah lewat portal.", message=wait.message)
        )
    form_name = work.definition.model.elements[wait.element].attributes.get("form")
    if form_name is None:
        return payload
    asked = {field.path[0] for field in work.definition.forms[form_name].fields if field.path}
    return {name: value for name, value in payload.items() if name in asked}


def _checked(work: Any, wait: Row[Any], payload: Any) -> dict[str, Any]:
    form_name = work.definition.model.elements[wait.element].attributes.get("form")
    if form_name is None:
        return dict(payload) if isinstance(payload, dict) else {"isi": payload}
    checked = validate(
        work.definition.forms[form_name], payload, context=work.execution.data(wait.task), functions=work.functions
    )
    if checked.errors:
        sentences = "; ".join(f"{path}: {text}" for path, text in checked.errors.items())
        raise MessageRefused(
            said("Isi pesan '{message}' tidak sesuai: {sentences}", message=wait.message, sentences=sentences)
        )
    return dict(checked.data)
