"""Definitions, cases, and the log that is the truth about them."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from engine.database.schema import metadata
from engine.database.types import UtcDateTime

definitions = Table(
    "definitions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("sop", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("bundle", LargeBinary, nullable=False),
    Column("deployed_at", UtcDateTime, nullable=False),
    UniqueConstraint("sop", "version"),
)

#: Ended cases whose end nobody was told of yet. Spelled the same in index and query.
END_UNTOLD = "status <> 'running' AND NOT told"

#: `version` is the sequence number of the case's last event; everything but the pinned facts of the start is a projection.
#: `times`: the clock of each SOP step (engine/clock.py).
cases = Table(
    "cases",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("sop", String(64), nullable=False),
    Column("definition", String(64), ForeignKey("definitions.digest"), nullable=False),
    Column("number", String(40), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("calendar", String(40), nullable=False),
    Column("status", String(12), nullable=False),
    Column("step", Integer),
    Column("ending", String(120)),
    Column("started_by", String(32)),
    Column("started_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("version", Integer, nullable=False),
    Column("head", String(64), nullable=False),
    Column("snapshot_at", Integer, nullable=False),
    Column("times", LargeBinary),
    Column("told", Boolean, nullable=False, server_default=false()),
    Index("cases_by_status", "status", "started_at"),
    Index("cases_by_start", "started_at", "id"),
    Index("cases_by_sop", "sop", "started_at", "id"),
    Index("cases_by_sop_and_status", "sop", "status", "started_at", "id"),
    Index("cases_end_untold", "ended_at", sqlite_where=text(END_UNTOLD), postgresql_where=text(END_UNTOLD)),
)

#: One row a command: what was done (`input`, erasable, bound by `commitment`) and what it caused (`effects`, bound by `digest`).
events = Table(
    "events",
    metadata,
    Column("case_id", String(32), ForeignKey("cases.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(40), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("task", String(300)),
    Column("element", String(120)),
    Column("person", String(32)),
    Column("position", String(80)),
    Column("mandate", String(32)),
    Column("salt", LargeBinary),
    Column("input", LargeBinary),
    Column("commitment", String(64), nullable=False),
    Column("effects", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("engine", String(20), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("case_id", String(32), ForeignKey("cases.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("state", LargeBinary, nullable=False),
    Column("clock", LargeBinary),
)
