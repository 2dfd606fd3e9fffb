"""Personal links of participants, and the short sessions that they open. Secrets are kept as SHA-256 only."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from engine.database.schema import metadata
from engine.database.types import UtcDateTime

#: One person, one case, until a moment. `made_by` None: made on the command line; `failed`, `until`: throttling.
links = Table(
    "links",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("case_id", String(32), ForeignKey("cases.id"), nullable=False),
    Column("person", String(32), ForeignKey("persons.id"), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("made_by", String(32)),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
    Column("failed", Integer, nullable=False, default=0),
    Column("until", UtcDateTime),
    Index("links_by_case", "case_id", "person"),
)

link_sessions = Table(
    "link_sessions",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("link", String(32), ForeignKey("links.id"), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Index("link_sessions_by_link", "link"),
)
