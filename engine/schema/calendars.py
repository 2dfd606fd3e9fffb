"""From when on which version of the office's calendar holds for new cases."""

from sqlalchemy import Column, Date, ForeignKey, Integer, LargeBinary, String, Table, Text

from engine.database.schema import metadata
from engine.database.types import UtcDateTime

#: Appended only. `about`: what changed, in words, and between which versions; the journal holds the same act in its chain.
calendar_editions = Table(
    "calendar_editions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("version", String(40), ForeignKey("calendars.version"), nullable=False),
    Column("since", Date, nullable=False),
    Column("decree", Text, nullable=False),
    Column("person", String(32), ForeignKey("persons.id")),
    Column("at", UtcDateTime, nullable=False),
    Column("about", LargeBinary, nullable=False),
)
