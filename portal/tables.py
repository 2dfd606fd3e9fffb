"""A table once: the page draws it, the charts take their numbers from it, and the files hold the same cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

#: What stands in a cell. None: nothing of the kind (a dash on the page, an empty cell in a file).
Value = str | int | date | datetime | None
#: How a column reads: `percent` holds whole percents, `moment` a day with the time, `month` 2026-11.
Kind = Literal["text", "number", "percent", "day", "moment", "month"]


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: what it is called, and how it reads."""

    label: str
    kind: Kind = "text"


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows under columns. `name` is also that of its file; `links`: per row the address of its first cell, "" for none;
    `more`: how many rows were left out."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    links: Sequence[str] = field(default=())
    more: int = 0

    def column(self, number: int) -> list[Value]:
        """All cells of a column."""
        return [row[number] for row in self.rows]
