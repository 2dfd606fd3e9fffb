"""Which of our requests does a machine's message answer? An answer to an earlier one, or from before it, never answers a later one.

A message says it exactly by `menjawab`, the webhook-id of our delivery; or as a reply letter does, by the number of our letter; or by
the case's number alone, which is enough as long as the case has asked that question once. Where a step is waited for by a correlation
of its own (`alur:correlation`), that value is the question, and nothing is asked here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Row, select

from engine.errors import MessageRefused
from engine.schema import deliveries, incoming, numbers
from forms.said import said


def require_answer(connection: Connection, message: Row[Any], case_id: str) -> None:
    """Raise MessageRefused, with the reason, unless a machine's message can answer what its case asked last.

    `message`: its row of `messages`, keyed `in:<partner>:<webhook-id>`.
    """
    if message.correlation != case_id:
        return
    _, partner, webhook_id = message.key.split(":", 2)
    sent = connection.execute(
        select(deliveries.c.id, deliveries.c.message, deliveries.c.body, deliveries.c.created_at)
        .where(deliveries.c.case_id == case_id, deliveries.c.partner == partner)
        .order_by(deliveries.c.created_at, deliveries.c.id)
    ).all()
    body = connection.scalar(
        select(incoming.c.body).where(incoming.c.partner == partner, incoming.c.webhook_id == webhook_id)
    )
    said_of = orjson.loads(body)["data"] if body is not None else {}
    if "menjawab" in said_of:
        question = next((row for row in sent if row.id == said_of["menjawab"]), None)
        if question is None:
            raise MessageRefused(said("Kiriman '{id}' tidak dikenal dalam perkara ini.", id=said_of["menjawab"]))
    elif not sent:
        return  # this partner was asked on paper
    else:
        question = _by_letter(connection, sent, case_id, said_of.get("rujukan")) or _only_one(sent, message)
    if any(row.message == question.message and row.created_at > question.created_at for row in sent):
        raise MessageRefused("Permintaan yang dijawab pesan ini sudah diganti dengan yang lebih baru.")


def _by_letter(connection: Connection, sent: Sequence[Any], case_id: str, reference: Any) -> Any | None:
    """The delivery that a quoted letter went out with: the one that names its number, else the first after the number was given."""
    given_at = connection.scalar(
        select(numbers.c.given_at).where(
            numbers.c.case_id == case_id, numbers.c.text == reference, numbers.c.void_reason.is_(None)
        )
    )
    if given_at is None:
        return None
    naming = (row for row in sent if str(reference) in _texts(orjson.loads(row.body)["data"].get("isi")))
    return next(naming, None) or next((row for row in sent if row.created_at >= given_at), None)


def _only_one(sent: Sequence[Any], message: Row[Any]) -> Any:
    """The newest delivery before the message came, if its question was asked once. Raises MessageRefused."""
    before = [row for row in sent if row.created_at <= message.received_at]
    if not before:
        raise MessageRefused("Pesan ini datang sebelum permintaannya dikirim.")
    question = before[-1]
    if sum(row.message == question.message for row in sent) > 1:
        raise MessageRefused(
            "Permintaan ini sudah dikirim lebih dari sekali; jawabannya harus menyebut kiriman (menjawab) atau nomor surat yang dijawab."
        )
    return question


def _texts(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set().union(*(_texts(item) for item in value.values()))
    if isinstance(value, list):
        return set().union(*(_texts(item) for item in value))
    return {value} if isinstance(value, str) else set()
