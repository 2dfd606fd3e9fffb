"""The small office of the engine's stories, on both databases."""

from tests.engine.conftest import ani, engine, office, world

__all__ = ["ani", "engine", "office", "world"]
