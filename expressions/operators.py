"""What the operators do: exact about types, bounded in size, and the same on every machine."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Context, Decimal
from typing import Any

from expressions.budget import MAX_BITS, Budget
from expressions.errors import BudgetExceeded, EvaluationFailed
from expressions.iso8601 import JAKARTA, Duration, IsoRefused

#: Own context, so that the result does not depend on what other code did to the thread's.
DECIMAL = Context(prec=28, Emax=999, Emin=-999)

_KINDS = {
    type(None): "kosong", bool: "benar/salah", int: "bilangan", float: "bilangan", Decimal: "bilangan", str: "teks",
    date: "tanggal", datetime: "waktu", timedelta: "durasi", Duration: "durasi", list: "daftar", dict: "kamus",
}  # fmt: skip
_NUMBERS = (int, float, Decimal)

#: Texts longer than this cost a step per so many characters when compared.
_LONG = 256


def kind(value: Any) -> str:
    """The kind of a value in the words of the people who write models."""
    return _KINDS.get(type(value)) or ("kamus" if isinstance(value, Mapping) else type(value).__name__)


def is_number(value: Any) -> bool:
    """Whether a value is a number; True and False are none."""
    return isinstance(value, _NUMBERS) and not isinstance(value, bool)


def number(value: Any) -> Any:
    """The number if it is finite and of a sane size. Raises EvaluationFailed / BudgetExceeded."""
    if type(value) is int:
        if value.bit_length() > MAX_BITS:
            raise BudgetExceeded("Bilangan menjadi terlalu besar.")
    elif not math.isfinite(value):
        raise EvaluationFailed("Hasil hitungan bukan bilangan biasa (tak hingga atau tidak terdefinisi).")
    return value


def _paired(left: Any, right: Any) -> tuple[Any, Any]:
    """A float that meets a Decimal becomes the Decimal that its shortest text says."""
    if type(left) is float and type(right) is Decimal:
        return Decimal(repr(left)), right
    if type(left) is Decimal and type(right) is float:
        return left, Decimal(repr(right))
    return left, right


def _moment(value: Any) -> Any:
    """A datetime without a zone is meant in western Indonesian time."""
    return value.replace(tzinfo=JAKARTA) if isinstance(value, datetime) and value.tzinfo is None else value


def _duration(value: Any) -> Duration | None:
    if isinstance(value, Duration):
        return value
    return Duration(0, value) if isinstance(value, timedelta) else None


def mismatch(operator: str, left: Any, right: Any) -> EvaluationFailed:
    """The error for operands that an operator does not take."""
    hint = ""
    if {kind(left), kind(right)} == {"tanggal", "waktu"}:
        hint = "; ubah dulu: tanggal(...) untuk harinya atau waktu(...) untuk saatnya"
    elif "kosong" in (kind(left), kind(right)):
        hint = "; periksa dulu dengan ada(...)"
    elif {kind(left), kind(right)} == {"teks", "bilangan"}:
        hint = "; ubah dulu: str(...) atau int(...)"
    return EvaluationFailed(f"'{operator}' tidak dapat dipakai antara {kind(left)} dan {kind(right)}{hint}.")


def equal(left: Any, right: Any, budget: Budget) -> bool:
    """Equality of values: numbers by amount, truth values only with truth values, other kinds never across."""
    if type(left) is type(right) and isinstance(left, (str, bool, int)):
        if type(left) is str and len(left) > _LONG:
            budget.step(len(left) // _LONG)
        return bool(left == right)
    if isinstance(left, (list, dict)):
        return type(left) is type(right) and _equal_parts(left, right, budget)
    if is_number(left) and is_number(right):
        left, right = _paired(left, right)
        return bool(left == right)
    if isinstance(left, datetime) or isinstance(right, datetime):
        return isinstance(left, datetime) and isinstance(right, datetime) and _moment(left) == _moment(right)
    mine, other = _duration(left), _duration(right)
    if mine is not None or other is not None:
        return mine == other
    return type(left) is type(right) and bool(left == right)


def equal_kinds(left: Any, right: Any, budget: Budget) -> bool:
    """Equality where FEEL (null) and JUEL (`5 == "5"` is true) answer otherwise between kinds: there it fails."""
    if left is not None and right is not None and kind(left) != kind(right):
        raise mismatch("==", left, right)
    return equal(left, right, budget)


def _equal_parts(left: Any, right: Any, budget: Budget) -> bool:
    if left is right:
        return True
    budget.step(len(left) + 1)
    if len(left) != len(right):
        return False
    if isinstance(left, list):
        return all(equal(a, b, budget) for a, b in zip(left, right, strict=True))
    return all(key in right and equal(value, right[key], budget) for key, value in left.items())


def order(left: Any, right: Any, operator: str = "<") -> int:
    """-1, 0 or 1 as left is before, at or after right: numbers, texts, dates, moments, durations.

    Raises EvaluationFailed for other kinds and across kinds.
    """
    if is_number(left) and is_number(right):
        left, right = _paired(left, right)
    elif isinstance(left, datetime) and isinstance(right, datetime):
        left, right = _moment(left), _moment(right)
    elif (mine := _duration(left)) is not None and (other := _duration(right)) is not None:
        left, right = mine.estimate(), other.estimate()
    elif not (isinstance(left, str) and isinstance(right, str)) and not (type(left) is date and type(right) is date):
        raise mismatch(operator, left, right)
    if left != left or right != right:
        raise EvaluationFailed("Bilangan yang tidak terdefinisi tidak dapat dibandingkan.")
    return int(left > right) - int(left < right)


def contains(item: Any, container: Any, budget: Budget) -> bool:
    """`item in container`: of a list, a part of a text, a key of a dict."""
    if isinstance(container, str):
        if not isinstance(item, str):
            raise mismatch("in", item, container)
        budget.step(len(container) >> 6)
        return item in container
    if isinstance(container, list):
        budget.step(len(container))
        if isinstance(item, str):
            return item in container
        return any(equal(item, other, budget) for other in container)
    if isinstance(container, Mapping):
        return isinstance(item, str) and item in container
    raise EvaluationFailed(f"'in' memerlukan daftar, teks atau kamus di kanan, bukan {kind(container)}.")


def _number_operands(operator: str, left: Any, right: Any) -> tuple[Any, Any]:
    if not (is_number(left) and is_number(right)):
        raise mismatch(operator, left, right)
    return _paired(left, right)


def add(left: Any, right: Any, budget: Budget) -> Any:
    """Sum of numbers, joined texts or lists, moment or date plus duration."""
    if is_number(left) and is_number(right):
        left, right = _paired(left, right)
        return number(DECIMAL.add(left, right) if Decimal in (type(left), type(right)) else left + right)
    if isinstance(left, str) and isinstance(right, str):
        budget.text(len(left) + len(right))
        return left + right
    if isinstance(left, list) and isinstance(right, list):
        budget.items(len(left) + len(right))
        return left + right
    mine, other = _duration(left), _duration(right)
    if mine is not None and other is not None:
        return _bounded(lambda: mine.plus(other))
    if isinstance(left, date) and other is not None:
        return _bounded(lambda: other.after(_moment(left)))
    if isinstance(right, date) and mine is not None:
        return _bounded(lambda: mine.after(_moment(right)))
    raise mismatch("+", left, right)


def subtract(left: Any, right: Any, budget: Budget) -> Any:
    """Difference of numbers; date minus date, moment minus moment; either minus duration."""
    if is_number(left) and is_number(right):
        left, right = _paired(left, right)
        return number(DECIMAL.subtract(left, right) if Decimal in (type(left), type(right)) else left - right)
    if type(left) is date and type(right) is date:
        return left - right
    if isinstance(left, datetime) and isinstance(right, datetime):
        return _moment(left) - _moment(right)
    other = _duration(right)
    if other is not None and (mine := _duration(left)) is not None:
        return _bounded(lambda: mine.plus(other.negated()))
    if other is not None and isinstance(left, date):
        return _bounded(lambda: other.negated().after(_moment(left)))
    raise mismatch("-", left, right)


def multiply(left: Any, right: Any, budget: Budget) -> Any:
    """Product of numbers; text, list or duration times a whole number."""
    if type(left) is int and not is_number(right):
        left, right = right, left
    if is_number(left) and is_number(right):
        left, right = _paired(left, right)
        return number(DECIMAL.multiply(left, right) if Decimal in (type(left), type(right)) else left * right)
    if type(right) is int and isinstance(left, (str, list)):
        spend = budget.text if isinstance(left, str) else budget.items
        spend(len(left) * max(right, 0))
        return left * right
    duration = _duration(left)
    if type(right) is int and duration is not None:
        return _bounded(lambda: duration.times(number(right)))
    raise mismatch("*", left, right)


def divide(left: Any, right: Any, budget: Budget) -> Any:
    """Quotient; whole numbers give a float."""
    left, right = _number_operands("/", left, right)
    _nonzero(right)
    return number(DECIMAL.divide(left, right) if Decimal in (type(left), type(right)) else left / right)


def floor_divide(left: Any, right: Any, budget: Budget) -> Any:
    """Quotient rounded down, for all kinds of numbers."""
    left, right = _number_operands("//", left, right)
    _nonzero(right)
    if Decimal in (type(left), type(right)):
        return number(DECIMAL.divide(DECIMAL.subtract(left, modulo(left, right, budget)), right))
    return number(left // right)


def modulo(left: Any, right: Any, budget: Budget) -> Any:
    """Remainder with the sign of the divisor, for all kinds of numbers."""
    left, right = _number_operands("%", left, right)
    _nonzero(right)
    if Decimal not in (type(left), type(right)):
        return number(left % right)
    rest = DECIMAL.remainder(left, right)
    return number(DECIMAL.add(rest, right) if rest and (rest < 0) != (right < 0) else rest)


def power(left: Any, right: Any, budget: Budget) -> Any:
    """left ** right, refused before it is computed when it cannot be small."""
    left, right = _number_operands("**", left, right)
    if type(left) is int and type(right) is int and right >= 0:
        if left.bit_length() > 1 and (right > MAX_BITS or (left.bit_length() - 1) * right > MAX_BITS):
            raise BudgetExceeded("Pangkat ini terlalu besar.")
        return number(left**right)
    if Decimal in (type(left), type(right)):
        return number(DECIMAL.power(left, right))
    result = left**right
    if isinstance(result, complex):
        raise EvaluationFailed("Akar dari bilangan negatif tidak ada.")
    return number(result)


def _nonzero(value: Any) -> None:
    if value == 0:
        raise EvaluationFailed("Pembagian dengan nol.")


def _bounded(work: Callable[[], Any]) -> Any:
    """The result; a duration without months is a plain timedelta, which every store knows."""
    try:
        result = work()
        return result.delta if isinstance(result, Duration) and not result.months else result
    except (OverflowError, IsoRefused) as error:
        raise EvaluationFailed(f"Tanggal atau durasi di luar batas: {error}") from error


def negate(value: Any) -> Any:
    """-value, for numbers and durations."""
    duration = _duration(value)
    if duration is not None:
        return _bounded(duration.negated)
    if not is_number(value):
        raise EvaluationFailed(f"'-' memerlukan bilangan, bukan {kind(value)}.")
    return -value


def truth(value: Any) -> bool:
    """The truth value itself. Raises EvaluationFailed for anything else: a condition says what it means."""
    if value is True or value is False:
        return bool(value)
    raise EvaluationFailed(f"Yang diperlukan benar atau salah, bukan {kind(value)}; bandingkan, atau pakai ada(...).")


Operation = Callable[[Any, Any, Budget], Any]

ARITHMETIC: dict[str, Operation] = {
    "+": add, "-": subtract, "*": multiply, "/": divide, "//": floor_divide, "%": modulo, "**": power,
}  # fmt: skip


def without(operator: str, kinds: tuple[type, ...], instead: str) -> Operation:
    """The operation of a language in which it takes no values of these kinds; what it does with them here, it fails."""

    def strictly(left: Any, right: Any, budget: Budget) -> Any:
        for value in (left, right):
            if isinstance(value, kinds):
                raise EvaluationFailed(f"'{operator}' di sini tidak untuk {kind(value)}; {instead}.")
        return ARITHMETIC[operator](left, right, budget)

    return strictly


#: FEEL has no sum of lists; JUEL's takes texts for numbers (`"1" + "2"` is 3).
STRICT: dict[str, Operation] = {
    "feel +": without("+", (list,), "tulis concatenate(a, b)"),
    "feel *": without("*", (list, str), "hanya bilangan dan durasi"),
    "juel +": without("+", (str,), "gabungkan teks dengan ${a}${b}"),
    "juel *": without("*", (list, str), "hanya bilangan dan durasi"),
}
