"""Activities that run more than once: parallel and sequential multi-instance, and the standard loop.

The wrapper token stands for the whole activity (boundary events watch it); each instance is a token of the inner step.
A finished instance is only counted and its output kept, so that a step costs the same at 10 and at 10,000 instances.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs import defaults

from engine.spiff.data import Changed, Layer, absorb, changes_since, find, latest, normal, release, share
from engine.spiff.findings import ExecutionFailed
from engine.spiff.steps import Step
from engine.spiff.token import FINISHED, Token

if TYPE_CHECKING:
    from engine.spiff.model import Element, Loop
    from engine.spiff.process import Process
    from expressions import Expression

COUNTERS = ("loopCounter",)
_NONE = object()


class LoopState:
    """How far a loop is. `outputs`: index -> output item; `merged`: what instances wrote when no output is declared."""

    __slots__ = ("done", "items", "merged", "open", "outputs", "started", "total")

    def __init__(self, total: int | None, items: list[Any] | None) -> None:
        self.total = total
        self.items = items
        self.started = 0
        self.done = 0
        self.outputs: dict[int, Any] = {}
        self.merged: Changed = {}
        self.open: dict[int, Token] = {}


class LoopStep(Step):
    """What all loops share."""

    visible = False
    runs: Loop
    inside: Step

    def _update_hook(self, token: Token) -> bool:
        self.watch(token)
        return True

    def _on_complete_hook(self, token: Token) -> None:
        if token.undoing:  # its instances, the last completed at the end, can be undone from now on
            token.workflow.compensable.extend(token.undoing)
            token.undoing = None
        super()._on_complete_hook(token)

    def _run_hook(self, token: Token) -> bool | None:
        token.loop = self.begin(token)
        if self.exhausted(token, token.loop):
            self.gather(token)
            return True
        for _ in range(self.at_once(token.loop)):
            self.start_instance(token)
        if token.loop.started == token.loop.total and self.runs.variable is None:
            token.loop.items = None
        return None

    def begin(self, token: Token) -> LoopState:
        """The state before the first instance."""
        top, loop = token.workflow.top_workflow, self.runs
        items = None
        if loop.collection is not None:
            items = normal(top.evaluate(token, loop.collection))
            if not isinstance(items, list):
                raise self.failed(token, "not-a-list", f"'{loop.collection.source}' bukan daftar.")
            total = len(items)
        else:
            assert loop.cardinality is not None  # loops without either are refused when the model is loaded
            total = top.evaluate(token, loop.cardinality)
            if isinstance(total, bool) or not isinstance(total, int) or total < 0:
                raise self.failed(token, "bad-count", f"'{loop.cardinality.source}' bukan bilangan bulat mulai 0.")
        if total > top.limits.instances:
            raise self.failed(
                token, "too-many-instances", f"{total:,} ulangan; paling banyak {top.limits.instances:,}."
            )
        return LoopState(total, items)

    def at_once(self, state: LoopState) -> int:
        """How many instances start together."""
        return 1

    def exhausted(self, token: Token, state: LoopState) -> bool:
        """Whether no further instance will start."""
        return state.started == state.total

    def start_instance(self, token: Token) -> None:
        """Start the next instance."""
        state: LoopState = token.loop
        k = state.started
        state.started += 1
        own: dict[str, Any] = {"loopCounter": k}
        if self.runs.item is not None:
            own[self.runs.item] = state.items[k] if state.items is not None else k
        instance = token.workflow.instance(self.inside, Layer(share(token.layer), own), token, k)
        state.open[k] = instance
        instance.task_spec._update(instance)

    def instance_done(self, token: Token, instance: Token) -> None:
        """An instance completed: keep its output, and go on or finish."""
        state = token.loop
        del state.open[instance.index]
        state.done += 1
        self.collect(token, instance)
        if self.runs.throws:
            self.announce(token, instance)
            if token._state & FINISHED:  # what it threw ended the scope around it
                release(instance.layer)
                instance.layer = None
                return
        if self.satisfied(token, instance):
            for other in list(state.open.values()):
                other.cancel()
            state.open.clear()
        elif not self.exhausted(token, state):
            release(instance.layer)
            instance.layer = None
            self.start_instance(token)
            return
        release(instance.layer)
        instance.layer = None
        if not state.open:
            self.gather(token)
            token.complete()

    def collect(self, token: Token, instance: Token) -> None:
        """Keep what the instance gives to the whole."""
        state, loop = token.loop, self.runs
        if loop.output is not None:
            name = loop.output_item or self.element.result
            value = find(instance.layer, name, _NONE)
            if value is _NONE:
                raise self.failed(instance, "output-missing", f"Variabel '{name}' tidak terisi pada akhir ulangan ini.")
            state.outputs[instance.index] = value
            return
        latest(state.merged, self.escaping(token, instance))

    def escaping(self, token: Token, instance: Token) -> Changed:
        """What an instance wrote, without the names that belong to the instance."""
        changed = changes_since(instance.layer, token.layer)
        for name in (*COUNTERS, self.runs.item or ""):
            changed.pop(name, None)
        return changed

    def satisfied(self, token: Token, instance: Token) -> bool:
        """Whether the completion condition ends the loop early."""
        if self.runs.condition is None:
            return False
        return self.holds(token, instance, self.runs.condition)

    def holds(self, token: Token, instance: Token, condition: Expression) -> bool:
        """Whether a condition about the whole is true as an instance completes."""
        top, state = token.workflow.top_workflow, token.loop
        counts = {"Instances": state.total, "ActiveInstances": len(state.open), "CompletedInstances": state.done}
        over = {f"{prefix}{name}": count for name, count in counts.items() for prefix in ("numberOf", "nrOf")}
        over["numberOfTerminatedInstances"] = 0
        if self.runs.output is not None and self.runs.output in condition.names:
            over[self.runs.output] = self.outputs_of(state)
        return bool(top.truth(instance, condition, over))

    def announce(self, token: Token, instance: Token) -> None:
        """Throw what the behaviour of the multi-instance says, before the activity itself goes on: its border still hears it."""
        top, behavior = token.workflow.top_workflow, self.runs.behavior
        for condition, event in self.runs.throws:
            if behavior == "One" and token.loop.done > 1:
                continue
            if condition is not None and not self.holds(token, instance, condition):
                continue
            if event.event == "signal":
                top.broadcast(token, event)
            else:
                top.escalate(token, event.code)
            if token._state & FINISHED:
                return

    def outputs_of(self, state: LoopState) -> list[Any]:
        """The output items of finished instances, in the order of their index."""
        return [state.outputs[k] for k in sorted(state.outputs)]

    def gather(self, token: Token) -> None:
        """Write what the instances gave into the activity's data."""
        if self.runs.output is not None:
            token.write({self.runs.output: self.outputs_of(token.loop)})
        elif token.loop.merged:
            token.absorb(token.loop.merged)

    def failed(self, token: Token, code: str, message: str) -> ExecutionFailed:
        """The failure of this element."""
        return ExecutionFailed(code, self.element.id, token.id, f"{self.element.name or self.element.id}: {message}")


