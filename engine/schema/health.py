"""Signs of life of what runs by itself: when the tick last ran."""

from sqlalchemy import Column, String, Table

from engine.database.schema import metadata
from engine.database.types import UtcDateTime

pulses = Table(
    "pulses",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)
