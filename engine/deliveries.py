"""The outbox: what cases hand over to machines outside, stored with the act that caused it, sent by jobs, each attempt kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import Connection, insert, select, update

from engine import blobs, jobs, journal, notices, partners
from engine.errors import NotFound, PartnerPaused
from engine.people import Actor
from engine.schema import accounts, deliveries, delivery_attempts, documents, uploads
from engine.schema import partners as partner_table

if TYPE_CHECKING:
    from engine.commands.acting import Acting
    from engine.engine import Engine

#: Waits after each failed try (seconds), as Standard Webhooks suggests: ten tries within about three days.
WAITS = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
#: The most that a receiver's Retry-After may put off the next try.
LONGEST_WAIT = 86_400
#: How much of an answer is kept, in characters.
EXCERPT = 500
GONE = 410
#: What goes out of an upload (it has a size) and of a letter (it has pages).
_FILES = {"ukuran": ("sha256", "jenis", "ukuran"), "halaman": ("sha256", "jenis", "nomor", "tanggal", "halaman")}


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A delivery ready to be sent: to which address, what, and signed with which secrets (newest first)."""

    id: str
    address: str
    internal: bool
    body: bytes
    secrets: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came of a try: the receiver's status, or a word for why there was none (`timeout`, `refused`, `private`)."""

    status: int | None = None
    error: str | None = None
    milliseconds: int = 0
    excerpt: str = ""
    retry_after: int | None = None

    @property
    def good(self) -> bool:
        """Whether the receiver took it."""
        return self.status is not None and 200 <= self.status < 300


def hand_over(work: Acting, message: str, payload: Any) -> None:
    """Put a message that a case throws into the outbox of every partner that is to receive it, in the command's transaction."""
    for partner, active in partners.receivers(work.connection, message):
        delivery = f"msg_{work.engine.world.new_id()}"
        work.connection.execute(
            insert(deliveries).values(
                id=delivery,
                partner=partner,
                message=message,
                case_id=work.row["id"],
                body=envelope(message, work.row["number"], payload, at=work.now),
                state="waiting" if active else "held",
                attempts=0,
                tries=0,
                created_at=work.now,
                next_at=work.now if active else None,
            )
        )
        if active:
            jobs.defer(work.connection, "send_delivery", delivery=delivery, attempt=1)


def envelope(message: str, reference: str, payload: Any, *, at: datetime) -> bytes:
    """The body of a delivery: `{type, timestamp, data: {rujukan, isi}}`, `rujukan` being the number of our case."""
    moment = at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return orjson.dumps(
        {"type": message, "timestamp": moment, "data": {"rujukan": reference, "isi": _thin(payload or {})}}
    )


