"""What people are told, and the journal of acts outside the cases' logs."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, false, text

from engine.database.schema import metadata
from engine.database.types import BigId, UtcDateTime

#: Spelled the same in index and query: only so do both databases use the index.
UNMAILED = "NOT mailed"

#: One notice for one person, once per key. Its sentence is made when it is read, from `kind` and `about`.
#: `mailed`: whether it was looked at for mail; `mail`: the mail that tells it, if one does.
notices = Table(
    "notices",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("person", String(32), ForeignKey("persons.id"), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("case_id", String(32), ForeignKey("cases.id")),
    Column("task", String(300)),
    Column("about", LargeBinary, nullable=False),
    Column("read_at", UtcDateTime),
    Column("mailed", Boolean, nullable=False, server_default=false()),
    Column("mail", String(32)),
    Index("notices_by_person", "person", "id"),
    Index(
        "notices_unread",
        "person",
        sqlite_where=text("read_at IS NULL"),
        postgresql_where=text("read_at IS NULL"),
    ),
    Index(
        "notices_unread_of_task",
        "case_id",
        "task",
        sqlite_where=text("read_at IS NULL"),
        postgresql_where=text("read_at IS NULL"),
    ),
    Index("notices_unmailed", "id", sqlite_where=text(UNMAILED), postgresql_where=text(UNMAILED)),
    Index(
        "notices_of_mail",
        "mail",
        sqlite_where=text("mail IS NOT NULL"),
        postgresql_where=text("mail IS NOT NULL"),
    ),
)

#: Acts that belong to no case's log (people, calendars, links, exports). Appended only; each row is bound to the one before.
journal = Table(
    "journal",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("person", String(32)),
    Column("act", String(60), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("about", LargeBinary, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("journal_by_act", "act", "seq"),
    Index("journal_by_person", "person", "seq"),
    Index("journal_by_subject", "subject", "seq"),
    Index("journal_by_time", "at"),
)
