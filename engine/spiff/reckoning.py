"""What a case computes: its data as expressions see them, within what a command may spend."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from engine import canonical
from engine.spiff.data import Layer, View, copied, normal, write
from engine.spiff.findings import ExecutionFailed
from engine.spiff.limits import Limits
from engine.spiff.token import Token
from expressions import Budget, BudgetExceeded, EvaluationFailed, Expression, Functions

if TYPE_CHECKING:
    from engine.spiff.steps import Step


class Spot(NamedTuple):
    """Where something is reckoned before there is a token of its own."""

    task_spec: Step
    id: str


class Reckoning:
    """The part of a case at run time that evaluates and writes."""

    functions: Functions
    limits: Limits
    over: dict[str, Any]
    writes: int
    spent: int

    def next_stamp(self) -> int:
        """The stamp of a write: later writes have greater ones."""
        self.writes += 1
        return self.writes

    def written(self, token: Token, values: dict[str, Any], *, fresh: bool) -> tuple[Layer, str]:
        """Write variables for a token: its layer from now on, and the digest of what was written."""
        try:
            values = {name: (copied if fresh else normal)(value) for name, value in values.items()}
            digest = canonical.digest(values)
        except (TypeError, ValueError, RecursionError) as error:
            raise ExecutionFailed(
                "bad-data", token.task_spec.bpmn_id, token.id, f"Data tidak dapat disimpan: {error}."
            ) from error
        return write(token.layer, values, self.next_stamp()), digest

    def view(self, token: Token) -> View:
        """What expressions see at a token."""
        return View(token.visible, self.over)

    def reckon(self, token: Token | Spot, work: Callable[[View, Functions, Budget], Any], view: View, what: str) -> Any:
        """Evaluate an expression, script or decision for a token, within what the command may still spend.

        Raises ExecutionFailed.
        """
        allowed = min(self.limits.expression_steps, self.limits.command_steps - self.spent)
        budget = Budget(steps=allowed)
        try:
            return work(view, self.functions, budget)
        except EvaluationFailed as error:
            raise self._failure(token, error, what) from error
        finally:
            self.spent += allowed - budget.steps

    def evaluate(self, token: Token, expression: Expression, more: dict[str, Any] | None = None) -> Any:
        """The value of an expression at a token. Raises ExecutionFailed."""
        return self.evaluate_in(token, expression, View(token.visible, {**self.over, **more} if more else self.over))

    def evaluate_in(self, token: Token | Spot, expression: Expression, view: View) -> Any:
        """The value of an expression in a view, for a token. Raises ExecutionFailed."""
        return self.reckon(token, expression.evaluate, view, expression.source)

    def truth(self, token: Token, expression: Expression, more: dict[str, Any] | None) -> bool:
        """The value of a condition, which must be true or false. Raises ExecutionFailed."""
        return self.truth_in(token, expression, View(token.visible, {**self.over, **more} if more else self.over))

    def truth_in(self, token: Token | Spot, expression: Expression, view: View) -> bool:
        """The value of a condition in a view, for a token. Raises ExecutionFailed."""
        value = self.evaluate_in(token, expression, view)
        if value is not True and value is not False:
            message = f"Syarat '{expression.source[:120]}' menghasilkan {type(value).__name__}, bukan benar atau salah."
            raise ExecutionFailed("not-boolean", token.task_spec.bpmn_id, token.id, message)
        return value

    def _failure(self, token: Token | Spot, error: EvaluationFailed, what: str) -> ExecutionFailed:
        code = "budget" if isinstance(error, BudgetExceeded) else "expression"
        step = token.task_spec
        return ExecutionFailed(
            code, step.bpmn_id, token.id, f"'{step.bpmn_name or step.bpmn_id}', {what[:120]}: {error}"
        )
