"""The journal as auditors and operators read it: who did what outside the cases, newest first, narrowed by who, what, whom and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, or_, select

from engine.canonical import loads
from engine.errors import NotAllowed
from engine.people import Actor
from engine.people.former import names_then
from engine.queries.paging import containing
from engine.schema import accounts, journal, persons, positions
from engine.world import JAKARTA

if TYPE_CHECKING:
    from engine.engine import Engine

#: Entries on one page.
PAGE = 50
#: Entries that a file holds at most.
MOST = 50_000
#: Entries that are read in one go for a file.
AT_ONCE = 1_000
READERS = frozenset({"auditor", "operator"})
#: A name that fits more people than this names nobody: whoever asks is told to be more exact.
MOST_NAMESAKES = 50
#: Who asks for this as the actor, means what the system did by itself.
SYSTEM = "sistem"


@dataclass(frozen=True, kw_only=True)
class JournalRow:
    """One entry. `who` is None for what the system did; `about` holds its facts; `subject_name`: what a person or position is called;
    `hash` binds it to the entry before."""

    seq: int
    at: datetime
    person: str | None
    who: str | None
    act: str
    subject: str
    subject_kind: str | None
    subject_name: str | None
    about: dict[str, Any]
    hash: str


@dataclass(frozen=True, kw_only=True)
class JournalPage:
    """Entries, newest first, and the number before which the next page begins. `unknown`: which of the questions named nobody."""

    rows: tuple[JournalRow, ...]
    older: int | None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is looked for. `who`, `subject`: an id, NIP, user name or part of a name (`who`: also SYSTEM); days in Jakarta, inclusive."""

    act: str | None = None
    who: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None


def journal_page(
    engine: Engine,
    actor: Actor,
    *,
    asked: Asked | None = None,
    act: str | None = None,
    before: int | None = None,
    limit: int = PAGE,
) -> JournalPage:
    """A page of the journal, narrowed if asked. Raises NotAllowed for all but auditors and operators."""
    _readers_only(actor)
    asked = asked or Asked(act=act)
    unknown: list[str] = []
    with engine.database.reading() as connection:
        where = [*_when(asked), *_about(connection, asked, unknown), *_by(connection, asked, unknown)]
        if asked.act:
            where.append(journal.c.act == asked.act)
        if before is not None:
            where.append(journal.c.seq < before)
        found = [] if unknown else entries(connection, where, limit=limit + 1)
    older = found[limit - 1].seq if len(found) > limit else None
    return JournalPage(rows=tuple(found[:limit]), older=older, unknown=tuple(unknown))


def entries(connection: Connection, where: Sequence[ColumnElement[bool]], *, limit: int) -> list[JournalRow]:
    """Entries of the journal under conditions, newest first, with the names that people had when they acted."""
    rows = connection.execute(select(journal).where(*where).order_by(journal.c.seq.desc()).limit(limit)).all()
    ids = {row.person for row in rows if row.person} | {row.subject for row in rows}
    people = _names(connection, persons.c.id, persons.c.name, ids)
    posts = _names(connection, positions.c.id, positions.c.title, ids - people.keys())
    then = names_then(connection, people.keys())
    return [
        JournalRow(
            seq=row.seq,
            at=row.at,
            person=row.person,
            who=then(row.person, row.at, people.get(row.person)) if row.person else None,
            act=row.act,
            subject=row.subject,
            subject_kind="person" if row.subject in people else "position" if row.subject in posts else None,
            subject_name=people.get(row.subject) or posts.get(row.subject),
            about=loads(row.about),
            hash=row.hash,
        )
        for row in rows
    ]


def journal_rows(engine: Engine, actor: Actor, asked: Asked) -> list[JournalRow]:
    """The newest MOST entries for a file, narrowed if asked. Raises NotAllowed for all but auditors."""
    if "auditor" not in actor.roles:
        raise NotAllowed
    found: list[JournalRow] = []
    before: int | None = None
    while len(found) < MOST:
        page = journal_page(engine, actor, asked=asked, before=before, limit=AT_ONCE)
        found += page.rows
        before = page.older
        if before is None:
            break
    return found[:MOST]


def journal_acts(engine: Engine, actor: Actor) -> list[str]:
    """Every kind of act in the journal. Raises NotAllowed like `journal_page`."""
    _readers_only(actor)
    kinds: list[str] = []
    with engine.database.reading() as connection:
        while True:  # one index step a kind, however long the journal is
            after = journal.c.act > kinds[-1] if kinds else journal.c.act != ""
            following = connection.scalar(select(journal.c.act).where(after).order_by(journal.c.act).limit(1))
            if following is None:
                return kinds
            kinds.append(following)


def _names(connection: Connection, key: Any, name: Any, ids: set[str]) -> dict[str, str]:
    if not ids:
        return {}
    return {row[0]: row[1] for row in connection.execute(select(key, name).where(key.in_(ids)))}


def _when(asked: Asked) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if asked.since is not None:
        where.append(journal.c.at >= datetime.combine(asked.since, time(), JAKARTA))
    if asked.until is not None and asked.until < date.max:
        where.append(journal.c.at < datetime.combine(asked.until + timedelta(days=1), time(), JAKARTA))
    return where


def _by(connection: Connection, asked: Asked, unknown: list[str]) -> list[ColumnElement[bool]]:
    if not asked.who:
        return []
    if asked.who.casefold() == SYSTEM:
        return [journal.c.person.is_(None)]
    found = _people(connection, asked.who)
    if not found:
        unknown.append("who")
    return [journal.c.person.in_(found)]


def _about(connection: Connection, asked: Asked, unknown: list[str]) -> list[ColumnElement[bool]]:
    """A subject by its id, or a person or position by what it is called."""
    text = asked.subject
    if not text:
        return []
    if connection.scalar(select(journal.c.seq).where(journal.c.subject == text).limit(1)) is not None:
        return [journal.c.subject == text]
    posts = select(positions.c.id).where(containing(text, positions.c.title)).limit(MOST_NAMESAKES)
    found = [*_people(connection, text), *connection.scalars(posts)]
    if not found:
        unknown.append("subject")
    return [journal.c.subject.in_(found)]


def _people(connection: Connection, text: str) -> list[str]:
    """Ids of the people whom a text means: by id, NIP or user name exactly, else by a part of the name."""
    digits = text.replace(" ", "")
    exact = or_(persons.c.id == text, persons.c.nip == digits, accounts.c.username == text.lower())
    known = select(persons.c.id).join(accounts, accounts.c.person == persons.c.id, isouter=True)
    found = list(connection.scalars(known.where(exact)))
    if found:
        return found
    named = select(persons.c.id).where(*(containing(word, persons.c.name) for word in text.split()))
    some = list(connection.scalars(named.limit(MOST_NAMESAKES + 1)))
    return some if len(some) <= MOST_NAMESAKES else []


def _readers_only(actor: Actor) -> None:
    if not READERS & actor.roles:
        raise NotAllowed
