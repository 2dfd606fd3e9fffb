"""What Alembic compares the database with, and what it leaves alone."""

from __future__ import annotations

from typing import Any

import engine.schema  # fills the metadata
from engine.database import types
from engine.database.schema import metadata

__all__ = ["OPTIONS", "metadata"]

assert engine.schema


def _ours(name: str | None, kind: str, parents: Any) -> bool:
    """Procrastinate's tables belong to `engine.jobs.schema`."""
    return kind != "table" or not (name or "").startswith("procrastinate_")


def _render(kind: str, item: Any, context: Any) -> str | bool:
    """Our own column types are written by name; everything else as Alembic does it."""
    if kind == "type" and type(item).__module__ == types.__name__:
        return f"types.{type(item).__name__}()"
    return False


OPTIONS: dict[str, Any] = {
    "compare_type": True,
    "include_name": _ours,
    "render_as_batch": True,
    "render_item": _render,
}
