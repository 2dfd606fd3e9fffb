"""Projections of the log (open work, timers, subscriptions) and what waits outside it (messages, incidents, idempotency keys)."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, false, text

from engine.database.schema import metadata
from engine.database.types import UtcDateTime

OPEN = "state = 'open'"
CLOSED = "closed_at IS NOT NULL"
CLAIMED = "state = 'open' AND claimed_by IS NOT NULL"
#: What people have not been told of yet: that it is open, or that it no longer is. Spelled the same in index and query.
UNTOLD = "(state = 'open') <> told"

#: Work for a person: user tasks, and message waits that an official may register by hand (`kind` message).
#: `step_since`, `paused` (working days): from when on the time of its step was counted, and what was left out.
#: `remind_at`, `reminded`: when the holder is next reminded, and how often that was done (engine/reminders.py).
tasks = Table(
    "tasks",
    metadata,
    Column("case_id", String(32), ForeignKey("cases.id"), primary_key=True),
    Column("id", String(300), primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("state", String(10), nullable=False),
    Column("element", String(120), nullable=False),
    Column("name", Text, nullable=False),
    Column("sop", String(64), nullable=False),
    Column("step", Integer),
    Column("form", String(80)),
    Column("position", String(80)),
    Column("participant", String(18)),
    Column("external", Boolean, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime),
    Column("step_since", UtcDateTime),
    Column("paused", Integer, nullable=False, server_default="0"),
    Column("remind_at", UtcDateTime),
    Column("reminded", Integer, nullable=False, server_default="0"),
    Column("claimed_by", String(32)),
    Column("claimed_at", UtcDateTime),
    Column("handed_by", String(32)),
    Column("handed_because", Text),
    Column("closed_at", UtcDateTime),
    Column("closed_by", String(32)),
    Column("version", Integer, nullable=False),
    Column("told", Boolean, nullable=False, server_default=false()),
    Index("tasks_by_position", "position", "due_at", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
    Index("tasks_by_participant", "participant", "due_at", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
    Index("tasks_closed_by", "case_id", "element", "closed_by"),
    Index("tasks_by_age", "position", "opened_at", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
    Index("tasks_open_of_case", "case_id", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
    Index("tasks_claimed", "claimed_by", "due_at", sqlite_where=text(CLAIMED), postgresql_where=text(CLAIMED)),
    Index(
        "tasks_of_position",
        "position",
        "closed_at",
        "case_id",
        sqlite_where=text(CLOSED),
        postgresql_where=text(CLOSED),
    ),
    Index("tasks_open_by_sop", "position", "sop", "case_id", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
    Index(
        "tasks_closed_by_sop", "position", "sop", "case_id", sqlite_where=text(CLOSED), postgresql_where=text(CLOSED)
    ),
    Index(
        "tasks_outside",
        "position",
        "due_at",
        "opened_at",
        sqlite_where=text(f"{OPEN} AND external = 1"),
        postgresql_where=text(f"{OPEN} AND external"),
    ),
    Index(
        "tasks_to_remind",
        "remind_at",
        sqlite_where=text(f"{OPEN} AND remind_at IS NOT NULL"),
        postgresql_where=text(f"{OPEN} AND remind_at IS NOT NULL"),
    ),
    Index("tasks_of_person", "closed_by", "closed_at", "case_id"),
    Index("tasks_untold", "opened_at", sqlite_where=text(UNTOLD), postgresql_where=text(UNTOLD)),
)

timers = Table(
    "timers",
    metadata,
    Column("case_id", String(32), ForeignKey("cases.id"), primary_key=True),
    Column("task", String(300), primary_key=True),
    Column("element", String(120), nullable=False),
    Column("due_at", UtcDateTime, nullable=False, index=True),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("case_id", String(32), ForeignKey("cases.id"), primary_key=True),
    Column("task", String(300), primary_key=True),
    Column("element", String(120), nullable=False),
    Column("message", String(120), nullable=False),
    Column("correlation", String(200), nullable=False),
    Index("subscriptions_by_message", "message", "correlation"),
)

#: A service task that waits for its job. The row is the job's permission to report back: no row, no effect.
service_jobs = Table(
    "service_jobs",
    metadata,
    Column("case_id", String(32), ForeignKey("cases.id"), primary_key=True),
    Column("task", String(300), primary_key=True),
    Column("element", String(120), nullable=False),
    Column("handler", String(120), nullable=False),
    Column("attempt", Integer, nullable=False),
)

#: Messages from outside are stored first and delivered when somebody waits for them; the key makes them idempotent.
#: `aside`: why it is not handed over by itself any more (a form refused it, the answer was there already).
messages = Table(
    "messages",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("name", String(120), nullable=False),
    Column("correlation", String(200), nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("case_id", String(32)),
    Column("seq", Integer),
    Column("aside", Text),
    Index(
        "messages_waiting",
        "name",
        "correlation",
        sqlite_where=text("seq IS NULL"),
        postgresql_where=text("seq IS NULL"),
    ),
)

#: Idempotency keys of acknowledged commands.
commands = Table(
    "commands",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("case_id", String(32), nullable=False),
    Column("seq", Integer, nullable=False),
)

incidents = Table(
    "incidents",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("case_id", String(32), ForeignKey("cases.id"), nullable=False),
    Column("task", String(300)),
    Column("element", String(120)),
    Column("code", String(60), nullable=False),
    Column("message", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("closed_by", String(32)),
    Index(
        "incidents_open",
        "opened_at",
        sqlite_where=text("closed_at IS NULL"),
        postgresql_where=text("closed_at IS NULL"),
    ),
)

calendars = Table(
    "calendars",
    metadata,
    Column("version", String(40), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
)
