"""What lies on somebody's desk: what they typed and have not sent. Not part of the log, nor of case data."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, text

from engine.database.schema import metadata
from engine.database.types import UtcDateTime

#: One row a person and form. `subject`: `case/task`, or `sop:` and the SOP that is being started; `content` is encrypted;
#: `basis` binds it to the form and the data that its writer saw.
drafts = Table(
    "drafts",
    metadata,
    Column("person", String(32), ForeignKey("persons.id"), primary_key=True),
    Column("subject", String(340), primary_key=True),
    Column("case_id", String(32), ForeignKey("cases.id")),
    Column("task", String(300)),
    Column("revision", Integer, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
    Column("basis", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Index(
        "drafts_of_tasks",
        "case_id",
        "task",
        sqlite_where=text("case_id IS NOT NULL"),
        postgresql_where=text("case_id IS NOT NULL"),
    ),
    Index("drafts_by_age", "saved_at"),
)
