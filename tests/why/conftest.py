"""The engine's small office, for stories about why a case stands where it stands."""

from tests.engine.conftest import ani, engine, office, world

__all__ = ["ani", "engine", "office", "world"]
