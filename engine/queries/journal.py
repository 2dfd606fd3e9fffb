"""The journal as auditors and operators read it: who did what outside the cases, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from engine.canonical import loads
from engine.errors import NotAllowed
from engine.people import Actor
from engine.schema import journal, persons

if TYPE_CHECKING:
    from engine.engine import Engine

#: Entries on one page.
PAGE = 50
#: Entries that a file holds at most.
MOST = 50_000
READERS = frozenset({"auditor", "operator"})


@dataclass(frozen=True, kw_only=True)
class JournalRow:
    """One entry. `who` is None for what the system did; `about` holds its facts; `hash` binds it to the one before."""

    seq: int
    at: datetime
    who: str | None
    act: str
    subject: str
    about: dict[str, Any]
    hash: str


@dataclass(frozen=True, kw_only=True)
class JournalPage:
    """Entries, newest first, and the number before which the next page begins."""

    rows: tuple[JournalRow, ...]
    older: int | None


def journal_page(
    engine: Engine, actor: Actor, *, act: str | None = None, before: int | None = None, limit: int = PAGE
) -> JournalPage:
    """A page of the journal, of one kind of act if asked. Raises NotAllowed for all but auditors and operators."""
    _readers_only(actor)
    statement = (
        select(journal, persons.c.name.label("who"))
        .join(persons, persons.c.id == journal.c.person, isouter=True)
        .order_by(journal.c.seq.desc())
        .limit(limit + 1)
    )
    if act is not None:
        statement = statement.where(journal.c.act == act)
    if before is not None:
        statement = statement.where(journal.c.seq < before)
    with engine.database.reading() as connection:
        found = connection.execute(statement).all()
    rows = tuple(
        JournalRow(seq=r.seq, at=r.at, who=r.who, act=r.act, subject=r.subject, about=loads(r.about), hash=r.hash)
        for r in found[:limit]
    )
    return JournalPage(rows=rows, older=rows[-1].seq if len(found) > limit else None)


def journal_rows(engine: Engine, actor: Actor, *, act: str | None = None) -> list[JournalRow]:
    """The newest MOST entries for a file, of one kind of act if asked. Raises NotAllowed for all but auditors."""
    if "auditor" not in actor.roles:
        raise NotAllowed
    return list(journal_page(engine, actor, act=act, limit=MOST).rows)


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


def _readers_only(actor: Actor) -> None:
    if not READERS & actor.roles:
        raise NotAllowed
