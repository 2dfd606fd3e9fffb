"""Letters, their numbers, uploads, and the encrypted store of confidential answers."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from engine.database.schema import metadata
from engine.database.types import UtcDateTime

#: Content by its SHA-256: letters and uploads alike.
blobs = Table(
    "blobs",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

uploads = Table(
    "uploads",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("sha256", String(64), ForeignKey("blobs.sha256"), nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", String(120), nullable=False),
    Column("size", Integer, nullable=False),
    Column("person", String(32), nullable=False),
    Column("stored_at", UtcDateTime, nullable=False),
    Index("uploads_by_person", "person", "sha256"),
)

#: Every version of every letter of a case: a projection of the job results in the log. `readers`: who of the office may open it (NULL:
#: whoever sees the case); `addressees`: NIPs of the participants whose own it is.
documents = Table(
    "documents",
    metadata,
    Column("case_id", String(32), ForeignKey("cases.id"), primary_key=True),
    Column("key", String(120), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(80), nullable=False),
    Column("title", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("number", String(80)),
    Column("date", String(10)),
    Column("sha256", String(64), nullable=False),
    Column("pages", Integer, nullable=False),
    Column("readers", Text),
    Column("seq", Integer, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("addressees", Text),
)

#: The register of letter numbers: gapless per unit and year; a number once given stays, a void keeps its reason.
numbers = Table(
    "numbers",
    metadata,
    Column("unit", String(20), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("text", String(80), nullable=False),
    Column("case_id", String(32), ForeignKey("cases.id"), nullable=False),
    Column("document", String(120), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
    Column("void_reason", Text),
    UniqueConstraint("case_id", "document", "unit", "year"),
    Index("numbers_by_text", "text"),
)

#: Answers that never enter case data: encrypted content, who may read it, and its hash.
confidential = Table(
    "confidential",
    metadata,
    Column("ref", String(32), primary_key=True),
    Column("case_id", String(32), ForeignKey("cases.id"), nullable=False),
    Column("task", String(300), nullable=False),
    Column("readers", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("stored_at", UtcDateTime, nullable=False),
    Column("purged", Boolean, nullable=False, default=False),
)
