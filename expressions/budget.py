"""How much one evaluation may cost: steps of work and cells of new data."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from expressions.errors import BudgetExceeded, EvaluationFailed

#: Largest values that may arise. A cell is a list item, a quarter of a dict entry, or eight characters of text.
MAX_CHARACTERS = 200_000
MAX_ITEMS = 100_000
MAX_BITS = 512
MAX_LEVELS = 60
STEPS = 1_000_000
CELLS = 1_000_000


class Budget:
    """What is left of the allowance; give the same budget to several evaluations to bound them together."""

    __slots__ = ("cells", "steps")

    def __init__(self, steps: int = STEPS, cells: int = CELLS) -> None:
        self.steps = steps
        self.cells = cells

    def step(self, count: int = 1) -> None:
        """Spend steps. Raises BudgetExceeded."""
        self.steps -= count
        if self.steps < 0:
            raise BudgetExceeded("Perhitungan terlalu panjang; kurangi pengulangan atau pindahkan ke handlers.py.")

    def text(self, length: int) -> None:
        """Spend for a new text of this length, before it is made. Raises BudgetExceeded."""
        if length > MAX_CHARACTERS:
            raise BudgetExceeded(f"Teks menjadi {length:,} karakter; paling banyak {MAX_CHARACTERS:,}.")
        self._cells(length // 8 + 1)

    def items(self, count: int, *, each: int = 1) -> None:
        """Spend for a new list (or dict: each=4) of so many entries, before it is made. Raises BudgetExceeded."""
        if count > MAX_ITEMS:
            raise BudgetExceeded(f"Daftar menjadi {count:,} butir; paling banyak {MAX_ITEMS:,}.")
        self._cells(count * each + 1)

    def _cells(self, count: int) -> None:
        self.cells -= count
        if self.cells < 0:
            raise BudgetExceeded("Perhitungan menghasilkan terlalu banyak data; kurangi isinya.")

    def measure(self, value: Any, level: int = 1) -> None:
        """Walk a result as the tree it will be when it is stored, spending steps.

        Parts shared by reference count every time: `x = [x, x]` sixty times is small in memory and immense on disk.
        Raises BudgetExceeded, and EvaluationFailed for a value that a case cannot hold.
        """
        kind = type(value)
        if kind is dict or kind is list:
            if level > MAX_LEVELS:
                raise BudgetExceeded(f"Data bersarang lebih dari {MAX_LEVELS} tingkat.")
            self.step(len(value) + 1)
            for item in value.values() if kind is dict else value:
                if type(item) is str:
                    if len(item) > 64:
                        self._cells(len(item) // 8)
                elif type(item) not in SCALARS:
                    self.measure(item, level + 1)
        elif not isinstance(value, STORABLE):
            hint = "; simpan teksnya: str(...)" if kind.__name__ == "Duration" else ""
            raise EvaluationFailed(f"Nilai jenis {kind.__name__} tidak dapat disimpan{hint}.")


SCALARS = frozenset({str, int, float, bool, type(None), Decimal})
STORABLE: tuple[type, ...] = (str, int, float, bool, type(None), Decimal, date, timedelta)
