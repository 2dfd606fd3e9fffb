"""Drawings that cannot run yet: kept with what is missing, version by version, never run."""

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
