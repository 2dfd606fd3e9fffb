"""What somebody was called when they acted: a later change of name does not rewrite what happened."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy import Connection, select

from engine.schema import former_names

#: (person id, moment of the act, name today) -> name then.
NameThen = Callable[[str | None, datetime, str | None], str | None]


def names_then(connection: Connection, people: Collection[str]) -> NameThen:
    """A function from a person and a moment to the name in use then. One statement, however many people."""
    subjects = [f"person:{person}" for person in set(people)]
    statement = select(former_names).where(former_names.c.subject.in_(subjects)).order_by(former_names.c.until)
    known: dict[str, list[tuple[datetime, str]]] = {}
    if subjects:
        for row in connection.execute(statement):
            known.setdefault(row.subject, []).append((row.until, row.name))

    def then(person: str | None, at: datetime, today: str | None) -> str | None:
        return next((name for until, name in known.get(f"person:{person}", ()) if at < until), today)

    return then
