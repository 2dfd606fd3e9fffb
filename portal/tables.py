"""A table once: the page draws it, the charts take their numbers from it, and the files hold the same cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

#: What stands in a cell. None: nothing of the kind (a dash on the page, an empty cell in a file).
Value = str | int | date | datetime | None
#: How a column reads: `percent` holds whole percents, `moment` a day with the time, `month` 2026-11.
Kind = Literal["text", "number", "percent", "day", "moment", "month"]

#: Letters beyond which a cell is given room for several words a line.
LONG = 24


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: what it is called, and how it reads. `spare`: the page leaves it out when it says the same in every row."""

    label: str
    kind: Kind = "text"
    spare: bool = False

    @property
    def counts(self) -> bool:
        """Whether it holds numbers, which stand under each other."""
        return self.kind in ("number", "percent")


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

    def first(self, number: int) -> Table:
        """The same without the rows beyond so many."""
        more = self.more + max(0, len(self.rows) - number)
        return replace(self, rows=self.rows[:number], links=self.links[:number], more=more)

    def shown(self) -> list[tuple[int, Column, bool]]:
        """The columns that the page shows: their place, and whether their words need room."""
        found = []
        for number, column in enumerate(self.columns):
            values = self.column(number)
            if not (column.spare and len(set(values)) < 2):
                found.append((number, column, any(len(str(value)) > LONG for value in values)))
        return found
