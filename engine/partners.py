"""Partners: machines outside that receive our hand-overs and may answer them. Their secrets are stored encrypted and shown once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from cryptography.fernet import InvalidToken
from sqlalchemy import Connection, insert, or_, select, update

from engine import jobs, journal
from engine.confidential import cipher
from engine.errors import NotAllowed, NotFound, PartnerRefused
from engine.people import Actor
from engine.schema import deliveries, partner_secrets, partners
from forms.said import said

if TYPE_CHECKING:
    from engine.engine import Engine

OUT, IN = "out", "in"
#: How long an older secret goes on counting after a rotation, unless told otherwise.
OVERLAP = timedelta(hours=24)

_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_MESSAGE = re.compile(r"[A-Za-z][A-Za-z0-9_.]{0,119}")


@dataclass(frozen=True, kw_only=True)
class Secrets:
    """The two secrets of a partner, at their birth: `out` signs what we send, `answers` what the partner sends."""

    out: str
    answers: str


def add(
    engine: Engine,
    actor: Actor,
    *,
    name: str,
    title: str,
    address: str,
    sends: Sequence[str],
    answers: Sequence[str],
    internal: bool = False,
) -> Secrets:
    """Add a partner; gives its secrets, which nobody sees again.

    `sends` and `answers` are names of messages; `internal` (command line only): the address may be a private one.
    Raises NotAllowed, PartnerRefused.
    """
    require_operator(actor)
    if not _NAME.fullmatch(name):
        raise PartnerRefused("Nama mitra: huruf kecil, angka, dan tanda hubung, diawali huruf, paling banyak 40.")
    now = engine.world.now()
    row = _checked(title, address, sends, answers, internal)
    with engine.database.transaction() as connection:
        if connection.scalar(select(partners.c.name).where(partners.c.name == name)) is not None:
            raise PartnerRefused(said("Mitra '{name}' sudah ada. Pilih nama lain, atau ubah yang ada.", name=name))
        connection.execute(insert(partners).values(name=name, active=True, added_at=now, **row))
        note(connection, actor, now, "partner:added", name, row)
        return Secrets(
            out=_new_secret(engine, connection, name, OUT, now), answers=_new_secret(engine, connection, name, IN, now)
        )


def change(
    engine: Engine,
    actor: Actor,
    name: str,
    *,
    title: str,
    address: str,
    sends: Sequence[str],
    answers: Sequence[str],
    internal: bool | None = None,
) -> None:
    """Change a partner. `internal` None: as it was, but never for a new address, which must be named internal anew.

    Raises NotAllowed, NotFound, PartnerRefused.
    """
    require_operator(actor)
    now = engine.world.now()
    with engine.database.transaction() as connection:
        before = _row(connection, name)
        if internal is None:
            internal = before.internal and before.address == address.strip()
        row = _checked(title, address, sends, answers, internal)
        connection.execute(update(partners).where(partners.c.name == name).values(**row))
        note(connection, actor, now, "partner:changed", name, {"before": _facts(before), "after": row})


def pause(engine: Engine, actor: Actor, name: str, *, why: str) -> None:
    """Stop sending to a partner and listening to it; what cases hand over meanwhile is held. Raises NotAllowed, NotFound."""
    require_operator(actor)
    now = engine.world.now()
    with engine.database.transaction() as connection:
        _row(connection, name)
        disable(connection, name, now=now, why=why.strip()[:500], person=actor.person or None)


def disable(connection: Connection, name: str, *, now: datetime, why: str, person: str | None) -> None:
    """Pause a partner in the caller's transaction; one that is paused already stays as it is."""
    paused = connection.execute(
        update(partners).where(partners.c.name == name, partners.c.active).values(active=False, why=why)
    )
    if paused.rowcount:
        journal.record(connection, at=now, person=person, act="partner:paused", subject=name, about={"why": why})


def resume(engine: Engine, actor: Actor, name: str) -> int:
    """Send to a partner again, what was held first; gives how many deliveries that are. Raises NotAllowed, NotFound."""
    require_operator(actor)
    now = engine.world.now()
    with engine.database.transaction() as connection:
        if _row(connection, name).active:
            return 0
        connection.execute(update(partners).where(partners.c.name == name).values(active=True, why=None))
        held = connection.execute(
            select(deliveries.c.id, deliveries.c.attempts)
            .where(deliveries.c.partner == name, deliveries.c.state == "held")
            .order_by(deliveries.c.created_at, deliveries.c.id)
            .with_for_update()
        ).all()
        for row in held:
            connection.execute(
                update(deliveries).where(deliveries.c.id == row.id).values(state="waiting", next_at=now, tries=0)
            )
            jobs.defer(connection, "send_delivery", delivery=row.id, attempt=row.attempts + 1)
        note(connection, actor, now, "partner:resumed", name, {"held": len(held)})
        return len(held)


