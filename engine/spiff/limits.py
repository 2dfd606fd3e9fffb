"""How far one command may go before it is stopped with a clear error."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one execution; each ends in ExecutionFailed with the code in its comment."""

    steps: int = 100_000
    """Elements run in one command ("too-many-steps"): a gateway that spins ends here."""
    open_tasks: int = 25_000
    """Tasks open at once ("too-many-tasks")."""
    instances: int = 10_000
    """Instances of one multi-instance activity ("too-many-instances")."""
    depth: int = 30
    """Scopes inside scopes ("too-deep")."""
    horizon: timedelta = timedelta(days=366 * 50)
    """How far ahead a timer may lie ("bad-timer")."""
    expression_steps: int = 1_000_000
    """Steps of one expression or script ("budget")."""
    command_steps: int = 10_000_000
    """Steps of all expressions and scripts of one command together ("budget")."""
