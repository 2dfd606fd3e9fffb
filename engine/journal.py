"""The journal: acts that belong to no case's log (people, mandates, calendars, links, exports), appended and hash-chained."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Row, insert, select

from engine.canonical import dumps
from engine.log import GENESIS
from engine.numbers import serialise
from engine.schema import journal


def record(
    connection: Connection, *, at: datetime, person: str | None, act: str, subject: str, about: dict[str, Any]
) -> int:
    """Write down one act in the caller's transaction; gives its number (1, 2, 3 ... without gaps).

    `act`: what was done, `thing:done` (`mandate:ended`); `subject`: the id of what it was done to; `about`: JSON-like
    facts, for a change `{"before": ..., "after": ...}`. No secrets, no form data. `person` None: the system.
    """
    serialise(connection, "journal")
    last = connection.execute(select(journal.c.seq, journal.c.hash).order_by(journal.c.seq.desc()).limit(1)).first()
    row: dict[str, Any] = {
        "seq": last.seq + 1 if last else 1,
        "at": at,
        "person": person,
        "act": act,
        "subject": subject,
        "about": dumps(about),
        "previous": last.hash if last else GENESIS,
    }
    connection.execute(insert(journal).values(**row, hash=_chain(row)))
    return int(row["seq"])


def record_all(
    connection: Connection,
    *,
    at: datetime,
    person: str | None,
    entries: Sequence[tuple[str, str, dict[str, Any]]],
) -> None:
    """Write down many acts `(act, subject, about)` of one moment at once, as `record` would one after the other."""
    serialise(connection, "journal")
    last = connection.execute(select(journal.c.seq, journal.c.hash).order_by(journal.c.seq.desc()).limit(1)).first()
    seq, previous = (last.seq, last.hash) if last else (0, GENESIS)
    rows = []
    for act, subject, about in entries:
        seq += 1
        row = {"seq": seq, "at": at, "person": person, "act": act, "subject": subject, "about": dumps(about)}
        row["previous"] = previous
        previous = row["hash"] = _chain(row)
        rows.append(row)
    if rows:
        connection.execute(insert(journal), rows)


def faults(connection: Connection) -> list[str]:
    """What is broken in the journal's chain, a sentence each; empty is good."""
    found, previous, expected = [], GENESIS, 1
    for row in connection.execute(select(journal).order_by(journal.c.seq)):
        if row.seq != expected:
            found.append(f"entry {expected} of the journal is missing: found {row.seq}")
        if row.previous != previous or _chain(_as_dict(row)) != row.hash:
            found.append(f"entry {row.seq} of the journal was changed: its hash does not match")
        previous, expected = row.hash, row.seq + 1
    return found


def _as_dict(row: Row[Any]) -> dict[str, Any]:
    return dict(row._mapping)


def _chain(row: dict[str, Any]) -> str:
    bound = [row["seq"], row["at"].isoformat(), row["person"], row["act"], row["subject"], row["previous"]]
    about = hashlib.sha256(row["about"]).hexdigest()
    return hashlib.sha256(orjson.dumps([*bound, about])).hexdigest()
