"""Column types that mean the same on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import BigInteger, Dialect, Integer, LargeBinary, String, Text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.types import TypeDecorator, TypeEngine

#: A counting primary key: 64 bits on PostgreSQL, the row id on SQLite.
BigId = BigInteger().with_variant(Integer(), "sqlite")


def to_text(moment: datetime) -> str:
    """A moment as SQLite keeps it: UTC, always 27 characters, so that text order is time order. Refuses a naive one."""
    if moment.tzinfo is None:
        raise ValueError(f"A moment needs its zone, but {moment.isoformat()} has none; build it with tzinfo.")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def from_text(text: str) -> datetime:
    """The aware moment (UTC) that `to_text` wrote."""
    return datetime.fromisoformat(text)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, microseconds kept, given back in UTC: timestamptz on PostgreSQL, ordered ISO text on SQLite."""

    impl = String(27)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True))
        return dialect.type_descriptor(String(27))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        text = to_text(value)
        return value if dialect.name == "postgresql" else text

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if isinstance(value, datetime) else from_text(value)


class Json(TypeDecorator[Any]):
    """JSON as TEXT on both databases, never JSONB: what is read is byte for byte what was written.

    Holds None, bool, int, float, str, list and dict. Dates and Decimal are refused (TypeError): their spelling is
    the caller's decision. None is SQL NULL.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else orjson.dumps(value, option=orjson.OPT_PASSTHROUGH_DATETIME).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else orjson.loads(value)


class Bytes(TypeDecorator[bytes]):
    """A blob, always given back as `bytes`."""

    impl = LargeBinary
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> bytes | None:
        return None if value is None else bytes(value)
