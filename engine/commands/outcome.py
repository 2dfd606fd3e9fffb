"""What an acknowledged command gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select

from engine.schema import commands

if TYPE_CHECKING:
    from engine.engine import Engine

_REMEMBER = insert(commands)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The case, the number of the event that was written, and the tasks that it opened. `repeated`: the key was known already."""

    case_id: str
    seq: int
    opened: tuple[str, ...] = ()
    repeated: bool = False


def remember(connection: Connection, key: str | None, case_id: str, seq: int) -> None:
    """Bind an idempotency key to the event of its command, in the command's transaction."""
    if key is not None:
        connection.execute(_REMEMBER, {"key": key, "case_id": case_id, "seq": seq})


def known(connection: Connection, key: str | None) -> Outcome | None:
    """The outcome under a key, seen within the command's own transaction, when the case is locked already."""
    if key is None:
        return None
    row = connection.execute(select(commands).where(commands.c.key == key)).first()
    return Outcome(case_id=row.case_id, seq=row.seq, repeated=True) if row else None


def recall(engine: Engine, key: str | None) -> Outcome | None:
    """The outcome of a command that was acknowledged under this key before."""
    if key is None:
        return None
    with engine.database.reading() as connection:
        return known(connection, key)
