"""Units, positions, who holds them and under which mandate, accounts and sessions."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text, false

from engine.database.schema import metadata
from engine.database.types import UtcDateTime

units = Table(
    "units",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", Text, nullable=False),
    Column("short", String(40), nullable=False),
    Column("code", String(20), nullable=False),
)

positions = Table(
    "positions",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("title", Text, nullable=False),
    Column("unit", String(40), ForeignKey("units.id"), nullable=False),
    Column("superior", String(80)),
)

persons = Table(
    "persons",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("nip", String(18), unique=True),
    Column("name", Text, nullable=False),
    Column("rank", String(60)),
    Column("grade", String(10)),
    Column("job_title", Text),
    Column("unit", Text),
    Column("email", Text),
    Column("left_as", String(10)),
    Column("left_on", Date),
    Index("persons_by_name", "name", "id"),
)

#: What a person or position was called before a change: the name in use until that moment. Past acts are shown under it.
former_names = Table(
    "former_names",
    metadata,
    Column("subject", String(100), primary_key=True),
    Column("until", UtcDateTime, primary_key=True),
    Column("name", Text, nullable=False),
)

#: Definitive holders of a position, by date (until is inclusive). `ended_at`: withdrawn at that very moment, with a reason.
holdings = Table(
    "holdings",
    metadata,
    Column("position", String(80), ForeignKey("positions.id"), primary_key=True),
    Column("person", String(32), ForeignKey("persons.id"), primary_key=True),
    Column("since", Date, primary_key=True),
    Column("until", Date),
    Column("letter", Text),
    Column("ended_at", UtcDateTime),
    Column("end_reason", Text),
    Index("holdings_by_person", "person"),
)

#: Plt./Plh. mandates: a letter, dates and limits. A mandate does not cascade. `ended_at`: ended early, at that very moment.
mandates = Table(
    "mandates",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("position", String(80), ForeignKey("positions.id"), nullable=False),
    Column("person", String(32), ForeignKey("persons.id"), nullable=False),
    Column("form", String(4), nullable=False),
    Column("letter", Text, nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("withheld", Text, nullable=False, default=""),
    Column("ended_at", UtcDateTime),
    Column("end_reason", Text),
    Index("mandates_by_person", "person"),
    Index("mandates_by_position", "position"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("username", String(80), primary_key=True),
    Column("person", String(32), ForeignKey("persons.id"), nullable=False, unique=True),
    Column("password", Text, nullable=False),
    Column("roles", Text, nullable=False),
    Column("active", Boolean, nullable=False, default=True),
    Column("must_change", Boolean, nullable=False, default=False, server_default=false()),
    Column("password_at", UtcDateTime),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("username", String(80), ForeignKey("accounts.username"), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Index("sessions_by_account", "username", "started_at"),
)

#: Log-in attempts that failed, for throttling: counted per user name.
attempts = Table(
    "attempts",
    metadata,
    Column("username", String(80), primary_key=True),
    Column("failed", Integer, nullable=False),
    Column("until", UtcDateTime),
)
