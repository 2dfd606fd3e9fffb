"""What a request knows: the engine it serves, and who is acting."""

from __future__ import annotations

from typing import cast

from flask import Flask, current_app, g

from engine.engine import Engine
from engine.people import Actor
from engine.people.accounts import Session

_KEY = "alur"


def init_app(app: Flask, engine: Engine) -> None:
    """Give the application its engine."""
    app.extensions[_KEY] = engine
    app.jinja_env.globals["actor"] = lambda: found.actor if (found := session()) else None


def engine() -> Engine:
    """The engine that this application serves."""
    return cast(Engine, current_app.extensions[_KEY])


def session() -> Session | None:
    """The log-in of this request, if there is one."""
    return cast("Session | None", g.get("session"))


def actor() -> Actor:
    """Who acts. Only for pages behind the log-in: `guard` lets nobody else through."""
    found = session()
    if found is None:  # pragma: no cover - a page was made public by mistake; better a loud error than an anonymous act
        raise RuntimeError("this page needs a log-in")
    return found.actor
