"""Pages by key: where one ended is written into the address, so that the next begins there however much lies before it."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, or_

#: The character that makes % and _ of a search mean themselves.
ESCAPE = "\\"
#: Years of moments that an address may name: any zone's hours stay within what a datetime holds.
YEARS = range(1900, 3000)


def cursor(key: Sequence[Any]) -> str:
    """A key (numbers, texts, moments) as a word of an address."""
    return base64.urlsafe_b64encode(orjson.dumps(list(key))).decode().rstrip("=")


def resumed(after: str | None, shapes: Sequence[Sequence[type]]) -> list[Any] | None:
    """The key that `cursor` wrote, if it has one of these shapes; None for anything else that an address may hold."""
    if not after or len(after) > 1000:
        return None
    try:
        parts = orjson.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
    except ValueError:
        return None
    return next((read for shape in shapes if (read := _shaped(parts, shape)) is not None), None)


def _shaped(parts: Any, shape: Sequence[Any]) -> list[Any] | None:
    if not isinstance(parts, list) or len(parts) != len(shape):
        return None
    read: list[Any] = []
    for part, kind in zip(parts, shape, strict=True):
        value: Any = _moment(part) if kind is datetime else part
        if type(value) is not kind or (kind is int and abs(value) > 1_000_000_000) or (kind is str and "\0" in value):
            return None
        read.append(value)
    return read


def _moment(part: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(part)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo is not None and moment.year in YEARS else None


def containing(word: str, *columns: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether one of the columns contains a word, in capitals or not."""
    meant = word.replace(ESCAPE, ESCAPE * 2).replace("%", f"{ESCAPE}%").replace("_", f"{ESCAPE}_")
    return or_(*(column.ilike(f"%{meant}%", escape=ESCAPE) for column in columns))
