"""Whole numbers out of addresses and forms: as many digits as anything of ours can count, never more."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter

#: Digits of the largest number that every database keeps (2**63 - 1 has 19).
MOST_DIGITS = 18


class Counted(IntegerConverter):
    """`<int:...>` in a route: an address with a longer number is no address of ours."""

    regex = rf"[0-9]{{1,{MOST_DIGITS}}}"


def init_app(app: Flask) -> None:
    """Read the numbers of all routes so; before the routes are added."""
    app.url_map.converters["int"] = Counted


def number(text: str | None) -> int | None:
    """The number that a text is; None for anything else, and for one that nothing of ours has."""
    plain = text is not None and text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if plain and text is not None else None
