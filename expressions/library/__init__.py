"""The functions every expression may call: pure, bounded, and documented in docs/expressions.md."""

from __future__ import annotations

from expressions.functions import TABLE, Functions
from expressions.library import dates, lists, numbers, texts

BASE = Functions(TABLE)

__all__ = ["BASE", "dates", "lists", "numbers", "texts"]
