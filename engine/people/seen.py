"""Two operators at one person: whoever sends a page that is no longer true changes nothing, and is shown what is."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from engine.errors import NotFound, PersonChanged
from engine.schema import journal, persons


def latest(connection: Connection, person: str) -> int:
    """The number of the newest entry of the journal about a person; 0 when there is none. Every act on a person writes one."""
    return connection.scalar(select(func.max(journal.c.seq)).where(journal.c.subject == person)) or 0


def require_seen(connection: Connection, person: str, seen: int | None) -> None:
    """Lock a person and compare what the page showed with what is. `seen` None: whoever acts looks at no page.

    Raises NotFound, PersonChanged.
    """
    known = connection.scalar(select(persons.c.id).where(persons.c.id == person).with_for_update())
    if known is None:
        raise NotFound
    if seen is not None and seen != latest(connection, person):
        raise PersonChanged
