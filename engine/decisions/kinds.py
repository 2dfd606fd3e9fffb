"""The kinds of values that a DMN column may declare with `typeRef`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from expressions import Duration
from expressions.operators import is_number

_CLASSES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "date": (date,),
    "datetime": (datetime,),
    "dateandtime": (datetime,),
    "duration": (timedelta, Duration),
    "daytimeduration": (timedelta, Duration),
    "yearmonthduration": (timedelta, Duration),
    "list": (list,),
    "context": (Mapping,),
}
NUMBERS = ("number", "integer", "long", "double", "decimal", "float", "int")
WHOLE = ("integer", "long", "int")


def plain_type(type_ref: str) -> str:
    """`feel:number`, `Number` and `date and time` in one spelling; the empty text when nothing is declared."""
    return type_ref.split(":")[-1].replace(" ", "").replace("-", "").lower()


def fits(value: Any, type_ref: str) -> bool:
    """Whether a value is of the declared kind; what is not declared, `Any` and own types fit always."""
    name = plain_type(type_ref)
    if name in NUMBERS:
        return is_number(value) and (name not in WHOLE or value == int(value))
    if name == "date":
        return isinstance(value, date) and not isinstance(value, datetime)
    return isinstance(value, _CLASSES[name]) if name in _CLASSES else True
