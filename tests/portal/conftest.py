"""Fixtures of the portal's tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.engine import Engine
from portal import create_app
from tests.portal.office import engine, give_mandate, password_hash, world
from tests.portal.visitors import Visitor

__all__ = ["engine", "give_mandate", "password_hash", "visit", "world"]


@pytest.fixture
def visit(engine: Engine) -> Callable[[str | None], Visitor]:
    """A browser without scripts: `visit("ani")` is logged in as Ani, `visit(None)` as nobody."""
    app = create_app(engine)
    app.testing = True

    def arrive(name: str | None) -> Visitor:
        visitor = Visitor(app.test_client(), engine)
        if name is not None:
            visitor.log_in(name)
        return visitor

    return arrive
