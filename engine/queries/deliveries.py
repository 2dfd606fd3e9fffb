"""What went out to machines and what came in, for operators to mend and auditors to read: newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import orjson
from sqlalchemy import Select, and_, or_, select, true

from engine.errors import NotAllowed, NotFound
from engine.people import Actor
from engine.schema import cases, deliveries, delivery_attempts, incoming, partner_secrets, partners

if TYPE_CHECKING:
    from engine.engine import Engine

#: Rows of one page.
PAGE = 50
Row = TypeVar("Row")


@dataclass(frozen=True, kw_only=True)
class Slice(Generic[Row]):
    """One page of rows; `older` is where the next one begins (None: there is none)."""

    rows: tuple[Row, ...]
    older: str | None


@dataclass(frozen=True, kw_only=True)
class DeliveryRow:
    """A delivery in a list. `state`: waiting, held, delivered, failed."""

    id: str
    partner: str
    partner_title: str
    message: str
    case_id: str
    case_number: str
    state: str
    attempts: int
    created_at: datetime
    next_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class AttemptRow:
    """One try: its receiver's status, or why there was none."""

    number: int
    at: datetime
    milliseconds: int
    status: int | None
    error: str | None
    excerpt: str


@dataclass(frozen=True, kw_only=True)
class DeliveryPage:
    """A delivery with what is sent and all its tries."""

    row: DeliveryRow
    body: str
    attempts: tuple[AttemptRow, ...]


@dataclass(frozen=True, kw_only=True)
class IncomingRow:
    """A message that a machine sent, and where it went."""

    id: int
    partner: str
    partner_title: str
    webhook_id: str
    name: str
    reference: str
    received_at: datetime
    state: str
    reason: str | None
    case_id: str | None
    case_number: str | None


@dataclass(frozen=True, kw_only=True)
class PartnerRow:
    """A partner without its secrets: only when each was made and until when it counts."""

    name: str
    title: str
    address: str
    sends: tuple[str, ...]
    answers: tuple[str, ...]
    internal: bool
    active: bool
    why: str | None
    secrets: tuple[tuple[str, datetime, datetime | None], ...]


def sent(
    engine: Engine, actor: Actor, *, state: str | None = None, older: str | None = None, case_id: str | None = None
) -> Slice[DeliveryRow]:
    """Deliveries, newest first. Raises NotAllowed for anybody but operators and auditors."""
    _require(actor)
    statement = (
        _deliveries()
        .where(
            deliveries.c.state == state if state else true(),
            deliveries.c.case_id == case_id if case_id else true(),
            _before(older),
        )
        .order_by(deliveries.c.created_at.desc(), deliveries.c.id.desc())
        .limit(PAGE + 1)
    )
    with engine.database.reading() as connection:
        rows = [DeliveryRow(**row) for row in connection.execute(statement).mappings()]
    return _slice(rows, lambda row: f"{row.created_at.isoformat()}~{row.id}")


def delivery(engine: Engine, actor: Actor, delivery_id: str) -> DeliveryPage:
    """One delivery with its tries. Raises NotAllowed, NotFound."""
    _require(actor)
    with engine.database.reading() as connection:
        row = connection.execute(_deliveries().where(deliveries.c.id == delivery_id)).mappings().first()
        if row is None:
            raise NotFound
        body = connection.scalar(select(deliveries.c.body).where(deliveries.c.id == delivery_id))
        columns = [column for column in delivery_attempts.c if column.name != "delivery"]
        tries = connection.execute(
            select(*columns)
            .where(delivery_attempts.c.delivery == delivery_id)
            .order_by(delivery_attempts.c.number.desc())
            .limit(PAGE * 4)
        ).mappings()
        return DeliveryPage(
            row=DeliveryRow(**row),
            body=pretty(bytes(body or b"")),
            attempts=tuple(AttemptRow(**each) for each in tries),
        )


