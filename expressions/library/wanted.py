"""What a function asks of its arguments, with an error that names the function."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from expressions.errors import EvaluationFailed
from expressions.operators import is_number, kind


def _wrong(function: str, wanted: str, value: Any) -> EvaluationFailed:
    return EvaluationFailed(f"{function}(...) memerlukan {wanted}, bukan {kind(value)}.")


def text(function: str, value: Any) -> str:
    """The value as a text it already is."""
    if not isinstance(value, str):
        raise _wrong(function, "teks", value)
    return value


def items(function: str, value: Any) -> list[Any]:
    """The value as a list it already is."""
    if not isinstance(value, list):
        raise _wrong(function, "daftar", value)
    return value


def number(function: str, value: Any) -> Any:
    """The value as a number it already is."""
    if not is_number(value):
        raise _wrong(function, "bilangan", value)
    return value


def whole(function: str, value: Any) -> int:
    """The value as the whole number it already is."""
    if type(value) is not int:
        raise _wrong(function, "bilangan bulat", value)
    return value


def day(function: str, value: Any) -> date:
    """The value as a date or moment it already is."""
    if not isinstance(value, (date, datetime)):
        raise _wrong(function, "tanggal atau waktu", value)
    return value
