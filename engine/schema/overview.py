"""Tallies of what is over, a month at a time: what an overview over years reads instead of a million tasks."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, text

from engine.database.schema import metadata
from engine.database.types import UtcDateTime
from engine.schema.cases import cases
from engine.schema.work import OPEN, tasks

#: Which months were counted, and until when; a sealed one cannot change any more. `month`: 2026-11, of Asia/Jakarta.
tally_months = Table(
    "tally_months",
    metadata,
    Column("month", String(7), primary_key=True),
    Column("counted_at", UtcDateTime, nullable=False),
    Column("sealed", Boolean, nullable=False),
)

#: Visits of SOP steps that ended in a month, by the working days they took. `position`: "" for the whole step, else one
#: position's part; `kind`: work (somebody of the office had it) or wait (somebody outside); `standard`: -1 where none is set.
tally_steps = Table(
    "tally_steps",
    metadata,
    Column("month", String(7), primary_key=True),
    Column("sop", String(64), primary_key=True),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("position", String(80), primary_key=True),
    Column("kind", String(4), primary_key=True),
    Column("standard", Integer, primary_key=True, autoincrement=False),
    Column("days", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
)

#: Tasks completed in a month, by position ("": participants) and by whom ("": a machine or a participant).
tally_done = Table(
    "tally_done",
    metadata,
    Column("month", String(7), primary_key=True),
    Column("sop", String(64), primary_key=True),
    Column("position", String(80), primary_key=True),
    Column("person", String(32), primary_key=True),
    Column("number", Integer, nullable=False),
)

#: Cases that started (`status` "started", `ending` "") and ended (their status, the end event) in a month.
tally_cases = Table(
    "tally_cases",
    metadata,
    Column("month", String(7), primary_key=True),
    Column("sop", String(64), primary_key=True),
    Column("status", String(12), primary_key=True),
    Column("ending", String(120), primary_key=True),
    Column("number", Integer, nullable=False),
)

#: All that is asked of open work at once, so that counting it reads this index alone. It does not begin with the position, as
#: those of the inbox do, or SQLite takes it for them.
Index(
    "tasks_open_counted",
    tasks.c.sop,
    tasks.c.step,
    tasks.c.position,
    tasks.c.external,
    tasks.c.due_at,
    tasks.c.state,
    sqlite_where=text(OPEN),
    postgresql_where=text(OPEN),
)
Index(
    "cases_by_end",
    cases.c.ended_at,
    sqlite_where=text("ended_at IS NOT NULL"),
    postgresql_where=text("ended_at IS NOT NULL"),
)
