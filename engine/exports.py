"""Files that leave the house: each is written in the journal, with who took what and how it was filtered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from engine import journal
from engine.people import Actor

if TYPE_CHECKING:
    from engine.engine import Engine


def note_export(engine: Engine, actor: Actor, *, table: str, form: str, rows: int, filters: Mapping[str, str]) -> None:
    """Record that somebody took a table as a file (`form`: csv or xlsx), before it is handed out."""
    about = {"form": form, "rows": rows, "filters": dict(filters)}
    with engine.database.transaction() as connection:
        journal.record(
            connection,
            at=engine.world.now(),
            person=actor.person or None,
            act="export:made",
            subject=table,
            about=about,
        )
