"""A witness of a live engine: the state of every case after every event, as the command that made it left it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from engine.canonical import loads
from engine.clock import Clock
from engine.engine import Engine
from engine.executions import Executions
from engine.spiff import Execution


@dataclass(frozen=True)
class Seen:
    """What the stored state says: open tokens by element, branches at joins, and the instances of each multi-instance."""

    status: str
    open: dict[str, int]
    joins: dict[str, int]
    loops: dict[str, tuple[int, int, int | None]]
    data: dict[str, Any]


class Witness(Executions):
    """A cache of executions that writes down every state it is handed."""

    def __init__(self) -> None:
        super().__init__()
        self.states: dict[tuple[str, int], Seen] = {}

    def put(self, case_id: str, version: int, execution: Execution, clock: Clock) -> None:
        if (case_id, version) not in self.states:
            self.states[case_id, version] = read(execution)
        super().put(case_id, version, execution, clock)


def watch(engine: Engine) -> Witness:
    """Let a witness keep the engine's executions from now on."""
    engine.executions = witness = Witness()
    return witness


def read(execution: Execution) -> Seen:
    """The stored state of an execution, read from its bytes alone."""
    state = loads(execution.dump())
    ids: list[str] = []
    loops: dict[str, list[Any]] = {}
    for facts in state["tokens"]:
        if isinstance(facts, list):
            ids += [f"{facts[0]}[{k}]" for k in facts[2]]
        else:
            ids.append(facts["id"])
            if "loop" in facts:
                loops[facts["id"]] = [0, facts["loop"]["done"], facts["loop"]["total"]]
    for path in ids:
        if path.endswith("]"):
            loops[path.rpartition("[")[0]][0] += 1
    joins: Counter[str] = Counter()
    for scope in state["scopes"]:
        for step, flows in scope["parked"]:
            joins[step] += sum(len(waiting) for _, waiting in flows)
    return Seen(
        status=execution.status,
        open=dict(Counter(element(path) for path in ids if path not in loops)),
        joins=dict(joins),
        loops={path: (now[0], now[1], now[2]) for path, now in loops.items()},
        data={} if execution.open_count > 60 else execution.peek(execution.waits[0].task) if execution.waits else {},
    )


def element(path: str) -> str:
    """The element of a task id."""
    return re.sub(r"~\d+$", "", re.sub(r"\[\d+\]$", "", path.rpartition("/")[2]))
