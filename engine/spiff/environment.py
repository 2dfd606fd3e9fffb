"""What an execution may reach: the functions of expressions, and limits. Python code is out of reach."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NoReturn

from engine.spiff.limits import Limits
from expressions import BASE, Functions


@dataclass(frozen=True)
class Environment:
    """The functions that expressions may call, bound to a calendar by whoever makes it, and the limits."""

    functions: Functions = BASE
    limits: Limits = field(default_factory=Limits)


class SealedEngine:
    """Stands where SpiffWorkflow keeps its PythonScriptEngine: no text of a model is ever run as Python."""

    environment = None

    def evaluate(self, task: Any, expression: Any, external_context: Any = None) -> NoReturn:
        """Never used: our specs evaluate parsed expressions. Raises AssertionError."""
        raise AssertionError("expressions are evaluated by the expressions package only")

    def execute(self, task: Any, script: Any, external_context: Any = None) -> NoReturn:
        """Never used. Raises AssertionError."""
        raise AssertionError("scripts are run by the expressions package only")

    def call_service(self, task: Any, **given: Any) -> NoReturn:
        """Never used: services are jobs. Raises AssertionError."""
        raise AssertionError("services are jobs")


SEALED = SealedEngine()
