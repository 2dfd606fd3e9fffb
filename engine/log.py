"""The log of a case: one event a command, hash-chained, its input bound by a salted commitment that outlives an erasure.

The chain follows the idea of a hash-linked log: each hash covers the previous one and every column of its row except the erasable pair
(`salt`, `input`), which the commitment stands for.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from typing import Any

import orjson
from sqlalchemy import Connection, insert, select

from engine.canonical import dumps, loads
from engine.schema import events

#: The hash before the first event of a case.
GENESIS = "0" * 64

try:
    ENGINE_VERSION = installed("alur")
except PackageNotFoundError:
    ENGINE_VERSION = "0.1.0"


@dataclass(frozen=True, kw_only=True)
class Event:
    """One row of a case's log. `input` is None once it was erased."""

    case_id: str
    seq: int
    kind: str
    at: datetime
    task: str | None
    element: str | None
    person: str | None
    position: str | None
    mandate: str | None
    salt: bytes | None
    input: bytes | None
    commitment: str
    effects: str
    digest: str
    engine: str
    previous: str
    hash: str

    @property
    def data(self) -> dict[str, Any]:
        """What the command was given. Raises ValueError when it was erased."""
        if self.input is None:
            raise ValueError("the input of this event was erased")
        value: dict[str, Any] = loads(self.input)
        return value


def commit_to(salt: bytes, content: bytes) -> str:
    """The commitment to an erasable input: SHA-256 of salt and content, hex."""
    return hashlib.sha256(salt + content).hexdigest()


def chain(row: dict[str, Any]) -> str:
    """The hash of an event's row over its previous hash and all that cannot be erased."""
    bound = [
        row["previous"],
        row["case_id"],
        row["seq"],
        row["kind"],
        row["at"].isoformat(),
        row["task"],
        row["element"],
        row["person"],
        row["position"],
        row["mandate"],
        row["commitment"],
        row["effects"],
        row["digest"],
        row["engine"],
    ]
    return hashlib.sha256(orjson.dumps(bound)).hexdigest()


def make_event(
    *,
    case_id: str,
    seq: int,
    previous: str,
    kind: str,
    at: datetime,
    salt: bytes,
    given: dict[str, Any],
    effects: list[Any],
    digest: str,
    task: str | None = None,
    element: str | None = None,
    person: str | None = None,
    position: str | None = None,
    mandate: str | None = None,
) -> Event:
    """An event of a command: its input serialised canonically, committed to, and linked to the event before."""
    content = dumps(given)
    row: dict[str, Any] = {
        "case_id": case_id,
        "seq": seq,
        "kind": kind,
        "at": at,
        "task": task,
        "element": element,
        "person": person,
        "position": position,
        "mandate": mandate,
        "salt": salt,
        "input": content,
        "commitment": commit_to(salt, content),
        "effects": orjson.dumps(effects).decode(),
        "digest": digest,
        "engine": ENGINE_VERSION,
        "previous": previous,
    }
    return Event(**row, hash=chain(row))


_INSERT = insert(events)


def append(connection: Connection, event: Event) -> None:
    """Write one event; a second event with the same sequence number is refused by the primary key."""
    connection.execute(_INSERT, event.__dict__)


def read(connection: Connection, case_id: str, *, after: int = 0) -> list[Event]:
    """The events of a case in order, after a sequence number."""
    rows = connection.execute(
        select(events).where(events.c.case_id == case_id, events.c.seq > after).order_by(events.c.seq)
    )
    return [Event(**row) for row in rows.mappings()]


def faults(history: list[Event]) -> list[str]:
    """What is broken in a case's chain, a sentence each; empty is good."""
    found, previous = [], GENESIS
    for expected, event in enumerate(history, start=1):
        row = dict(event.__dict__)
        if event.seq != expected:
            found.append(f"event {expected} is missing: found {event.seq}")
        if event.previous != previous:
            found.append(f"event {event.seq} does not follow the event before it")
        if chain(row) != event.hash:
            found.append(f"event {event.seq} was changed: its hash does not match its content")
        if event.input is not None and commit_to(event.salt or b"", event.input) != event.commitment:
            found.append(f"event {event.seq}: its input does not match its commitment")
        previous = event.hash
    return found
