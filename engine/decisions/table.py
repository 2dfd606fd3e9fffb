"""A decision table and how it answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engine.decisions.errors import DecisionFailed, Finding
from engine.decisions.kinds import fits
from expressions import BASE, INPUT, Budget, BudgetExceeded, EvaluationFailed, Expression, Functions, check
from expressions.cells import of_nothing
from expressions.operators import equal, kind

Scope = Mapping[str, Any]
Answer = dict[str, Any] | list[dict[str, Any]] | None


@dataclass(frozen=True)
class Input:
    """A column that asks: an expression, its kind if declared, and the values it may take if listed."""

    id: str
    label: str
    expression: Expression
    type: str
    allowed: Expression | None
    line: int


@dataclass(frozen=True)
class Output:
    """A column that answers; `default` is used when no rule matches."""

    id: str
    name: str
    label: str
    type: str
    allowed: Expression | None
    default: Expression | None
    line: int


@dataclass(frozen=True)
class Annotation:
    """A remark on a rule, such as its legal source."""

    name: str
    text: str


@dataclass(frozen=True)
class Rule:
    """A row: one test per input (None: always true) and one expression per output (None: no value)."""

    number: int
    id: str
    description: str
    tests: tuple[Expression | None, ...]
    values: tuple[Expression | None, ...]
    annotations: tuple[Annotation, ...]
    line: int


@dataclass(frozen=True)
class Decision:
    """A decision: `policy` is UNIQUE, FIRST, ANY or COLLECT; `aggregation` SUM, MIN, MAX, COUNT or empty."""

    id: str
    name: str
    policy: str
    aggregation: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    line: int
    documentation: str = ""

    def evaluate(self, scope: Scope, functions: Functions = BASE, budget: Budget | None = None) -> Answer:
        """The answer: a dict of output name -> value, a list of them (COLLECT), or None when no rule matches.

        Raises DecisionFailed (also for UNIQUE with several matches and ANY with different answers), BudgetExceeded.
        """
        run = _Run(self, scope, functions, budget or Budget())
        matching = run.matching()
        if self.policy == "COLLECT":
            return self._collected([run.values_of(rule) for rule in matching], run.budget)
        if not matching:
            return run.defaults()
        first = run.values_of(matching[0])
        if self.policy == "UNIQUE" and len(matching) > 1:
            raise self._several("Lebih dari satu aturan cocok", matching)
        if self.policy == "ANY" and not all(equal(first, run.values_of(rule), run.budget) for rule in matching[1:]):
            raise self._several("Aturan yang cocok memberi hasil berbeda", matching)
        return first

    def _several(self, what: str, matching: list[Rule]) -> DecisionFailed:
        numbers = [rule.number for rule in matching]
        named = " dan ".join(f"{rule.number} (baris {rule.line})" for rule in matching)
        return DecisionFailed(f"{what}: aturan {named}; perbaiki tabelnya.", self.id, numbers, self.line)

    def _collected(self, found: list[dict[str, Any]], budget: Budget) -> Answer:
        if not self.aggregation:
            return found
        name = self.outputs[0].name
        if self.aggregation == "COUNT":
            return {name: len(found)}
        values = [each[name] for each in found if each[name] is not None]
        function = BASE.table[self.aggregation.lower()]
        if not values:
            return {name: 0 if self.aggregation == "SUM" else None}
        try:
            return {name: function.call(BASE, budget, values)}
        except EvaluationFailed as error:
            raise DecisionFailed(f"{self.aggregation} gagal: {error}", self.id, (), self.line) from error

    @cached_property
    def names(self) -> frozenset[str]:
        """The variables it needs."""
        return frozenset(name for expression, _, _ in self._expressions() for name in expression.names) - {INPUT}

    def check(self, known: Collection[str] | None, functions: Functions = BASE) -> list[Finding]:
        """Unknown variables (known None: not checked) and functions of every cell."""
        names = None if known is None else {*known, INPUT}
        return [
            Finding(problem.message, line, self.id, rule)
            for expression, rule, line in self._expressions()
            for problem in check(expression, names, functions)
        ]

    def _expressions(self) -> Iterator[tuple[Expression, int | None, int]]:
        for column in self.inputs:
            yield from ((each, None, column.line) for each in (column.expression, column.allowed) if each)
        for output in self.outputs:
            yield from ((each, None, output.line) for each in (output.default, output.allowed) if each)
        for rule in self.rules:
            yield from ((cell, rule.number, rule.line) for cell in (*rule.tests, *rule.values) if cell)


class _Run:
    """One evaluation of a table."""

    def __init__(self, decision: Decision, scope: Scope, functions: Functions, budget: Budget) -> None:
        self.decision, self.scope, self.functions, self.budget = decision, scope, functions, budget
        self.values = [self._input(column) for column in decision.inputs]

    def _evaluate(self, expression: Expression, scope: Scope, rule: int | None, line: int) -> Any:
        try:
            return expression.evaluate(scope, self.functions, self.budget)
        except BudgetExceeded:
            raise
        except EvaluationFailed as error:
            rules = () if rule is None else (rule,)
            message = f"{error} Dalam: {expression.source.strip()[:80]}"
            raise DecisionFailed(message, self.decision.id, rules, line) from error

    def _input(self, column: Input) -> Any:
        value = self._evaluate(column.expression, self.scope, None, column.line)
        if value is not None and not fits(value, column.type):
            message = f"'{column.label}' seharusnya {column.type}, bukan {kind(value)}."
            raise DecisionFailed(message, self.decision.id, (), column.line)
        if column.allowed is not None and not self._holds(column.allowed, value, None, column.line):
            message = f"'{column.label}' bernilai {str(value)[:60]!r}; yang boleh: {column.allowed.source.strip()}."
            raise DecisionFailed(message, self.decision.id, (), column.line)
        return value

    def _holds(self, test: Expression, value: Any, rule: int | None, line: int) -> bool:
        self.budget.step(2)
        scope = {INPUT: value} if test.names <= {INPUT} else {**self.scope, INPUT: value}
        if value is None:
            parts = of_nothing(test.tree, lambda node: self._evaluate(Expression(test.source, node), scope, rule, line))
            return parts is True
        answer = self._evaluate(test, scope, rule, line)
        if not isinstance(answer, bool):
            message = f"Sel '{test.source.strip()[:80]}' tidak memberi benar atau salah."
            raise DecisionFailed(message, self.decision.id, () if rule is None else (rule,), line)
        return answer

    def matching(self) -> list[Rule]:
        """The rules whose tests all hold; only the first one for FIRST."""
        found = []
        for rule in self.decision.rules:
            pairs = zip(rule.tests, self.values, strict=True)
            if all(test is None or self._holds(test, value, rule.number, rule.line) for test, value in pairs):
                found.append(rule)
                if self.decision.policy == "FIRST":
                    break
        return found

    def values_of(self, rule: Rule) -> dict[str, Any]:
        """The outputs of a rule."""
        row = {}
        for output, cell in zip(self.decision.outputs, rule.values, strict=True):
            value = None if cell is None else self._evaluate(cell, self.scope, rule.number, rule.line)
            row[output.name] = self._checked(output, value, rule)
        return row

    def _checked(self, output: Output, value: Any, rule: Rule) -> Any:
        if value is not None and not fits(value, output.type):
            message = f"Hasil '{output.name}' seharusnya {output.type}, bukan {kind(value)}."
            raise DecisionFailed(message, self.decision.id, (rule.number,), rule.line)
        if output.allowed is not None and not self._holds(output.allowed, value, rule.number, rule.line):
            message = f"Hasil '{output.name}' tidak termasuk {output.allowed.source.strip()}."
            raise DecisionFailed(message, self.decision.id, (rule.number,), rule.line)
        return value

    def defaults(self) -> dict[str, Any] | None:
        """What is answered when no rule matches: the default outputs, if there are any."""
        columns = self.decision.outputs
        if all(output.default is None for output in columns):
            return None
        return {
            output.name: output.default and self._evaluate(output.default, self.scope, None, output.line)
            for output in columns
        }