def came(engine: Engine, actor: Actor, *, state: str | None = None, older: str | None = None) -> Slice[IncomingRow]:
    """What machines sent, newest first. Raises NotAllowed for anybody but operators and auditors."""
    _require(actor)
    start = int(older) if older and older.isascii() and older.isdigit() and len(older) < 19 else None
    statement = (
        _incoming()
        .where(incoming.c.state == state if state else true(), incoming.c.id < start if start is not None else true())
        .order_by(incoming.c.id.desc())
        .limit(PAGE + 1)
    )
    with engine.database.reading() as connection:
        rows = [IncomingRow(**row) for row in connection.execute(statement).mappings()]
    return _slice(rows, lambda row: str(row.id))


def arrival(engine: Engine, actor: Actor, number: int) -> tuple[IncomingRow, str]:
    """One message that a machine sent, and its body. Raises NotAllowed, NotFound."""
    _require(actor)
    with engine.database.reading() as connection:
        row = connection.execute(_incoming().where(incoming.c.id == number)).mappings().first()
        if row is None:
            raise NotFound
        body = connection.scalar(select(incoming.c.body).where(incoming.c.id == number))
    return IncomingRow(**row), pretty(bytes(body or b""))


def partner_rows(engine: Engine, actor: Actor) -> list[PartnerRow]:
    """All partners. Raises NotAllowed for anybody but operators and auditors."""
    _require(actor)
    now = engine.world.now()
    with engine.database.reading() as connection:
        rows = connection.execute(select(partners).order_by(partners.c.name)).all()
        made = connection.execute(
            select(
                partner_secrets.c.partner,
                partner_secrets.c.direction,
                partner_secrets.c.made_at,
                partner_secrets.c.until,
            )
            .where(or_(partner_secrets.c.until.is_(None), partner_secrets.c.until > now))
            .order_by(partner_secrets.c.direction.desc(), partner_secrets.c.id.desc())
        ).all()
    return [
        PartnerRow(
            name=row.name,
            title=row.title,
            address=row.address,
            sends=tuple(row.sends.split()),
            answers=tuple(row.answers.split()),
            internal=row.internal,
            active=row.active,
            why=row.why,
            secrets=tuple((each.direction, each.made_at, each.until) for each in made if each.partner == row.name),
        )
        for row in rows
    ]


def partner_row(engine: Engine, actor: Actor, name: str) -> PartnerRow:
    """One partner. Raises NotAllowed, NotFound."""
    for row in partner_rows(engine, actor):
        if row.name == name:
            return row
    raise NotFound


def pretty(body: bytes) -> str:
    """A body as people read it."""
    try:
        return orjson.dumps(orjson.loads(body), option=orjson.OPT_INDENT_2).decode()
    except orjson.JSONDecodeError:
        return body.decode("utf-8", "replace")


def _require(actor: Actor) -> None:
    if not actor.roles & {"operator", "auditor"}:
        raise NotAllowed


def _deliveries() -> Select[Any]:
    names = [field for field in DeliveryRow.__dataclass_fields__ if field in deliveries.c]
    return (
        select(
            *(deliveries.c[name] for name in names),
            partners.c.title.label("partner_title"),
            cases.c.number.label("case_number"),
        )
        .join(partners, partners.c.name == deliveries.c.partner)
        .join(cases, cases.c.id == deliveries.c.case_id)
    )


def _incoming() -> Select[Any]:
    names = [field for field in IncomingRow.__dataclass_fields__ if field in incoming.c]
    return (
        select(
            *(incoming.c[name] for name in names),
            partners.c.title.label("partner_title"),
            cases.c.number.label("case_number"),
        )
        .join(partners, partners.c.name == incoming.c.partner)
        .join(cases, cases.c.id == incoming.c.case_id, isouter=True)
    )


def _before(older: str | None) -> Any:
    at, _, last = (older or "").partition("~")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return true()
    if moment.tzinfo is None:
        return true()
    return or_(deliveries.c.created_at < moment, and_(deliveries.c.created_at == moment, deliveries.c.id < last))


def _slice(rows: Sequence[Row], place: Any) -> Slice[Row]:
    more = len(rows) > PAGE
    return Slice(rows=tuple(rows[:PAGE]), older=place(rows[PAGE - 1]) if more else None)
