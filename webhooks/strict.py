"""JSON as machines must send it: UTF-8, no key twice, no NaN, not deeper or larger than anybody needs."""

from __future__ import annotations

import json
from typing import Any

#: Levels of lists and objects. Documented in docs/limits.md.
MAX_DEPTH = 20
#: Digits of one number.
MAX_DIGITS = 40


class JsonRefused(ValueError):
    """The text is not the JSON that we read."""


def parse(body: bytes) -> Any:
    """The value of a JSON text. Raises JsonRefused with a reason."""
    try:
        text = body.decode("utf-8")
        _measure(text)
        value = json.loads(
            text, object_pairs_hook=_once, parse_constant=_no_constant, parse_int=_integer, parse_float=_number
        )
    except UnicodeDecodeError:
        raise JsonRefused("not UTF-8") from None
    except json.JSONDecodeError as error:
        raise JsonRefused(f"not JSON: {error.msg} at character {error.pos}") from None
    _no_nul(value)
    return value


def _measure(text: str) -> None:
    """Count the levels before anything is built, so that no nesting can exhaust the stack."""
    depth, inside, escaped = 0, False, False
    for letter in text:
        if inside:
            inside, escaped = escaped or letter != '"', not escaped and letter == "\\"
        elif letter == '"':
            inside = True
        elif letter in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise JsonRefused(f"deeper than {MAX_DEPTH} levels")
        elif letter in "]}":
            depth -= 1


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise JsonRefused("a key stands twice in one object")
    return found


def _no_constant(name: str) -> Any:
    raise JsonRefused(f"{name} is not JSON")


def _integer(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise JsonRefused(f"a number of more than {MAX_DIGITS} digits")
    return int(text)


def _number(text: str) -> float:
    value = float(text) if len(text) <= MAX_DIGITS else float("inf")
    if value in (float("inf"), float("-inf")):
        raise JsonRefused("a number that is too large or too long")
    return value


def _no_nul(value: Any) -> None:
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise JsonRefused("a character that is no text")
    elif isinstance(value, dict):
        for key, item in value.items():
            _no_nul(key)
            _no_nul(item)
    elif isinstance(value, list):
        for item in value:
            _no_nul(item)
