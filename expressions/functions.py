"""The registry of functions that expressions may call, and what binds them to a clock and a calendar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from expressions.budget import Budget


class Calendar(Protocol):
    """The working days of the office."""

    def add_workdays(self, moment: datetime, n: int) -> datetime:
        """The moment n working days later."""
        ...

    def workdays_between(self, start: datetime, end: datetime) -> int:
        """Number of working days from start to end."""
        ...


@dataclass(frozen=True)
class Function:
    """One function: `call(functions, budget, *arguments)`, with the number of arguments it takes (most: None = any)."""

    name: str
    call: Callable[..., Any]
    least: int
    most: int | None
    usage: str

    def accepts(self, count: int) -> bool:
        """Whether it can be called with so many arguments."""
        return self.least <= count and (self.most is None or count <= self.most)


class Functions:
    """A table of functions, and the clock and calendar they see (None: unknown here)."""

    __slots__ = ("calendar", "now", "table")

    def __init__(
        self, table: Mapping[str, Function], *, now: datetime | None = None, calendar: Calendar | None = None
    ) -> None:
        self.table = table
        self.now = now
        self.calendar = calendar

    def bind(self, *, now: datetime | None = None, calendar: Calendar | None = None) -> Functions:
        """The same functions at this moment (aware) and with this calendar; what is not given stays."""
        return Functions(self.table, now=now or self.now, calendar=calendar or self.calendar)

    def extended(self, *more: Function) -> Functions:
        """These functions and more; a later one replaces one of the same name."""
        return Functions({**self.table, **{each.name: each for each in more}}, now=self.now, calendar=self.calendar)

    def __contains__(self, name: object) -> bool:
        return name in self.table


TABLE: dict[str, Function] = {}


Register = Callable[[Callable[..., Any]], Callable[..., Any]]


def function(usage: str, *, names: str = "", least: int, most: int | None = -1) -> Register:
    """Register a pure function `(functions, budget, *arguments)` under the name its usage begins with, and others."""

    def register(call: Callable[..., Any]) -> Callable[..., Any]:
        for name in (usage.split("(")[0], *names.split()):
            TABLE[name] = Function(name, call, least, least if most == -1 else most, usage)
        return call

    return register


__all__ = ["TABLE", "Budget", "Calendar", "Function", "Functions", "function"]
