"""Numbers: rounding, conversion, absolute value."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Any

from expressions import operators
from expressions.budget import Budget
from expressions.errors import BudgetExceeded, EvaluationFailed
from expressions.functions import Functions, function
from expressions.library import wanted

_NUMBER = re.compile(r"\s*[+-]?\d{1,40}(?:\.\d{1,40})?\s*", re.ASCII)


@function("abs(bilangan)", least=1)
def absolute(_: Functions, budget: Budget, value: Any) -> Any:
    """The amount without its sign."""
    return abs(wanted.number("abs", value))


@function("round(bilangan, angka)", names="bulatkan", least=1, most=2)
def rounded(_: Functions, budget: Budget, value: Any, digits: Any = 0) -> Any:
    """Rounded half away from zero, as people do and as letters need; whole when no digits are wanted."""
    return _rounded("round", value, digits, ROUND_HALF_UP)


@function("bulatkan_genap(bilangan, angka)", least=2)
def rounded_even(_: Functions, budget: Budget, value: Any, digits: Any) -> Any:
    """Rounded, a half to the even neighbour (FEEL's decimal)."""
    return _rounded("bulatkan_genap", value, digits, ROUND_HALF_EVEN)


@function("sisa(a, b)", least=2)
def remainder(_: Functions, budget: Budget, left: Any, right: Any) -> Any:
    """What is left of a division, with the sign of the dividend (JUEL's %); `a % b` has that of the divisor."""
    rest = operators.modulo(wanted.number("sisa", left), wanted.number("sisa", right), budget)
    return operators.subtract(rest, right, budget) if rest != 0 and (rest < 0) != (left < 0) else rest


def _rounded(name: str, value: Any, digits: Any, way: str) -> Any:
    places = wanted.whole(name, digits)
    if not -30 <= places <= 30:
        raise EvaluationFailed(f"{name}(...) memerlukan 0 sampai 30 angka di belakang koma.")
    if type(wanted.number(name, value)) is int and places >= 0:
        return value
    exact = _exact(value).quantize(Decimal(1).scaleb(-places), way, operators.DECIMAL)
    if places <= 0:
        return int(exact)
    return exact if type(value) is Decimal else float(exact)


def _exact(value: Any) -> Decimal:
    exact = Decimal(repr(value)) if type(value) is float else Decimal(value)
    if not exact.is_finite() or exact.adjusted() > 150:
        raise BudgetExceeded("Bilangan terlalu besar untuk dibulatkan.")
    return operators.DECIMAL.create_decimal(exact)


@function("floor(bilangan)", least=1)
def floor(_: Functions, budget: Budget, value: Any) -> Any:
    """The next whole number below."""
    _exact(wanted.number("floor", value))
    return operators.number(math.floor(value))


@function("ceil(bilangan)", least=1)
def ceil(_: Functions, budget: Budget, value: Any) -> Any:
    """The next whole number above."""
    _exact(wanted.number("ceil", value))
    return operators.number(math.ceil(value))


@function("int(nilai)", least=1)
def to_int(_: Functions, budget: Budget, value: Any) -> Any:
    """A whole number, from a number (cut off) or a text."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value) or "." in value:
            raise EvaluationFailed(f"int(...): '{value[:40]}' bukan bilangan bulat.")
        return int(value)
    _exact(wanted.number("int", value))
    return operators.number(int(value))


@function("float(nilai)", least=1)
def to_float(_: Functions, budget: Budget, value: Any) -> Any:
    """A number with a fraction, from a number or a text."""
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        raise EvaluationFailed(f"float(...): '{value[:40]}' bukan bilangan.")
    if not isinstance(value, str):
        wanted.number("float", value)
    return operators.number(float(value))


@function("desimal(nilai)", names="angka", least=1)
def to_decimal(_: Functions, budget: Budget, value: Any) -> Any:
    """An exact decimal number, from a number or a text: for weights and scores that must add up."""
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value):
            raise EvaluationFailed(f"desimal(...): '{value[:40]}' bukan bilangan.")
        return operators.number(Decimal(value.strip()))
    return operators.number(_exact(wanted.number("desimal", value)))


@function("bool(nilai)", least=1)
def to_bool(_: Functions, budget: Budget, value: Any) -> bool:
    """False for None, False, 0 and what is empty; else True."""
    return bool(value)
