"""Texts: case, parts, joining, conversion."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from expressions import operators
from expressions.budget import Budget
from expressions.errors import ErrorThrown, EvaluationFailed
from expressions.functions import Functions, function
from expressions.iso8601 import Duration
from expressions.library import wanted


def as_text(value: Any) -> str:
    """How a scalar is written into a text: dates as ISO 8601, None as nothing. Raises EvaluationFailed for others."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(Duration(0, value))
    if isinstance(value, (int, float, Decimal, Duration)):
        return str(operators.number(value)) if not isinstance(value, Duration) else str(value)
    raise EvaluationFailed(f"{operators.kind(value).capitalize()} tidak dapat dijadikan teks; sebut bagiannya.")


@function("str(nilai)", names="teks", least=1)
def to_text(_: Functions, budget: Budget, value: Any) -> str:
    """The value as text."""
    return as_text(value)


@function("lower(teks)", least=1)
def lower(_: Functions, budget: Budget, value: Any) -> str:
    """In small letters."""
    budget.text(3 * len(wanted.text("lower", value)))
    return str(value.lower())


@function("upper(teks)", least=1)
def upper(_: Functions, budget: Budget, value: Any) -> str:
    """In capitals."""
    budget.text(3 * len(wanted.text("upper", value)))
    return str(value.upper())


@function("trim(teks)", least=1)
def trim(_: Functions, budget: Budget, value: Any) -> str:
    """Without blanks at both ends."""
    return wanted.text("trim", value).strip()


@function("contains(tempat, dicari)", names="memuat", least=2)
def contains(_: Functions, budget: Budget, container: Any, item: Any) -> bool:
    """Whether a text has the part, a list the item, a dict the key."""
    return operators.contains(item, container, budget)


@function("startswith(teks, awal)", names="diawali", least=2)
def startswith(_: Functions, budget: Budget, value: Any, start: Any) -> bool:
    """Whether the text begins so."""
    return wanted.text("startswith", value).startswith(wanted.text("startswith", start))


@function("endswith(teks, akhir)", names="diakhiri", least=2)
def endswith(_: Functions, budget: Budget, value: Any, end: Any) -> bool:
    """Whether the text ends so."""
    return wanted.text("endswith", value).endswith(wanted.text("endswith", end))


@function("gabung(daftar, pemisah)", names="join", least=1, most=2)
def joined(_: Functions, budget: Budget, values: Any, separator: Any = ", ") -> str:
    """The items as one text with the separator between them."""
    between = wanted.text("gabung", separator)
    parts = [as_text(value) for value in wanted.items("gabung", values)]
    budget.text(sum(map(len, parts)) + len(between) * len(parts))
    return between.join(parts)


@function("pisah(teks, pemisah)", names="split", least=2)
def split(_: Functions, budget: Budget, value: Any, separator: Any) -> list[str]:
    """The parts of a text between separators."""
    if not wanted.text("pisah", separator):
        raise EvaluationFailed("pisah(...) memerlukan pemisah yang tidak kosong.")
    budget.items(wanted.text("pisah", value).count(separator) + 1)
    budget.text(len(value))
    return list(value.split(separator))


@function("ganti(teks, lama, baru)", names="replace", least=3)
def replace(_: Functions, budget: Budget, value: Any, old: Any, new: Any) -> str:
    """The text with every `lama` replaced."""
    old, new = wanted.text("ganti", old), wanted.text("ganti", new)
    if not old:
        raise EvaluationFailed("ganti(...) memerlukan bagian lama yang tidak kosong.")
    count = wanted.text("ganti", value).count(old)
    budget.text(len(value) + count * len(new))
    return str(value.replace(old, new))


@function("galat(kode, pesan)", names="throw", least=1, most=2)
def throw(_: Functions, budget: Budget, code: Any, message: Any = "") -> None:
    """Ends the script with a BPMN error of that code, for the error events of the model."""
    raise ErrorThrown(wanted.text("galat", code)[:100], wanted.text("galat", message)[:500])
