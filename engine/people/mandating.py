"""Give a mandate (Plt., Plh.) and end it early: what the law asks is checked here, and the journal keeps who did it.

A mandate is given by an official above and carries routine work only (UU 30/2014 art. 14; SE BKN 1/SE/I/2021): so the operator
enters its letter, or the definitive holder of the superior position does; whoever only acts under a mandate passes nothing on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, insert, or_, select, update

from engine import journal
from engine.errors import InvalidForm, NotAllowed, NotFound
from engine.people.actors import MANDATES, Actor
from engine.people.duties import seat_fault
from engine.people.terms import day_fault, local_day
from engine.schema import holdings, mandates, persons, positions
from forms.said import said

if TYPE_CHECKING:
    from engine.engine import Engine


def give_mandate(
    engine: Engine,
    actor: Actor,
    *,
    position: str,
    person: str,
    form: str,
    letter: str,
    since: date | None,
    until: date | None,
    withheld: Sequence[str] = (),
) -> str:
    """Enter a mandate and give its id. `withheld`: elements of SOPs that the letter keeps back.

    Raises NotFound (position), NotAllowed, InvalidForm with the reason beside the field.
    """
    now = engine.world.now()
    with engine.database.transaction() as connection:
        require_giver(connection, actor, position, now)
        found = _faults(connection, actor, position, person, form, letter.strip(), since, until)
        if unknown := set(withheld) - elements_of(engine, position).keys():
            found["dikecualikan"] = f"Tindakan tidak dikenal: {', '.join(sorted(unknown))}."
        if found:
            raise InvalidForm(found)
        row = {
            "id": engine.world.new_id(),
            "position": position,
            "person": person,
            "form": form,
            "letter": letter.strip(),
            "since": since,
            "until": until,
            "withheld": " ".join(withheld),
        }
        connection.execute(insert(mandates).values(**row))
        about = {key: str(value) for key, value in row.items() if value}
        journal.record(connection, at=now, person=by(actor), act="mandate:given", subject=row["id"], about=about)  # type: ignore[arg-type]  # an id is a text
    return str(row["id"])


def end_mandate(engine: Engine, actor: Actor, mandate: str, reason: str) -> None:
    """End a mandate at this moment, with a reason. Also open to the official who came back.

    Raises NotFound, NotAllowed, InvalidForm (no reason, or it is over already).
    """
    now = engine.world.now()
    with engine.database.transaction() as connection:
        row = connection.execute(select(mandates).where(mandates.c.id == mandate).with_for_update()).first()
        if row is None:
            raise NotFound
        if not _definitive(actor, row.position, now):
            require_giver(connection, actor, row.position, now)
        end_given(connection, actor, mandate, reason, now=now)


def end_given(connection: Connection, actor: Actor, mandate: str, reason: str, *, now: datetime) -> None:
    """`end_mandate` in the caller's transaction, by whoever may. Raises InvalidForm."""
    row = connection.execute(select(mandates).where(mandates.c.id == mandate)).one()
    if row.ended_at is not None or row.until < local_day(now):
        raise InvalidForm({"alasan": "Mandat ini sudah berakhir."})
    if not reason.strip():
        raise InvalidForm({"alasan": "Tulis alasan mengakhiri mandat."})
    connection.execute(update(mandates).where(mandates.c.id == mandate).values(ended_at=now, end_reason=reason.strip()))
    about = {"letter": row.letter, "before": {"until": str(row.until)}, "after": {"reason": reason.strip()}}
    journal.record(connection, at=now, person=by(actor), act="mandate:ended", subject=mandate, about=about)


def require_giver(connection: Connection, actor: Actor, position: str, now: datetime) -> None:
    """Raise NotFound for an unknown position, NotAllowed for whoever may not enter mandates for it."""
    post = connection.execute(select(positions).where(positions.c.id == position)).first()
    if post is None:
        raise NotFound
    if "operator" in actor.roles:
        return
    above = actor.seat(post.superior, local_day(now)) if post.superior else None
    if above is None:
        raise NotAllowed("Mandat dicatat oleh operator, atau oleh pejabat di atas jabatan ini.")
    if above.form != "definitif":
        raise NotAllowed("Mandat tidak dapat diteruskan: yang bertindak dengan mandat tidak dapat memberi mandat lagi.")


