"""The engine's small office, for stories about films of its cases."""

from tests.engine.conftest import ani, engine, office, world

__all__ = ["ani", "engine", "office", "world"]
