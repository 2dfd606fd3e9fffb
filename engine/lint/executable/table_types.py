"""A cell's fixed value is of its column's kind (DMN 1.3, 8.2.8: typeRef)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.decisions.kinds import fits
from engine.lint.finding import Finding, Text
from engine.lint.folder import Folder
from expressions import INPUT, Expression, nodes

RULE = "table-types"
SEVERITY = "error"


def check(folder: Folder) -> Iterator[Finding]:
    """Outputs of another kind than declared, and tests that compare a column with a value of another kind."""
    for file, decision in folder.tables.values():
        for rule in decision.rules:
            columns = [
                *(
                    (output.type, output.name, cell, False)
                    for output, cell in zip(decision.outputs, rule.values, strict=True)
                ),
                *((each.type, each.label, cell, True) for each, cell in zip(decision.inputs, rule.tests, strict=True)),
            ]
            for kind, label, cell, test in columns:
                for value in _wrong(kind, cell, test):
                    yield Finding(
                        severity="error",
                        rule=RULE,
                        element=decision.id,
                        line=rule.line,
                        file=file,
                        message=Text(
                            f"Aturan {rule.number}: {value!r} bukan {kind} (kolom '{label}').",
                            f"Rule {rule.number}: {value!r} is no {kind} (column '{label}').",
                        ),
                        remedy=Text(
                            "Perbaiki selnya, atau typeRef kolomnya.", "Mend the cell, or the column's typeRef."
                        ),
                    )


def _wrong(kind: str, cell: Expression | None, test: bool) -> Iterator[object]:
    if cell is None:
        return
    if not test:
        if isinstance(cell.tree, nodes.Literal) and cell.tree.value is not None and not fits(cell.tree.value, kind):
            yield cell.tree.value
        return
    for node, _ in nodes.walk(cell.tree):
        if isinstance(node, nodes.Compare):
            operands = [node.first, *(operand for _, operand in node.rest)]
            if any(isinstance(each, nodes.Name) and each.id == INPUT for each in operands):
                for each in operands:
                    if isinstance(each, nodes.Literal) and each.value is not None and not fits(each.value, kind):
                        yield each.value
