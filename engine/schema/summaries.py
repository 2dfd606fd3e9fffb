"""What a case's whole log comes to, as of its snapshot: so that its page need not read the log again."""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table

from engine.database.schema import metadata

#: `state`: JSON of engine/summaries.py, what the events 1 to `seq` come to. A projection: `alur rebuild` writes it anew.
summaries = Table(
    "summaries",
    metadata,
    Column("case_id", String(32), ForeignKey("cases.id"), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("state", LargeBinary, nullable=False),
)