def elements_of(engine: Engine, position: str) -> dict[str, str]:
    """What a position may have to do by the deployed SOPs: element id -> its name with the SOP's title and step."""
    found: dict[str, str] = {}
    for definition in engine.definitions.all(engine):
        steps = definition.model.sop_steps
        for element in definition.model.elements.values():
            lane = definition.lanes.get(element.attributes.get("performer", element.lane or ""))
            if element.kind in ("userTask", "manualTask") and lane == position:
                name, step = element.name or element.id, steps.get(element.id)
                found[element.id] = (
                    said("{name} ({sop}, langkah {step})", name=name, sop=definition.title, step=step)
                    if step is not None
                    else f"{name} ({definition.title})"
                )
    return found


def person_fault(connection: Connection, person: str, choose: str) -> str | None:
    """Why a person cannot be given a seat; None when they can. `choose`: what to say when there is no such person."""
    known = select(persons.c.left_as, persons.c.left_on).where(persons.c.id == person)
    row = connection.execute(known.with_for_update()).first()  # who leaves at this moment is given nothing
    if row is None:
        return choose
    if row.left_as is not None:
        return f"Pegawai ini sudah keluar ({row.left_as}, {_day(row.left_on)})."
    return seat_fault(connection, person)


def by(actor: Actor) -> str | None:
    """The actor as the journal names one: None for the command line's operator."""
    return actor.person or None


def _definitive(actor: Actor, position: str, now: datetime) -> bool:
    seat = actor.seat(position, local_day(now))
    return seat is not None and seat.form == "definitif"


def _faults(
    connection: Connection,
    actor: Actor,
    position: str,
    person: str,
    form: str,
    letter: str,
    since: date | None,
    until: date | None,
) -> dict[str, str]:
    found: dict[str, str] = {}
    if form not in MANDATES:
        found["bentuk"] = "Pilih Plt. atau Plh."
    if not letter:
        found["surat"] = "Tulis nomor surat yang memberi mandat."
    if person == actor.person:
        found["pegawai"] = "Mandat untuk diri sendiri harus dicatat oleh orang lain."
    elif wrong := person_fault(connection, person, "Pilih pegawai yang menerima mandat."):
        found["pegawai"] = wrong
    for name, day, missing in (("mulai", since, "Isi hari pertamanya."), ("sampai", until, "Isi hari terakhirnya.")):
        if wrong := day_fault(day, missing):
            found[name] = wrong
    if since is not None and until is not None and until < since:
        found["sampai"] = "Hari terakhir tidak boleh sebelum hari pertama."
    if found or since is None or until is None:
        return found
    return _clashes(connection, position, person, form, since, until)


def _clashes(connection: Connection, position: str, person: str, form: str, since: date, until: date) -> dict[str, str]:
    """What in the office contradicts a mandate: another one in its days, or a holder it has no room for."""
    other = _other_mandate(connection, position, since, until)
    if other is not None:
        span = f"{_day(other.since)} sampai {_day(other.until)}"
        return {
            "mulai": f"Pada {span} {MANDATES[other.form]} dijabat {other.name} (surat {other.letter}). Akhiri dulu, atau pilih hari lain."
        }
    holders = _holders(connection, position, since, until)
    if any(row.person == person for row in holders):
        return {"pegawai": f"{holders[0].name} memegang jabatan ini secara definitif pada hari-hari itu."}
    if form == "plt" and holders:
        return {"bentuk": f"Plt. hanya untuk jabatan yang kosong; {holders[0].name} memegangnya. Pakai Plh."}
    if form == "plh" and not holders:
        return {"bentuk": "Plh. menggantikan pejabat yang berhalangan; jabatan ini kosong. Pakai Plt."}
    return {}


def _other_mandate(connection: Connection, position: str, since: date, until: date) -> Row[Any] | None:
    found: Row[Any] | None = connection.execute(
        select(mandates, persons.c.name)
        .join(persons, persons.c.id == mandates.c.person)
        .where(
            mandates.c.position == position,
            mandates.c.since <= until,
            mandates.c.until >= since,
            mandates.c.ended_at.is_(None),
        )
        .order_by(mandates.c.since)
    ).first()
    return found


def _holders(connection: Connection, position: str, since: date, until: date) -> list[Any]:
    found = connection.execute(
        select(holdings.c.person, persons.c.name)
        .join(persons, persons.c.id == holdings.c.person)
        .where(
            holdings.c.position == position,
            holdings.c.since <= until,
            or_(holdings.c.until.is_(None), holdings.c.until >= since),
            holdings.c.ended_at.is_(None),
        )
    )
    return list(found)


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"
