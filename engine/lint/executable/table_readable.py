"""Every decision table can be read: hit policy, columns, cells and functions are known."""

from __future__ import annotations

from collections.abc import Iterator

from engine.decisions import Finding as TableFinding
from engine.lint.finding import Finding, Text
from engine.lint.folder import Folder

RULE = "table-readable"
SEVERITY = "error"


def check(folder: Folder) -> Iterator[Finding]:
    """What keeps a table from being used, unknown functions included."""
    for name, problem in folder.table_problems:
        yield _told(name, problem)
    for name, decision in folder.tables.values():
        for problem in decision.check(None):
            yield _told(name, problem)


def _told(name: str, problem: TableFinding) -> Finding:
    place = f"rule {problem.rule}" if problem.rule else "its head or a column"
    return Finding(
        severity="error",
        rule=RULE,
        element=problem.decision,
        line=problem.line,
        message=Text(problem.message, f"This table cannot be used: {place} is not understood."),
        remedy=Text(
            "Perbaiki tabelnya; sel ditulis menurut docs/expressions.md.",
            "Mend it; cells are written as docs/expressions.md says.",
        ),
        file=name,
    )
