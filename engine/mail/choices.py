"""How somebody wants to be told by mail: at once, in a digest of the morning, or not at all; in which language, and where to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engine import journal
from engine.errors import InvalidForm
from engine.mail.addresses import problem
from engine.people import Actor
from engine.queries.wording import LANGUAGES
from engine.schema import accounts, mail_choices, persons

if TYPE_CHECKING:
    from engine.engine import Engine

#: `langsung` of the page is "at_once". Without a choice of their own people get the digest.
CADENCES = ("at_once", "digest", "none")
USUAL = "digest"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One person's choice. `address` None: no mail can go out, whatever was chosen."""

    cadence: str = USUAL
    language: str = "id"
    address: str | None = None


def readers() -> Select[Any]:
    """A select of those who can be written to (person, address, cadence, language): with an address, and able to log in."""
    return (
        select(
            persons.c.id.label("person"),
            persons.c.email.label("address"),
            func.coalesce(mail_choices.c.cadence, USUAL).label("cadence"),
            func.coalesce(mail_choices.c.language, "id").label("language"),
        )
        .join(accounts, accounts.c.person == persons.c.id)
        .join(mail_choices, mail_choices.c.person == persons.c.id, isouter=True)
        .where(accounts.c.active, persons.c.email.is_not(None))
    )


def choice_of(connection: Connection, person: str) -> Choice | None:
    """The choice of somebody who can be written to; None for everybody else."""
    row = connection.execute(readers().where(persons.c.id == person)).first()
    if row is None or problem(row.address):
        return None
    return Choice(cadence=row.cadence, language=row.language, address=row.address)


def own_choice(engine: Engine, actor: Actor) -> Choice:
    """One's own choice as it stands."""
    with engine.database.reading() as connection:
        row = connection.execute(
            select(persons.c.email, mail_choices.c.cadence, mail_choices.c.language)
            .join(mail_choices, mail_choices.c.person == persons.c.id, isouter=True)
            .where(persons.c.id == actor.person)
        ).one()
    return Choice(cadence=row.cadence or USUAL, language=row.language or "id", address=row.email)


def choose(engine: Engine, actor: Actor, *, address: str, cadence: str, language: str) -> bool:
    """Set one's own address (empty: none), cadence and language; gives whether the address is a new one. Raises InvalidForm.

    The journal keeps that and when it was changed, not the address.
    """
    address, now = address.strip(), engine.world.now()
    found: dict[str, str] = {}
    if address and (why := problem(address)):
        found["alamat"] = why
    if not address and cadence != "none":
        found["alamat"] = "Isi alamat surel, atau pilih tanpa surel."
    if cadence not in CADENCES:
        found["kapan"] = "Pilih kapan Anda ingin menerima surel."
    if found:
        raise InvalidForm(found, {"alamat": address, "kapan": cadence})
    row = {"cadence": cadence, "language": language if language in LANGUAGES else "id", "changed_at": now}
    with engine.database.transaction() as connection:
        before = connection.scalar(select(persons.c.email).where(persons.c.id == actor.person))
        connection.execute(update(persons).where(persons.c.id == actor.person).values(email=address or None))
        insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        statement = insert(mail_choices).values(person=actor.person, **row)
        connection.execute(statement.on_conflict_do_update(index_elements=[mail_choices.c.person], set_=row))
        fresh = bool(address) and address != before
        about = {"cadence": cadence, "language": row["language"], "address": (address or None) != before}
        journal.record(connection, at=now, person=actor.person, act="mail:chosen", subject=actor.person, about=about)
    return fresh
