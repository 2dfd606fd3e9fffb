"""An office on both databases."""

from __future__ import annotations

import pytest

from engine.database import Database
from tests.jobs.office import Office


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)
