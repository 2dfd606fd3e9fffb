"""Numbers: whole or with a bounded number of decimals, within bounds."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from expressions import Expression
from forms.check import Check, Clean, Wrong
from forms.fields import Field
from forms.rules import Scope
from forms.said import said

#: Beyond this a float no longer tells neighbours apart.
LARGEST = 10**15


def cleaner(field: Field) -> Clean:
    """The cleaner of a number: int where it has no fraction, else float."""
    decimals = field.decimals

    def clean(raw: Any, scope: Scope, at: str, check: Check) -> int | float | Wrong:
        if type(raw) is not int and type(raw) is not float:
            return check.wrong(
                at,
                said("Isi dengan angka, misalnya 12.") if decimals == 0 else said("Isi dengan angka, misalnya 12,5."),
            )
        if not math.isfinite(raw) or not -LARGEST < raw < LARGEST:
            return check.wrong(at, said("Angka ini terlalu besar."))
        if type(raw) is float:
            if raw.is_integer():
                raw = int(raw)
            elif decimals is not None and places(raw) > decimals:
                return check.wrong(
                    at,
                    said("Paling banyak {decimals} angka di belakang koma.", decimals=decimals)
                    if decimals
                    else said("Isi dengan bilangan bulat."),
                )
        return _within(raw, field, scope, at, check)

    return clean


def places(value: float) -> int:
    """Decimals of a number as it is written."""
    exponent = Decimal(repr(value)).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def bound(limit: Any, scope: Scope, check: Check) -> Any:
    """A bound, computed where it is an expression; None where there is none."""
    if isinstance(limit, Expression):
        limit = check.evaluation.value(limit, scope)
    return limit if isinstance(limit, (int, float, Decimal)) and not isinstance(limit, bool) else None


def _within(value: int | float, field: Field, scope: Scope, at: str, check: Check) -> int | float | Wrong:
    least, most = bound(field.minimum, scope, check), bound(field.maximum, scope, check)
    if least is not None and value < least:
        return check.wrong(at, said("Paling kecil {least}.", least=written(least)))
    if most is not None and value > most:
        return check.wrong(at, said("Paling besar {most}.", most=written(most)))
    return value


def written(value: Any) -> str:
    """A number as Indonesians write it: 1.250,5."""
    text = f"{Decimal(str(value)):,f}".translate({ord(","): ".", ord("."): ","})
    return text.rstrip("0").rstrip(",") if "," in text else text
