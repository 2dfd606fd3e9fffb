"""Canonical bytes of data: one value, one spelling, so that hashes and stored states compare byte for byte.

JSON with sorted keys. What JSON lacks is a one-key object `{"$date": ...}`; a person's own dict that looks like one is
escaped by `{"$": ...}`, so that any form data survives the way there and back.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import orjson

_TAGS = ("$", "$date", "$datetime", "$decimal", "$seconds", "$int")
_BIG = 2**53
#: Types that are their own spelling; asked before a call, since most of any data is one of them.
_SAME = frozenset({str, bool, float, type(None)})
_READ = frozenset({str, int, bool, float, type(None)})


def dumps(value: Any) -> bytes:
    """The canonical bytes of a JSON-like value with dates, datetimes, Decimals and timedeltas.

    Raises TypeError for anything else (sets, bytes, objects).
    """
    return orjson.dumps(_plain(value), option=orjson.OPT_SORT_KEYS)


def loads(content: bytes | str) -> Any:
    """The value of canonical bytes."""
    return _rich(orjson.loads(content))


def digest(value: Any, *, salt: bytes = b"") -> str:
    """SHA-256 (hex) of the salt and the canonical bytes."""
    return hashlib.sha256(salt + dumps(value)).hexdigest()


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind is str or kind is bool or value is None or kind is float:
        return value
    if kind is int:
        return value if -_BIG < value < _BIG else {"$int": str(value)}
    if kind is dict or isinstance(value, dict):
        plain = {
            key if type(key) is str else _key(key): item if type(item) in _SAME else _plain(item)
            for key, item in value.items()
        }
        return {"$": plain} if len(plain) == 1 and next(iter(plain)) in _TAGS else plain
    if kind is list or isinstance(value, list | tuple):
        return [item if type(item) in _SAME else _plain(item) for item in value]
    if isinstance(value, datetime):
        return {"$datetime": value.isoformat()}
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    if isinstance(value, Decimal):
        return {"$decimal": str(value)}
    if isinstance(value, timedelta):
        return {"$seconds": value.total_seconds()}
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"no canonical spelling for {kind.__name__}")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"keys are text, not {type(key).__name__}")
    return key


def _rich(value: Any) -> Any:
    if isinstance(value, list):
        return [item if type(item) in _READ else _rich(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((tag, item),) = value.items()
        if tag in _READERS:
            return _READERS[tag](item)
    return {key: item if type(item) in _READ else _rich(item) for key, item in value.items()}


_READERS: dict[str, Any] = {
    "$": lambda item: {key: _rich(inner) for key, inner in item.items()},
    "$date": date.fromisoformat,
    "$datetime": datetime.fromisoformat,
    "$decimal": Decimal,
    "$int": int,
    "$seconds": lambda item: timedelta(seconds=item),
}
