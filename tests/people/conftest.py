"""The small office of the engine's tests."""

from tests.engine.conftest import ani, engine, office, world

__all__ = ["ani", "engine", "office", "world"]
