"""Fixtures of the portal's tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from engine.engine import Engine
from portal.app import create_app, here
from tests.portal.office import engine, give_mandate, office_template, world
from tests.portal.visitors import Visitor

__all__ = ["engine", "give_mandate", "office_template", "visit", "world"]


@pytest.fixture(scope="session")
def application() -> Flask:
    """The portal, its templates compiled once; each test gives it its own engine."""
    app = create_app(None)  # type: ignore[arg-type]  # no page that asks for the engine is opened
    app.testing = True
    return app


@pytest.fixture
def app(application: Flask, engine: Engine) -> Flask:
    """The portal of this test's engine."""
    here.init_app(application, engine)
    return application


@pytest.fixture
def visit(app: Flask, engine: Engine) -> Callable[[str | None], Visitor]:
    """A browser without scripts: `visit("ani")` is logged in as Ani, `visit(None)` as nobody."""

    def arrive(name: str | None) -> Visitor:
        visitor = Visitor(app.test_client(), engine)
        if name is not None:
            visitor.log_in(name)
        return visitor

    return arrive
