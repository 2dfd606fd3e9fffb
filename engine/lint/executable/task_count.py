"""How many tasks a case can have open at once stays below the engine's limit (engine/spiff/limits.py, docs/limits.md).

A multi-instance over a list of unknown length counts as long as the engine lets it be. Parallel branches add up, all else
counts as its widest part: an estimate from above that leaves loops back out.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.finding import Finding, Text, about
from engine.lint.folder import Folder
from engine.spiff import Element, Limits
from engine.spiff.reading import constant

RULE = "task-count"
SEVERITY = "advice"


def check(folder: Folder) -> Iterator[Finding]:
    """The multi-instance activities by which one case could open more tasks than the engine holds."""
    if folder.variables is None or folder.model is None:
        return
    counting = _Counting(folder)
    limit = Limits().open_tasks
    for element in folder.elements:
        total = counting.of(element)
        if element.scope == folder.model.process and total > limit:
            each = max(1, total // counting.times(element))
            yield about(
                RULE,
                element,
                Text(
                    f"Perkara ini dapat membuka sampai {dotted(total)} tugas sekaligus; batasnya {dotted(limit)}.",
                    f"A case could open up to {total:,} tasks here at once; the limit is {limit:,}.",
                ),
                Text(
                    f"Batasi daftarnya (muat {dotted(limit // each)} ulangan), atau buat berurutan.",
                    f"Bound the list (room for {limit // each:,} instances), or make it sequential.",
                ),
                severity="advice",
            )


def dotted(number: int) -> str:
    """A number as Indonesian writes it: 25.000."""
    return f"{number:,}".replace(",", ".")


class _Counting:
    """Tasks open at once, from the inside out."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.known: dict[str, int] = {}
        paths = folder.variables.paths if folder.variables is not None else None
        self.children = paths.children if paths is not None else {}
        self.branches: dict[str, list[list[list[str]]]] = {}
        for split, branches in paths.splits if paths is not None else ():
            self.branches.setdefault(split.scope, []).append([paths.names(each) for each in branches if paths])

    def of(self, element: Element) -> int:
        """The tasks that one visit of an element can have open."""
        if element.id not in self.known:
            inner = self.scope(element.calls or element.id)
            self.known[element.id] = self.times(element) * (1 + inner) + (1 if element.loop is not None else 0)
        return self.known[element.id]

    def scope(self, scope: str) -> int:
        """The tasks that a process or sub-process can have open."""
        counts = {child.id: self.of(child) for child in self.children.get(scope, ())}
        widest = max(counts.values(), default=0)
        sums = [
            sum(max((counts.get(name, 0) for name in branch), default=0) for branch in branches)
            for branches in self.branches.get(scope, ())
        ]
        return max([widest, *sums])

    def times(self, element: Element) -> int:
        """How many instances of an element run at once."""
        loop = element.loop
        if loop is None or loop.kind != "parallel":
            return 1
        count = constant(loop.cardinality)
        return count if type(count) is int and count > 0 else Limits().instances
