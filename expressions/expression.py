"""An expression: read once, checked, compiled to closures, evaluated as often as wanted."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import Any, Literal, TypeVar

from expressions import analysis, nodes
from expressions.budget import Budget
from expressions.compiler import Code, Run, Scope, compile_node
from expressions.errors import BudgetExceeded, EvaluationFailed, refused_at
from expressions.feel import parse_feel
from expressions.functions import Functions
from expressions.grammar import MAX_DEPTH
from expressions.juel import parse_juel
from expressions.library import BASE
from expressions.plain import parse_plain
from expressions.printer import written

Spelling = Literal["plain", "feel", "juel", "auto"]
Result = TypeVar("Result")


class Expression:
    """A condition, a value, a cell: `source` is what was written, `tree` what it means."""

    def __init__(self, source: str, tree: nodes.Node) -> None:
        check_depth(source, tree)
        self.source = source
        self.tree = tree
        self._code: Code = compile_node(tree)
        self._builds = analysis.builds(tree)

    def evaluate(self, scope: Scope, functions: Functions = BASE, budget: Budget | None = None) -> Any:
        """The value in this scope. Never changes the scope.

        Raises EvaluationFailed (a name or key is missing, kinds do not fit, ...) and BudgetExceeded; nothing else.
        """
        run = Run(functions, budget or Budget())
        try:
            value = self._code(scope, run)
            if self._builds and type(value) in (list, dict):
                run.budget.measure(value)
            return value
        except EvaluationFailed:
            raise
        except (ArithmeticError, RecursionError, MemoryError, TypeError, ValueError) as error:
            raise contained(error) from error

    @cached_property
    def uses(self) -> tuple[analysis.Use, ...]:
        """Every variable and function it needs, with its place."""
        return tuple(analysis.uses(self.tree))

    @cached_property
    def names(self) -> frozenset[str]:
        """The variables that must be in the scope (not those only asked about with `ada(...)`)."""
        return frozenset(use.name for use in self.uses if use.arguments is None and not use.optional)

    @cached_property
    def calls(self) -> frozenset[str]:
        """The functions it calls."""
        return frozenset(use.name for use in self.uses if use.arguments is not None)

    @cached_property
    def text(self) -> str:
        """The canonical text, in the plain spelling; reading it gives the same tree."""
        return written(self.tree)

    def __repr__(self) -> str:
        return f"Expression({self.source!r})"


def contained(error: BaseException) -> EvaluationFailed:
    """What a failure of Python's own means to the people who write models."""
    if isinstance(error, (RecursionError, MemoryError)):
        return BudgetExceeded("Data bersarang terlalu dalam atau terlalu besar.")
    return EvaluationFailed(f"Tidak dapat dihitung: {error}")


def check_depth(source: str, tree: nodes.Node) -> None:
    """Refuse a tree so deep that evaluating it could exhaust Python's stack. Raises ExpressionRefused."""
    for node, depth in nodes.walk(tree):
        if depth > MAX_DEPTH:
            raise refused_at(
                source, min(node.at, len(source)), "Ekspresi terlalu panjang; pecah menjadi beberapa langkah."
            )


def parse(text: str, *, spelling: Spelling = "auto") -> Expression:
    """Read an expression; "auto": a leading `=` is FEEL, `${...}` or `#{...}` anywhere is JUEL, everything else plain.

    The same text gives the same object as long as it is remembered. Raises ExpressionRefused.
    """
    return _parse(text, spelling)


def spelling_of(text: str) -> Spelling:
    """What "auto" means for a text."""
    stripped = text.lstrip()
    if stripped.startswith("="):
        return "feel"
    return "juel" if "${" in stripped or "#{" in stripped else "plain"


@lru_cache(maxsize=4096)
def _parse(text: str, spelling: Spelling) -> Expression:
    chosen = spelling_of(text) if spelling == "auto" else spelling
    parser: Callable[[str], nodes.Node] = {"plain": parse_plain, "feel": parse_feel, "juel": parse_juel}[chosen]
    return Expression(text, parser(text))
