"""A decision table answers every case once: no overlap where it must be unique, no rule that never matches, no gap.

Measured by `engine.decisions.coverage`; a table whose cells are no plain comparisons gets no verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.decisions import Coverage, Decision, coverage
from engine.decisions.coverage import FIXED
from engine.lint.finding import Finding, Severity, Text
from engine.lint.folder import Folder
from expressions import Budget, EvaluationFailed, Expression, nodes, operators

RULE = "table-rules"
SEVERITY = "error"


def check(folder: Folder) -> Iterator[Finding]:
    """Overlaps of UNIQUE and contradictions of ANY (errors: evaluation fails there), gaps and idle rules (advice)."""
    for file, decision in folder.tables.values():
        covered = coverage(decision)
        if covered.analysable and decision.rules:
            yield from _overlaps(file, decision, covered)
            yield from _rest(file, decision, covered)


def _overlaps(file: str, decision: Decision, covered: Coverage) -> Iterator[Finding]:
    told: set[tuple[int, ...]] = set()
    for rules, where in covered.overlaps:
        wrong = decision.policy == "UNIQUE" or (decision.policy == "ANY" and not _same(decision, rules))
        if wrong and rules not in told:
            told.add(rules)
            listed = ", ".join(map(str, rules))
            yield _told(
                file,
                decision,
                rules[1],
                "error",
                Text(
                    f"Aturan {listed} sama-sama cocok bila {_where(where)} ({decision.policy}).",
                    f"Rules {listed} all match when {_where(where)} ({decision.policy}).",
                ),
                Text(
                    "Buat aturannya saling meniadakan, atau pakai FIRST.",
                    "Let the rules exclude each other, or use FIRST.",
                ),
            )


def _rest(file: str, decision: Decision, covered: Coverage) -> Iterator[Finding]:
    for number in covered.unreachable:
        yield _told(
            file,
            decision,
            number,
            "advice",
            Text(f"Aturan {number} tidak pernah cocok.", f"Rule {number} never matches."),
            Text("Perbaiki sel-selnya, atau hapus aturannya.", "Mend its cells, or remove the rule."),
        )
    answered = decision.policy == "COLLECT" or any(output.default is not None for output in decision.outputs)
    gaps = [gap for gap in covered.gaps if not _outside(decision, gap)]
    if gaps and not answered:
        more = len(gaps) - 1
        also = Text(f" (dan {more} lainnya)", f" (and {more} more)") if more else Text("", "")
        yield _told(
            file,
            decision,
            None,
            "advice",
            Text(f"Tidak ada aturan untuk {_where(gaps[0])}{also.id}.", f"No rule for {_where(gaps[0])}{also.en}."),
            Text("Tambahkan aturan, atau nilai bawaan.", "Add a rule, or a default output."),
        )


def _outside(decision: Decision, gap: Mapping[str, str]) -> bool:
    """Whether a gap lies beside the values that a column lists one by one: what is not listed is not meant."""
    lists = {column.label: _lists(decision, place) for place, column in enumerate(decision.inputs)}
    return any(lists[label] and text.startswith(("selain", "<", ">", "antara")) for label, text in gap.items())


def _lists(decision: Decision, place: int) -> bool:
    tests = [rule.tests[place] for rule in decision.rules]
    operators = {
        operator
        for test in tests
        if test is not None
        for node, _ in nodes.walk(test.tree)
        if isinstance(node, nodes.Compare)
        for operator, _ in node.rest
    }
    return not operators & {"<", ">", "<=", ">="}


def _same(decision: Decision, rules: tuple[int, ...]) -> bool:
    """Whether rules may answer alike: fixed values that differ cannot; what is computed is not known before."""
    rows = [rule.values for rule in decision.rules if rule.number in rules]
    return all(_alike(one, other) for row in rows for one, other in zip(rows[0], row, strict=True))


def _alike(one: Expression | None, other: Expression | None) -> bool:
    values = [constant(cell) if cell is not None else (None,) for cell in (one, other)]
    return None in values or equal(values[0], values[1])


def constant(cell: Expression) -> tuple[Any] | None:
    """The value of a cell that needs nothing from the case."""
    if cell.uses and not all(use.arguments is not None and use.name in FIXED for use in cell.uses):
        return None
    try:
        return (cell.evaluate({}),)
    except EvaluationFailed:
        return None


def equal(one: tuple[Any] | None, other: tuple[Any] | None) -> bool:
    """Whether two values are equal as the table compares them."""
    return one is None or other is None or operators.equal(one[0], other[0], Budget())


def _where(described: Mapping[str, str]) -> str:
    return ", ".join(f"{label}: {text}" for label, text in described.items())


def _told(file: str, decision: Decision, rule: int | None, severity: Severity, message: Text, remedy: Text) -> Finding:
    line = next((each.line for each in decision.rules if each.number == rule), decision.line)
    return Finding(
        severity=severity, rule=RULE, element=decision.id, line=line, message=message, remedy=remedy, file=file
    )
