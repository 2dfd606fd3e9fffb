"""Camunda 7 (`camunda:`), in our own words."""

from __future__ import annotations

from engine.spiff.vendors.drawn import Drawn
from engine.spiff.vendors.family import HARMLESS, REFUSED, common


def translate(drawn: Drawn) -> None:
    """Put what is on one element into attributes of ours and elements of the standard."""
    common(drawn)
    drawn.leftovers(HARMLESS, REFUSED)
