"""Column types mean the same on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from engine.database import Database
from engine.database.types import BigId, Bytes, Json, UtcDateTime, from_text, to_text

WIB = timezone(timedelta(hours=7))
THINGS = sa.Table(
    "things_of_the_test",
    sa.MetaData(),
    sa.Column("id", BigId, primary_key=True),
    sa.Column("at", UtcDateTime),
    sa.Column("data", Json),
    sa.Column("content", Bytes),
)

moments = st.datetimes(
    min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.sampled_from([UTC, WIB])
)


@pytest.fixture
def things(database: Database) -> Iterator[Database]:
    with database.transaction() as connection:
        THINGS.create(connection)
    yield database
    with database.transaction() as connection:
        THINGS.drop(connection)


def kept(database: Database, **values: Any) -> Any:
    with database.transaction() as connection:
        number = connection.execute(sa.insert(THINGS).returning(THINGS.c.id), values).scalar_one()
    with database.reading() as connection:
        return connection.execute(sa.select(THINGS).where(THINGS.c.id == number)).one()


def test_a_moment_comes_back_as_the_same_moment_in_utc(things: Database) -> None:
    row = kept(things, at=datetime(2026, 11, 25, 9, 30, 0, 123456, tzinfo=WIB))

    assert row.at == datetime(2026, 11, 25, 2, 30, 0, 123456, tzinfo=UTC)
    assert row.at.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(things: Database) -> None:
    with pytest.raises(sa.exc.StatementError, match="needs its zone"):
        kept(things, at=datetime(2026, 11, 25))


def test_moments_are_compared_as_moments(things: Database) -> None:
    noon = datetime(2026, 11, 25, 12, tzinfo=UTC)
    for minutes in (10, -10, 0):
        kept(things, at=(noon + timedelta(minutes=minutes)).astimezone(WIB))

    with things.reading() as connection:
        due = list(connection.scalars(sa.select(THINGS.c.at).where(THINGS.c.at <= noon).order_by(THINGS.c.at)))

    assert due == [noon - timedelta(minutes=10), noon]


@given(moments, moments)
def test_text_order_is_time_order(one: datetime, two: datetime) -> None:
    assert (to_text(one) < to_text(two)) == (one < two)
    assert from_text(to_text(one)) == one
    assert len(to_text(one)) == 27


@pytest.mark.parametrize("value", [None, True, 0, 1.5, "é", [], {"b": 1, "a": [None, {"x": "y"}]}])
def test_json_comes_back_with_its_order(things: Database, value: Any) -> None:
    found = kept(things, data=value).data

    assert found == value
    assert not isinstance(value, dict) or list(found) == list(value)


@pytest.mark.parametrize("value", [Decimal("1.0"), datetime(2026, 1, 1, tzinfo=UTC)])
def test_json_does_not_guess_how_to_write_dates_and_decimals(things: Database, value: Any) -> None:
    with pytest.raises(sa.exc.StatementError):
        kept(things, data={"x": value})


def test_bytes_come_back_as_bytes(things: Database) -> None:
    content = kept(things, content=bytes(range(256))).content

    assert type(content) is bytes
    assert content == bytes(range(256))
