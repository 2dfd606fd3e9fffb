"""Where the tokens of an execution stand, followed from command to command at the price of what each command changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from engine.spiff.changes import Changes, Transition
from engine.spiff.data import Changed, Layer, changes_since, find, latest
from engine.spiff.execution import Execution
from engine.spiff.scope import Scope

#: What every called process receives; it never changes.
ALWAYS = "perkara"


class Instances(NamedTuple):
    """How far a multi-instance is; `total` is None for a loop that goes on until its condition fails."""

    element: str
    open: int
    done: int
    total: int | None


class Write(NamedTuple):
    """A variable that a command wrote: in which scope (a task id prefix, "" for the case), and its value before and after.

    The values are shared with the execution: do not change them.
    """

    scope: str
    name: str
    before: Any
    after: Any
    fresh: bool


@dataclass(frozen=True, kw_only=True)
class Marking:
    """The state after a command: open tokens by element, tokens waiting at joins by gateway, multi-instances by task id,
    how often each element was completed since the start, and what the command wrote."""

    open: Mapping[str, int]
    joins: Mapping[str, int]
    loops: Mapping[str, Instances]
    done: Mapping[str, int]
    writes: tuple[Write, ...] = ()


class Follower:
    """Follows one execution from its start; give it the changes of every command, in order."""

    def __init__(self) -> None:
        self._tokens: dict[str, str] = {}
        self._open: Counter[str] = Counter()
        self._loops: dict[str, Instances] = {}
        self._joins: dict[str, dict[str, int]] = {}
        self._done: Counter[str] = Counter()
        self._seen: dict[str, Changed] = {}
        self._told: set[tuple[str, int]] = set()
        self._last = Marking(open={}, joins={}, loops={}, done={})

    def follow(self, execution: Execution, changes: Changes) -> Marking:
        """The marking after a command that caused these changes. Parts that did not change are the same objects as before."""
        if not changes.transitions and not changes.visits:
            self._last = Marking(
                open=self._last.open, joins=self._last.joins, loops=self._last.loops, done=self._last.done
            )
            return self._last
        for transition in changes.transitions:
            self._move(execution, transition)
        self._done.update(element for element, _ in changes.visits)
        prefixes = sorted({change.task.rpartition("/")[0] for change in changes.transitions})
        self._look_at_joins(execution, prefixes)
        joins: Counter[str] = Counter()
        for waiting in self._joins.values():
            joins.update(waiting)
        self._last = Marking(
            open={element: count for element, count in self._open.items() if count},
            joins=dict(joins),
            loops=dict(self._loops),
            done=dict(self._done),
            writes=tuple(self._writes(execution, prefixes)),
        )
        return self._last

    def _move(self, execution: Execution, change: Transition) -> None:
        looping = execution.model.elements[change.element].loop is not None
        whole = looping and not change.task.endswith("]")
        over = change.after in ("COMPLETED", "CANCELLED", "ERROR")
        if not whole:
            self._count(change, over)
        elif over:
            self._loops.pop(change.task, None)
        if looping and not whole:
            self._instance(execution, change, over)
        if over:
            self._tokens.pop(change.task, None)
        elif change.task not in self._tokens:
            self._tokens[change.task] = change.element

    def _count(self, change: Transition, over: bool) -> None:
        known = change.task in self._tokens
        if over and known:
            self._open[change.element] -= 1
        elif not over and not known:
            self._open[change.element] += 1

    def _instance(self, execution: Execution, change: Transition, over: bool) -> None:
        whole = change.task.rpartition("[")[0]
        now = self._loops.get(whole) or Instances(change.element, 0, 0, None)
        known = change.task in self._tokens
        token = execution._instance.index.get(whole)
        total = token.loop.total if token is not None and token.loop is not None else now.total
        opened = now.open - (over and known) + (not over and not known)
        done = now.done + (change.after == "COMPLETED")
        self._loops[whole] = Instances(change.element, opened, done, total)

    def _look_at_joins(self, execution: Execution, prefixes: Iterable[str]) -> None:
        for prefix in prefixes:
            scope = _scope(execution, prefix)
            waiting = {name: sum(map(len, flows.values())) for name, flows in scope.parked.items()} if scope else {}
            if waiting:
                self._joins[prefix] = waiting
            else:
                self._joins.pop(prefix, None)

    def _writes(self, execution: Execution, prefixes: Iterable[str]) -> Iterable[Write]:
        """What is new in the scopes that moved; the innermost scope tells it, its parents do not repeat it."""
        for prefix in sorted(prefixes, key=lambda each: -each.count("/") - bool(each)):
            scope = _scope(execution, prefix)
            if scope is None or scope.closed:
                self._seen.pop(prefix, None)
                continue
            seen = self._seen.setdefault(prefix, {})
            for name, (stamp, value) in sorted(_written_in(scope).items()):
                known = seen.get(name)
                if known is not None and known[0] >= stamp:
                    continue
                seen[name] = (stamp, value)
                if name == ALWAYS or (name, stamp) in self._told:
                    continue
                self._told.add((name, stamp))
                before = known[1] if known is not None else find(scope.base, name, _ABSENT)
                yield Write(prefix, name, None if before is _ABSENT else before, value, before is _ABSENT)


_ABSENT = object()


def value_at(execution: Execution, task: str, name: str) -> tuple[Any, bool]:
    """The value of a variable visible at an open task (shared, do not change it), and whether there is none."""
    token = execution._instance.index.get(task)
    value = find(token.visible, name, _ABSENT) if token is not None else _ABSENT
    return (None, True) if value is _ABSENT else (value, False)


def _scope(execution: Execution, prefix: str) -> Scope | None:
    top = execution._instance
    return top.subprocesses.get(prefix) if prefix else top


def _written_in(scope: Scope) -> Changed:
    """The variables of a scope's own tokens, standing, parked or ended: name -> (stamp, value)."""
    parked = [layer for waiting in scope.parked.values() for layers in waiting.values() for layer in layers]
    standing = [token.layer for token in scope.tasks.values() if token.wrapper is None and token.layer is not None]
    layers: dict[int, Layer] = {id(layer): layer for layer in (*parked, *standing)}
    if scope.ended is not None:
        layers[id(scope.ended)] = scope.ended
    changed: Changed = {}
    for layer in layers.values():
        latest(changed, changes_since(layer, scope.base))
    return changed


class Gathering(NamedTuple):
    """Branches that wait at a join for others: the gateway, the id of its scope's task ("" for the case), how many arrived."""

    gateway: str
    scope: str
    arrived: int


def gatherings(execution: Execution) -> list[Gathering]:
    """All joins of a case where branches wait for others."""
    top = execution._instance
    scopes = [("", top), *top.subprocesses.items()]
    return [
        Gathering(gateway, prefix, sum(map(len, flows.values())))
        for prefix, scope in scopes
        for gateway, flows in scope.parked.items()
    ]