def _thin(value: Any) -> Any:
    """Plain JSON; of files and letters what names them, not their titles: those tell about people, and the content is fetched."""
    if isinstance(value, Mapping):
        if isinstance(value.get("sha256"), str):
            kept = next((names for mark, names in _FILES.items() if mark in value), value)
            return {name: _thin(value[name]) for name in kept if name in value}
        return {str(key): _thin(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_thin(item) for item in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | timedelta):
        return str(value)
    return value


def file_of(engine: Engine, partner: str, delivery: str, sha256: str) -> tuple[bytes, str]:
    """A letter or file that a delivery to this partner names: its content and media type. The reading goes into the journal.

    Raises NotFound for whatever this delivery does not name, and for confidential letters: their hash is all that goes out.
    """
    now = engine.world.now()
    with engine.database.transaction() as connection:
        row = connection.execute(
            select(deliveries.c.case_id, deliveries.c.body).where(
                deliveries.c.id == delivery, deliveries.c.partner == partner
            )
        ).first()
        if row is None or sha256 not in _texts(orjson.loads(row.body)["data"]["isi"]):
            raise NotFound
        kind = _media_type(connection, row.case_id, sha256)
        content = blobs.get(connection, sha256)
        about = {"partner": partner, "sha256": sha256}
        journal.record(connection, at=now, person=None, act="delivery:read", subject=delivery, about=about)
    return content, kind


def _media_type(connection: Connection, case_id: str, sha256: str) -> str:
    letters = connection.scalars(
        select(documents.c.readers).where(documents.c.case_id == case_id, documents.c.sha256 == sha256)
    ).all()
    if letters:
        if any(readers is not None for readers in letters):
            raise NotFound
        return "application/pdf"
    kind = connection.scalar(select(uploads.c.media_type).where(uploads.c.sha256 == sha256).limit(1))
    if kind is None:
        raise NotFound
    return str(kind)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def due(engine: Engine, delivery: str, attempt: int) -> Letter | None:
    """The delivery as it is to be sent now; None when this attempt was made already, or its partner is paused (then it is held)."""
    with engine.database.transaction() as connection:
        row = connection.execute(
            select(
                deliveries,
                partner_table.c.address,
                partner_table.c.internal,
                partner_table.c.active,
            )
            .join(partner_table, partner_table.c.name == deliveries.c.partner)
            .where(deliveries.c.id == delivery)
        ).first()
        if row is None or row.state != "waiting" or row.attempts != attempt - 1:
            return None
        if not row.active:
            connection.execute(update(deliveries).where(deliveries.c.id == delivery).values(state="held", next_at=None))
            return None
        secrets = partners.secrets_of(engine, connection, row.partner, partners.OUT)
        return Letter(
            id=row.id, address=row.address, internal=row.internal, body=bytes(row.body), secrets=tuple(secrets)
        )


def record(engine: Engine, delivery: str, attempt: int, answer: Answer) -> None:
    """Keep what came of an attempt and decide what follows: delivered, tried again later, or given up.

    The same attempt is recorded once, however often its job runs.
    """
    now = engine.world.now()
    with engine.database.transaction() as connection:
        row = connection.execute(select(deliveries).where(deliveries.c.id == delivery).with_for_update()).first()
        if row is None or row.state != "waiting" or row.attempts != attempt - 1:
            return
        connection.execute(
            insert(delivery_attempts).values(
                delivery=delivery,
                number=attempt,
                at=now,
                milliseconds=answer.milliseconds,
                status=answer.status,
                error=answer.error,
                excerpt=answer.excerpt[:EXCERPT],
            )
        )
        _move_on(connection, row, attempt, answer, now)


def _move_on(connection: Connection, row: Any, attempt: int, answer: Answer, now: datetime) -> None:
    changed: dict[str, Any] = {"attempts": attempt, "tries": row.tries + 1, "next_at": None}
    wait = None if answer.good or answer.status == GONE else wait_after(row.id, row.tries + 1, answer.retry_after)
    if answer.good:
        changed |= {"state": "delivered", "ended_at": now}
    elif wait is None:
        changed |= {"state": "failed", "ended_at": now}
    else:
        changed["next_at"] = now + wait
        jobs.defer(connection, "send_delivery", schedule_at=now + wait, delivery=row.id, attempt=attempt + 1)
    connection.execute(update(deliveries).where(deliveries.c.id == row.id).values(**changed))
    if answer.status == GONE:
        why = "Penerima menjawab 410 (Gone): alamat ini tidak dipakai lagi."
        partners.disable(connection, row.partner, now=now, why=why, person=None)
    if changed.get("state") == "failed":
        _tell_operators(connection, row, attempt, now)


def wait_after(delivery: str, tries: int, retry_after: int | None = None) -> timedelta | None:
    """How long to wait after so many failed tries; None: give up.

    Up to a tenth is added by the delivery's own id, so that what failed together is not tried again together.
    """
    if tries > len(WAITS):
        return None
    share = hashlib.sha256(f"{delivery}:{tries}".encode()).digest()[0] / 255
    seconds = WAITS[tries - 1] * (1 + share / 10)
    return timedelta(seconds=max(seconds, min(retry_after or 0, LONGEST_WAIT)))


def give_up(engine: Engine, delivery: str, attempt: int) -> None:
    """The sending job itself failed for good: the delivery has failed, and operators are told."""
    now = engine.world.now()
    with engine.database.transaction() as connection:
        row = connection.execute(select(deliveries).where(deliveries.c.id == delivery).with_for_update()).first()
        if row is None or row.state != "waiting" or row.attempts != attempt - 1:
            return
        connection.execute(
            update(deliveries).where(deliveries.c.id == delivery).values(state="failed", next_at=None, ended_at=now)
        )
        _tell_operators(connection, row, attempt, now)


def _tell_operators(connection: Connection, row: Any, attempt: int, now: datetime) -> None:
    rows = connection.execute(select(accounts.c.person, accounts.c.roles).where(accounts.c.active))
    for person in [found.person for found in rows if "operator" in found.roles.split()]:
        notices.notify(
            connection,
            key=f"delivery.failed:{row.id}:{attempt}",
            person=person,
            kind="delivery.failed",
            at=now,
            case_id=row.case_id,
            about={"delivery": row.id, "partner": row.partner, "message": row.message},
        )


def redeliver(engine: Engine, actor: Actor, delivery: str) -> None:
    """Send a delivery (again) now, under its own id, with the whole row of tries before it. Raises NotAllowed, NotFound, PartnerPaused."""
    partners.require_operator(actor)
    now = engine.world.now()
    with engine.database.transaction() as connection:
        row = connection.execute(select(deliveries).where(deliveries.c.id == delivery).with_for_update()).first()
        if row is None:
            raise NotFound
        if not connection.scalar(select(partner_table.c.active).where(partner_table.c.name == row.partner)):
            raise PartnerPaused
        connection.execute(
            update(deliveries)
            .where(deliveries.c.id == delivery)
            .values(state="waiting", tries=0, next_at=now, ended_at=None)
        )
        jobs.defer(connection, "send_delivery", delivery=delivery, attempt=row.attempts + 1)
        partners.note(connection, actor, now, "delivery:again", delivery, {"partner": row.partner})
