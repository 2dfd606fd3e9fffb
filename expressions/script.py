"""Scripts: run statements over a scope and give back the variables they assigned, as new values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from typing import Any

from expressions import analysis, nodes, operators
from expressions.budget import Budget
from expressions.compiler import Code, Run, Scope, compile_node, weight
from expressions.errors import EvaluationFailed
from expressions.expression import check_depth, contained
from expressions.functions import Functions
from expressions.library import BASE
from expressions.reading import item_of, items_of
from expressions.script_grammar import ScriptGrammar
from expressions.statements import Assign, Block, Do, For, If
from expressions.writing import Copies

#: One statement, compiled: reads the layered scope, writes into its own layer.
Step = Callable[["Layer", Run], None]


class Layer(Mapping[str, Any]):
    """What the script assigned, over the scope it was given, which is never changed."""

    def __init__(self, below: Scope, copies: Copies) -> None:
        self.own: dict[str, Any] = {}
        self.below = below
        self.copies = copies

    def __getitem__(self, name: str) -> Any:
        return self.own[name] if name in self.own else self.below[name]

    def __iter__(self) -> Any:
        return iter({**self.below, **self.own})

    def __len__(self) -> int:
        return len({**self.below, **self.own})


class Script:
    """A script read once; `names` must be in the scope, `assigns` is what it may give back."""

    def __init__(self, source: str, body: Block) -> None:
        self.source = source
        self.body = body
        for root in body:
            check_depth(source, root)
        self._step = _block(body, frozenset())

    def run(self, scope: Scope, functions: Functions = BASE, budget: Budget | None = None) -> dict[str, Any]:
        """The variables it assigned, as new values; nothing that was given is changed.

        Raises EvaluationFailed, BudgetExceeded, ErrorThrown (from `galat(...)`); nothing else.
        """
        run = Run(functions, budget or Budget())
        layer = Layer(scope, Copies(run.budget))
        try:
            self._step(layer, run)
            for value in layer.own.values():
                run.budget.measure(value)
            return layer.own
        except EvaluationFailed:
            raise
        except (ArithmeticError, RecursionError, MemoryError, TypeError, ValueError) as error:
            raise contained(error) from error

    @cached_property
    def uses(self) -> tuple[analysis.Use, ...]:
        """Every function called, and every variable read before the script surely gave it a value."""
        found: list[analysis.Use] = []
        _uses(self.body, frozenset(), found)
        return tuple(found)

    @cached_property
    def names(self) -> frozenset[str]:
        """The variables that must be in the scope."""
        return frozenset(use.name for use in self.uses if use.arguments is None and not use.optional)

    @cached_property
    def calls(self) -> frozenset[str]:
        """The functions it calls."""
        return frozenset(use.name for use in self.uses if use.arguments is not None)

    @cached_property
    def assigns(self) -> frozenset[str]:
        """The variables it may assign."""
        every = (node for root in self.body for node, _ in nodes.walk(root))
        return frozenset(node.name for node in every if isinstance(node, Assign))

    def __repr__(self) -> str:
        return f"Script({self.source!r})"


@lru_cache(maxsize=1024)
def parse_script(text: str) -> Script:
    """Read a script in the plain spelling. Raises ExpressionRefused."""
    return Script(text, ScriptGrammar(text).script())


def _block(body: Block, bound: frozenset[str]) -> Step:
    steps = [_STATEMENTS[type(statement)](statement, bound) for statement in body]

    def run_all(layer: Layer, run: Run) -> None:
        for step in steps:
            step(layer, run)

    return run_all


def _assign(statement: Assign, bound: frozenset[str]) -> Step:
    name, value = statement.name, compile_node(statement.value, bound)
    path = [compile_node(step, bound) for step in statement.steps]
    operate = operators.ARITHMETIC[statement.operator] if statement.operator else None
    cost = weight(statement)

    def assign(layer: Layer, run: Run) -> None:
        run.budget.step(cost)
        steps = [step(layer, run) for step in path]
        new = value(layer, run)
        if operate is not None or steps:
            old = _variable(layer, name)
            new = new if operate is None else operate(_reach(old, steps, name), new, run.budget)
            if type(new) in (list, dict):
                layer.copies.forget()  # the new value may share parts with what was copied
            new = layer.copies.replaced(old, steps, new, f"'{name}'")
        elif type(new) in (list, dict):
            layer.copies.forget()
        layer.own[name] = new

    return assign


def _variable(layer: Layer, name: str) -> Any:
    try:
        return layer[name]
    except KeyError:
        raise EvaluationFailed(f"Variabel '{name}' tidak ada di sini.") from None


def _reach(value: Any, steps: list[Any], name: str) -> Any:
    for step in steps:
        value = item_of(value, step, f"'{name}'")
    return value


def _if(statement: If, bound: frozenset[str]) -> Step:
    branches = [(compile_node(test, bound), _block(body, bound)) for test, body in statement.branches]
    otherwise = _block(statement.otherwise, bound)
    cost = sum(weight(test) for test, _ in statement.branches)

    def choose(layer: Layer, run: Run) -> None:
        run.budget.step(cost)
        for test, body in branches:
            if operators.truth(test(layer, run)):
                return body(layer, run)
        return otherwise(layer, run)

    return choose


def _for(statement: For, bound: frozenset[str]) -> Step:
    name, items = statement.name, compile_node(statement.items, bound)
    body = _block(statement.body, bound | {name})

    def loop(layer: Layer, run: Run) -> None:
        several = items_of(items(layer, run))
        layer.copies.forget()  # what is looped over stays as it was when the loop began
        for item in several:
            run.budget.step()
            run.local[name] = item
            body(layer, run)

    return loop


def _do(statement: Do, bound: frozenset[str]) -> Step:
    call: Code = compile_node(statement.call, bound)
    cost = weight(statement)

    def do(layer: Layer, run: Run) -> None:
        run.budget.step(cost)
        call(layer, run)

    return do


_STATEMENTS: dict[type, Callable[[Any, frozenset[str]], Step]] = {Assign: _assign, If: _if, For: _for, Do: _do}


def _uses(body: Block, known: frozenset[str], found: list[analysis.Use]) -> frozenset[str]:
    """Gather the uses of a block; gives the names that surely have a value after it."""
    for statement in body:
        if isinstance(statement, Assign):
            for part in (*statement.steps, statement.value):
                found.extend(analysis.uses(part, known))
            if (statement.steps or statement.operator) and statement.name not in known:
                found.append(analysis.Use(statement.name, statement.at))
            known = known | {statement.name}
        elif isinstance(statement, If):
            known = _uses_of_if(statement, known, found)
        elif isinstance(statement, For):
            found.extend(analysis.uses(statement.items, known))
            _uses(statement.body, known | {statement.name}, found)
        elif isinstance(statement, Do):
            found.extend(analysis.uses(statement.call, known))
    return known


def _uses_of_if(statement: If, known: frozenset[str], found: list[analysis.Use]) -> frozenset[str]:
    after: list[frozenset[str]] = []
    for test, body in statement.branches:
        found.extend(analysis.uses(test, known))
        after.append(_uses(body, known, found))
    after.append(_uses(statement.otherwise, known, found))
    return frozenset.intersection(*after)
