"""Copy on write: a script changes copies, each container at most once, and never what it was given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from expressions import operators
from expressions.budget import Budget
from expressions.errors import EvaluationFailed
from expressions.reading import item_of, text_key


class Copies:
    """The containers that the running script copied and that nothing else can see yet.

    They may be changed in place, so that a loop over a thousand participants copies their list once. As soon as a
    value that may share parts with them is taken (`b = a`, `for x in a`), `forget` makes them ordinary again.
    """

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self._own: dict[int, Any] = {}  # by id; holds the objects, so that no id is used again

    def forget(self) -> None:
        """From now on everything is copied again before it is changed."""
        self._own.clear()

    def replaced(self, holder: Any, steps: list[Any], new: Any, of: str) -> Any:
        """The holder (or a copy) with the value at the end of the path replaced. `of` names it in errors.

        Raises EvaluationFailed where there is no such place, BudgetExceeded.
        """
        if not steps:
            return new
        first, rest = steps[0], steps[1:]
        if isinstance(holder, Mapping):
            first = text_key(first)
            inner = item_of(holder, first, of) if rest else None
        elif isinstance(holder, list):
            inner = item_of(holder, first, of)
        else:
            kind = operators.kind(holder)
            raise EvaluationFailed(f"Isi {of} tidak dapat diberi nilai: {kind}, bukan kamus atau daftar.")
        value = self.replaced(inner, rest, new, of)
        mine = self._copied(holder)
        mine[first] = value
        return mine

    def _copied(self, holder: Any) -> Any:
        if id(holder) in self._own:
            self.budget.items(1)
            return holder
        self.budget.items(len(holder) + 1)
        copy: Any = list(holder) if isinstance(holder, list) else dict(holder)
        self._own[id(copy)] = copy
        return copy