def rotate(engine: Engine, actor: Actor, name: str, direction: str, *, overlap: timedelta = OVERLAP) -> str:
    """Give a partner a new secret for one direction; the older ones count for the overlap. Raises NotAllowed, NotFound."""
    require_operator(actor)
    now = engine.world.now()
    with engine.database.transaction() as connection:
        _row(connection, name)
        connection.execute(
            update(partner_secrets)
            .where(
                partner_secrets.c.partner == name,
                partner_secrets.c.direction == direction,
                or_(partner_secrets.c.until.is_(None), partner_secrets.c.until > now + overlap),
            )
            .values(until=now + overlap)
        )
        note(connection, actor, now, "partner:rotated", name, {"direction": direction, "until": str(now + overlap)})
        return _new_secret(engine, connection, name, direction, now)


def secrets_of(engine: Engine, connection: Connection, name: str, direction: str) -> list[str]:
    """The secrets of a partner that count now, newest first; empty for a partner that is unknown.

    One that this installation's key does not open (a restored database without its key) is left out.
    """
    rows = connection.scalars(
        select(partner_secrets.c.content)
        .where(
            partner_secrets.c.partner == name,
            partner_secrets.c.direction == direction,
            or_(partner_secrets.c.until.is_(None), partner_secrets.c.until > engine.world.now()),
        )
        .order_by(partner_secrets.c.id.desc())
    ).all()
    if not rows:
        return []
    safe, found = cipher(engine), []
    for content in rows:
        try:
            found.append(safe.decrypt(content).decode())
        except InvalidToken:
            continue
    return found


def receivers(connection: Connection, message: str) -> list[tuple[str, bool]]:
    """The partners that a message goes to, and whether each is active."""
    rows = connection.execute(select(partners.c.name, partners.c.active, partners.c.sends).order_by(partners.c.name))
    return [(row.name, row.active) for row in rows if message in row.sends.split()]


def is_active(connection: Connection, name: str) -> bool:
    """Whether we send to a partner and listen to it."""
    return bool(connection.scalar(select(partners.c.active).where(partners.c.name == name)))


def may_answer(connection: Connection, name: str) -> frozenset[str]:
    """The messages that an active partner may send us; empty for one that is paused or unknown."""
    found = connection.scalar(select(partners.c.answers).where(partners.c.name == name, partners.c.active))
    return frozenset((found or "").split())


def require_operator(actor: Actor) -> None:
    """Raises NotAllowed for anybody but an operator."""
    if "operator" not in actor.roles:
        raise NotAllowed


def _row(connection: Connection, name: str) -> Any:
    row = connection.execute(select(partners).where(partners.c.name == name).with_for_update()).first()
    if row is None:
        raise NotFound(said("Mitra '{name}' tidak ada.", name=name))
    return row


def _checked(title: str, address: str, sends: Sequence[str], answers: Sequence[str], internal: bool) -> dict[str, Any]:
    if not title.strip():
        raise PartnerRefused("Isi nama lengkap mitra.")
    if unknown := [name for name in (*sends, *answers) if not _MESSAGE.fullmatch(name)]:
        raise PartnerRefused(said("'{name}' bukan nama pesan.", name=unknown[0]))
    return {
        "title": title.strip()[:200],
        "address": _address(address.strip(), internal),
        "sends": " ".join(dict.fromkeys(sends)),
        "answers": " ".join(dict.fromkeys(answers)),
        "internal": internal,
    }


def _address(address: str, internal: bool) -> str:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise PartnerRefused("Alamat ini bukan alamat web.") from None
    plain = address.isascii() and address.isprintable() and not any(letter in address for letter in " \\#")
    if not plain or parts.scheme not in ("https", "http") or not parts.hostname or port == 0 or len(address) > 1000:
        raise PartnerRefused("Alamat ini bukan alamat web.")
    if parts.username is not None or parts.password is not None:
        raise PartnerRefused("Alamat tidak boleh memuat nama pengguna atau kata sandi.")
    if parts.scheme == "http" and not internal:
        raise PartnerRefused("Alamat harus diawali https://. Hanya mitra internal yang boleh tanpa enkripsi.")
    return address


def _new_secret(engine: Engine, connection: Connection, name: str, direction: str, now: datetime) -> str:
    secret = engine.world.signing_secret()
    connection.execute(
        insert(partner_secrets).values(
            partner=name, direction=direction, content=cipher(engine).encrypt(secret.encode()), made_at=now
        )
    )
    return secret


def _facts(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("title", "address", "sends", "answers", "internal")}


def note(connection: Connection, actor: Actor, now: datetime, act: str, name: str, about: dict[str, Any]) -> None:
    """Write an operator's act on a partner or what belongs to it into the journal."""
    journal.record(connection, at=now, person=actor.person or None, act=act, subject=name, about=about)