class ParallelLoop(LoopStep, defaults.ParallelMultiInstanceTask):
    """All instances at once."""

    def at_once(self, state: LoopState) -> int:
        return state.total or 0


class SequentialLoop(LoopStep, defaults.SequentialMultiInstanceTask):
    """One instance after the other; without a declared output each sees what the one before wrote."""

    def collect(self, token: Token, instance: Token) -> None:
        super().collect(token, instance)
        if self.runs.output is None:
            token.layer = absorb(token.layer, self.escaping(token, instance))


class StandardLoop(LoopStep, defaults.StandardLoopTask):
    """As long as a condition holds."""

    def begin(self, token: Token) -> LoopState:
        return LoopState(None, None)

    def exhausted(self, token: Token, state: LoopState) -> bool:
        loop, top = self.runs, token.workflow.top_workflow
        if loop.maximum is not None and state.started >= loop.maximum:
            return True
        if loop.condition is None or (state.started == 0 and not loop.test_before):
            return False
        return not top.truth(token, loop.condition, {"loopCounter": state.started})

    def collect(self, token: Token, instance: Token) -> None:
        token.layer = absorb(token.layer, self.escaping(token, instance))

    def satisfied(self, token: Token, instance: Token) -> bool:
        return False


def loop_step(process: Process, element: Element, inside: Step) -> LoopStep:
    """The wrapper step of an activity that runs more than once."""
    loop = element.loop
    assert loop is not None
    step: LoopStep
    if loop.kind == "standard":
        step = StandardLoop(
            process, element, task_spec=inside.name, maximum=loop.maximum, condition=None, test_before=loop.test_before
        )
    else:
        kind = ParallelLoop if loop.kind == "parallel" else SequentialLoop
        step = kind(process, element, task_spec=inside.name)
    step.runs, step.inside = loop, inside
    return step
