"""What each kind of event does to an execution: the one function that live commands, recovery and verification share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from engine.spiff import Environment, Execution, ExecutionFailed, Model

Given = dict[str, Any]


def begin(model: Model, given: Given, *, now: datetime, environment: Environment) -> Execution:
    """The execution of a case's first event (`case:started`)."""
    return Execution.start(
        model, given["perkara"], given["data"], start=given.get("start"), now=now, environment=environment
    )


def apply(execution: Execution, kind: str, given: Given, *, now: datetime) -> None:
    """Do to an execution what an event of this kind records. Kinds without an effect on the flow do nothing."""
    if act := _ACTS.get(kind):
        act(execution, given, now)


def _complete(execution: Execution, given: Given, now: datetime) -> None:
    execution.complete(given["task"], given["value"], now=now)


def _raise(execution: Execution, given: Given, now: datetime) -> None:
    if not execution.raise_error(given["task"], given["code"], given.get("payload"), now=now):
        raise ExecutionFailed(
            "error-uncaught", None, given["task"], f"Galat '{given['code']}' tidak ditangkap oleh diagram."
        )


_ACTS: dict[str, Callable[[Execution, Given, datetime], None]] = {
    "task:completed": _complete,
    "message:delivered": _complete,
    "signal:delivered": _complete,
    "job:finished": _complete,
    "job:raised": _raise,
    "timer:fired": lambda execution, given, now: execution.fire(given["task"], now=now),
    "case:cancelled": lambda execution, given, now: execution.cancel(now=now),
    "case:retried": lambda execution, given, now: execution.retry(given["task"], now=now),
}
