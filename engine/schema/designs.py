"""Beside the SOPs in service: drawings that cannot run yet, and what begins cases without a person."""

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, Text

from engine.database.schema import metadata
from engine.database.types import UtcDateTime

#: `bundle` holds the analyst's very bytes, packed as those of definitions; `missing` the findings of the day it was kept.
designs = Table(
    "designs",
    metadata,
    Column("sop", String(64), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("digest", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("bundle", LargeBinary, nullable=False),
    Column("missing", LargeBinary, nullable=False),
    Column("kept_at", UtcDateTime, nullable=False),
    Index("designs_by_digest", "sop", "digest", unique=True),
)

#: The start events of the newest version of each SOP that wait for a message, a signal or a time. `part`: which of an event's
#: several definitions; `text`: a timer as drawn; `due_at` None: a timer that is over. A cycle is due `every` (ISO 8601) times
#: `round` after its `origin`, `rounds` times or for ever; so that the 31st stays the 31st. `failed`: why the last start did not
#: work, it is tried again when a new version comes.
case_starts = Table(
    "case_starts",
    metadata,
    Column("sop", String(64), primary_key=True),
    Column("element", String(120), primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(8), nullable=False),
    Column("name", String(120)),
    Column("text", Text),
    Column("due_at", UtcDateTime, index=True),
    Column("every", String(60)),
    Column("origin", UtcDateTime),
    Column("round", Integer),
    Column("rounds", Integer),
    Column("failed", Text),
    Index("case_starts_by_name", "name"),
)
