"""Expressions inside a form: conditions, defaults, options and texts, evaluated over context and what is filled in."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from expressions import BASE, JAKARTA, Budget, EvaluationFailed, Expression, Functions, parse
from expressions.library.texts import as_text

Scope = Mapping[str, Any]
Made = TypeVar("Made")
Make = Callable[[Any], Made]


class Layers(Mapping[str, Any]):
    """Names of an inner scope (a group, a row) before those of the scope around it. Cheap to make."""

    __slots__ = ("inner", "outer")

    def __init__(self, inner: Mapping[str, Any], outer: Scope) -> None:
        self.inner = inner
        self.outer = outer

    def __getitem__(self, name: str) -> Any:
        return self.inner[name] if name in self.inner else self.outer[name]

    def __contains__(self, name: object) -> bool:
        return name in self.inner or name in self.outer

    def __iter__(self) -> Iterator[str]:
        yield from self.inner
        yield from (name for name in self.outer if name not in self.inner)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Evaluation:
    """The clock and the allowance of one validation, rendering or sampling: all its rules together are bounded."""

    __slots__ = ("_known", "budget", "functions")

    def __init__(self, functions: Functions = BASE) -> None:
        self.functions = functions
        self.budget = Budget()
        self._known: dict[tuple[Expression, Make[Any]], Any] = {}

    def value(self, expression: Expression, scope: Scope) -> Any:
        """The value, or None where there is none: a comparison with what is not filled in yet is not true, as in FEEL."""
        try:
            return expression.evaluate(scope, self.functions, self.budget)
        except EvaluationFailed:
            return None

    def once(self, expression: Expression, scope: Scope, make: Make[Made]) -> Made:
        """What `make` makes of the value; made once for all rows where the expression reads only the context."""
        around = scope
        while isinstance(around, Layers):
            if not expression.names.isdisjoint(around.inner):
                return make(self.value(expression, scope))
            around = around.outer
        key = (expression, make)
        if key not in self._known:
            self._known[key] = make(self.value(expression, around))
        made: Made = self._known[key]
        return made

    def holds(self, expression: Expression, scope: Scope) -> bool:
        """Whether a condition is true; what cannot be computed is not."""
        return self.value(expression, scope) is True


@dataclass(frozen=True)
class Text:
    """A text of the form: literal, an expression (`=...`), or with `{{...}}` in it."""

    source: str
    parts: tuple[str | Expression, ...]

    def show(self, scope: Scope, evaluation: Evaluation) -> str:
        """The text in this scope; a part without a value is empty."""
        return "".join(part if isinstance(part, str) else shown(evaluation.value(part, scope)) for part in self.parts)

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """The expressions in it."""
        return tuple(part for part in self.parts if not isinstance(part, str))


def read_text(source: str) -> Text:
    """Read a text of the form. Raises ExpressionRefused."""
    if source.lstrip().startswith("="):
        return Text(source, (parse(source, spelling="feel"),))
    parts: list[str | Expression] = []
    rest = source
    while "{{" in rest and "}}" in rest.split("{{", 1)[1]:
        before, rest = rest.split("{{", 1)
        inside, rest = rest.split("}}", 1)
        parts += [before, parse("=" + inside, spelling="feel")]
    return Text(source, tuple(part for part in (*parts, rest) if part != ""))


NOTHING = Text("", ())


def shown(value: Any) -> str:
    """A value as text on the page; a list with commas."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    if isinstance(value, list):
        return ", ".join(shown(item) for item in value)
    if isinstance(value, Mapping):
        return str(value.get("nama") or value.get("label") or "")
    if isinstance(value, float) and not math.isfinite(value):
        return ""  # no number that anybody could have filled in
    return as_text(value)


def plain(value: Any) -> Any:
    """The JSON-like spelling of a computed value: dates as ISO text in Jakarta time, exact numbers as int or float."""
    if isinstance(value, datetime):
        return (
            value.replace(tzinfo=JAKARTA).isoformat() if value.tzinfo is None else value.astimezone(JAKARTA).isoformat()
        )
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value
