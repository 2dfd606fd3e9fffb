"""The engine's small office, with Bram above Ani and Umi, for stories about what he oversees."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from engine.engine import Engine
from engine.schema import positions
from tests.engine.conftest import ani, office, world
from tests.engine.conftest import engine as plain_engine

__all__ = ["ani", "office", "plain_engine", "world"]


@pytest.fixture
def engine(plain_engine: Engine) -> Engine:
    """The office with its superiors."""
    with plain_engine.database.transaction() as connection:
        below = positions.c.id.in_(["kantor.staf", "kantor.umum"])
        connection.execute(update(positions).where(below).values(superior="kantor.kepala"))
    return plain_engine
