"""Machines outside: who they are, what goes out to them, what they send in."""

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
    text,
)

from engine.database.schema import metadata
from engine.database.types import BigId, UtcDateTime

#: `sends`: the messages that we send there; `answers`: those it may send us (names, separated by spaces).
#: `internal`: the address may be a private one; only the command line sets it.
partners = Table(
    "partners",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("title", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("sends", Text, nullable=False),
    Column("answers", Text, nullable=False),
    Column("internal", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("why", Text),
    Column("added_at", UtcDateTime, nullable=False),
)

#: Encrypted secrets, one kind a `direction` (out, in). An older one counts until `until`, so that rotation loses nothing.
partner_secrets = Table(
    "partner_secrets",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("partner", String(40), ForeignKey("partners.name"), nullable=False),
    Column("direction", String(3), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime),
    Index("partner_secrets_by_partner", "partner", "direction"),
)

#: The outbox: what cases hand over, byte for byte as it is sent. `tries` counts since it was last begun, `attempts` all.
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("partner", String(40), ForeignKey("partners.name"), nullable=False),
    Column("message", String(120), nullable=False),
    Column("case_id", String(32), ForeignKey("cases.id"), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("next_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Index("deliveries_by_time", "created_at", "id"),
    Index("deliveries_by_state", "state", "created_at", "id"),
    Index("deliveries_by_case", "case_id", "partner"),
    Index(
        "deliveries_held",
        "partner",
        sqlite_where=text("state = 'held'"),
        postgresql_where=text("state = 'held'"),
    ),
)

delivery_attempts = Table(
    "delivery_attempts",
    metadata,
    Column("delivery", String(40), ForeignKey("deliveries.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("milliseconds", Integer, nullable=False),
    Column("status", Integer),
    Column("error", String(40)),
    Column("excerpt", Text, nullable=False),
)

#: What machines send, stored before anything is done with it. `state`: received, waiting, delivered, refused, answered, ended.
incoming = Table(
    "incoming",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("partner", String(40), ForeignKey("partners.name"), nullable=False),
    Column("webhook_id", String(200), nullable=False),
    Column("name", String(120), nullable=False),
    Column("reference", String(200), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("state", String(10), nullable=False),
    Column("reason", Text),
    Column("case_id", String(32)),
    UniqueConstraint("partner", "webhook_id"),
    Index("incoming_by_state", "state", "id"),
)
