"""A scope at run time: the tokens of one process, called process or sub-process, and what waits at its joins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow

from engine.spiff.data import Changed, Layer, absorb, changes_since, latest, merge, release, share
from engine.spiff.names import EMBEDDED
from engine.spiff.steps import Step, Way
from engine.spiff.timers import next_due
from engine.spiff.token import CANCELLED, FINISHED, WAITING, Token

if TYPE_CHECKING:
    from engine.spiff.instance import Instance
    from engine.spiff.process import Process

Parked = dict[str, list[Layer]]


class Scope:
    """What the top of a case and the scopes inside it have in common. Mixed into SpiffWorkflow's workflow classes.

    `tasks` holds the open tokens only: finished ones are taken out at once, so nothing here grows with a case's history.
    """

    top_workflow: Instance
    spec: Process
    tasks: dict[str, Token]
    host: Token | None

    def _furnish(self, *, prefix: str, base: Layer | None, level: int, step: int | None, host: Token | None) -> None:
        self.prefix = prefix
        self.level = level
        self.step = step
        self.host = host
        self.base = base
        self.ended: Layer | None = None
        self.visits: dict[str, int] = {}
        self.parked: dict[str, Parked] = {}
        self.standing: dict[str, int] = {}
        self.late: dict[str, list[str]] = {}
        self.listening = 0
        self.compensable: list[list[Any]] = []
        self.closed = False

    def begin(self, steps: Iterable[Step], layer: Layer, *, written: str | None = None, listen: bool = True) -> None:
        """Put the first tokens; the caller's hold on the layer passes to them. `written`: digest of the layer's variables."""
        tokens = [self.enter(step, share(layer), None) for step in (*steps, *(self.spec.listeners if listen else ()))]
        release(layer)
        tokens[0].written = written
        for token in tokens:
            token.task_spec._update(token)

    def enter(self, step: Step, layer: Layer | None, source: Token | None) -> Token:
        """A new token at a step, with the next free id; `source` (which is completing) sets it going."""
        element = step.bpmn_id
        visit = self.visits[element] = self.visits.get(element, 0) + 1
        token = self._place(step, layer, f"{self.prefix}{element}" if visit == 1 else f"{self.prefix}{element}~{visit}")
        if source is not None:
            source._children.append(token.id)
        return token

    def instance(self, step: Step, layer: Layer, wrapper: Token, k: int) -> Token:
        """The token of the k-th instance of a multi-instance."""
        token = self._place(step, layer, f"{wrapper.id}[{k}]")
        token.wrapper, token.index = wrapper, k
        return token

    def _place(self, step: Step, layer: Layer | None, path: str) -> Token:
        top = self.top_workflow
        if len(top.index) >= top.limits.open_tasks:
            raise top.exceeded("too-many-tasks", step, path, f"lebih dari {top.limits.open_tasks:,} tugas terbuka")
        self.listening += step.listens
        if self.spec.inclusive:
            self.standing[step.bpmn_id] = self.standing.get(step.bpmn_id, 0) + 1
        return Token(self, step, layer, path)

    def follow(self, token: Token, ways: Sequence[Way]) -> None:
        """Pass a completing token on along these flows; along none, it ends."""
        layer, token.layer = token.layer, None
        if not ways:
            self.finish(layer)
            return
        layer.users += len(ways) - 1
        for way in ways:
            self.arrive(way, layer, token)

    def arrive(self, way: Way, layer: Layer, source: Token) -> None:
        """A token reaches the target of a flow."""
        target = way.target
        if target.gathers:
            joined = target.join(self, way, layer)
            if joined is None:
                return
            layer = joined
        self.enter(target, layer, source)

    def finish(self, layer: Layer) -> None:
        """A token ends here; what it wrote counts for the result of the scope."""
        self.ended = layer if self.ended is None else merge([self.ended, layer])

    def park(self, step: Step, flow: str, layer: Layer) -> Parked:
        """Let a token wait at a join; gives all that waits there by flow."""
        waiting = self.parked.setdefault(step.name, {})
        waiting.setdefault(flow, []).append(layer)
        self.top_workflow.touched[self.prefix] = self
        return waiting

    def unpark(self, step: Step, flows: Iterable[str]) -> list[Layer]:
        """Take the oldest token of each of these flows."""
        waiting = self.parked[step.name]
        taken = []
        for flow in flows:
            taken.append(waiting[flow].pop(0))
            if not waiting[flow]:
                del waiting[flow]
        if not waiting:
            del self.parked[step.name]
        return taken

    def places(self, gateway: Step) -> list[str]:
        """The elements where tokens stand or are parked, without those at this gateway."""
        return [*self.standing, *(name for name in self.parked if name != gateway.name)]

    def watch(self, token: Token, step: Step) -> Token:
        """Open one event on the border of a token's activity."""
        event = self.enter(step, None, None)
        event.host = token
        if token.watchers is None:
            token.watchers = []
        token.watchers.append(event)
        step._update(event)
        return event

    def watch_repeated(self, host: Token, before: Token) -> None:
        """Watch with the same repeating timer again; due one interval after the time it was due before."""
        event = self.enter(before.task_spec, None, None)
        event.host, event.every = host, before.every
        event.left = None if before.left is None else before.left - 1
        assert before.due is not None
        event.due = next_due(before.due, before.every)
        host.watchers = [*(host.watchers or ()), event]
        event._set_state(WAITING)
        self.top_workflow.open_wait(event, "timer")

    def listen_again(self, token: Token) -> None:
        """An event sub-process that does not interrupt may be started again, except by a timer that has no more repetitions."""
        if token.task_spec.element.event == "timer" and (token.every is None or token.left == 0):
            return
        again = self.enter(token.task_spec, share(token.layer), None)
        again.armed = token.task_spec.element.event != "conditional"
        if token.every is None:
            again.task_spec._update(again)
            return
        again.every, again.left = token.every, None if token.left is None else token.left - 1
        assert token.due is not None
        again.due = next_due(token.due, token.every)
        again._set_state(WAITING)
        self.top_workflow.open_wait(again, "timer")

    def unwatch(self, token: Token) -> None:
        """Close all events on the border of a token's activity that have not happened."""
        for event in token.watchers or ():
            if not event._state & FINISHED:
                self.discard(event)
        token.watchers = None

    def ungroup(self, token: Token) -> None:
        """Close the other alternatives behind an event gateway."""
        group, token.group = token.group, None
        for path in group or ():
            other = self.tasks.get(path)
            if other is not None and other is not token:
                self.discard(other)

    def drop_layer(self, token: Token) -> None:
        """The token lets go of its data."""
        release(token.layer)
        token.layer = None

    def discard(self, token: Token) -> None:
        """Take a token apart, with inner scopes, instances and watching events; never completes the scope."""
        top = self.top_workflow
        token._set_state(CANCELLED)
        if token.kind is not None:
            top.close_wait(token, "cancelled")
        if token.watchers:
            self.unwatch(token)
        if token.inner is not None:
            token.inner.clear()
            token.inner.close()
        if token.loop is not None:
            for instance in list(token.loop.open.values()):
                instance.workflow.discard(instance)
        self.drop_layer(token)
        self._take_out(token)

    def clear(self) -> None:
        """Take all tokens apart, standing and parked."""
        for token in list(self.tasks.values()):
            if token.id not in self.tasks:
                continue  # it went with the activity it watched, or with the multi-instance it belonged to
            if token._state & FINISHED:  # it is completing right now, and what it does took its scope apart
                self._take_out(token)
            else:
                self.discard(token)
        self._clear_parked()

    def _clear_parked(self) -> None:
        for waiting in self.parked.values():
            for layers in waiting.values():
                for layer in layers:
                    release(layer)
        self.parked.clear()
        self.late.clear()

    def close(self) -> None:
        """The scope is over: nothing in it moves any more."""
        self.closed = True
        release(self.ended)
        release(self.base)
        self.ended = self.base = None
        if self.host is not None:
            self.host.inner = None
            self.top_workflow.subprocesses.pop(self.host.id, None)

    def harvest(self) -> Changed:
        """What has been written in this scope so far, by tokens that go on, wait at joins, or have ended."""
        changed: Changed = {}
        parked = [layer for waiting in self.parked.values() for layers in waiting.values() for layer in layers]
        for layer in [*parked, *([self.ended] if self.ended is not None else [])]:
            latest(changed, changes_since(layer, self.base))
        for token in self.tasks.values():
            if token.wrapper is None and token.layer is not None:
                latest(changed, changes_since(token.layer, self.base))
                latest(changed, harvest_inside(token))
        return changed

    def current(self) -> Layer:
        """A new layer with everything that has been written in this scope so far."""
        return absorb(Layer(share(self.base) if self.base is not None else None, {}), self.harvest())

    def terminate(self, token: Token) -> None:
        """A terminate end, or an event that interrupts the scope: the token stays, all others go; what they had
        written stays."""
        changed = self.harvest()
        for other in list(self.tasks.values()):
            if other is not token and not other._state & FINISHED:
                self.discard(other)
        self._clear_parked()
        token.absorb(changed)

    def _task_completed_notify(self, token: Token) -> None:
        if token.id in self.tasks:
            self._take_out(token)
            self.settle()

    def settle(self) -> None:
        """Complete the scope when no token is left in it but those that listen for an event sub-process."""
        if len(self.tasks) > self.listening or self.parked or self.late or self.closed:
            return
        for token in list(self.tasks.values()):
            self.discard(token)
        self.top_workflow.scope_over(self)

    def _take_out(self, token: Token) -> None:
        del self.tasks[token.id]
        del self.top_workflow.index[token.id]
        self.listening -= token.listening
        if self.parked or self.late:
            self.top_workflow.touched[self.prefix] = self
        if self.standing:
            element = token.task_spec.bpmn_id
            self.standing[element] -= 1
            if not self.standing[element]:
                del self.standing[element]


def harvest_inside(token: Token) -> Changed:
    """What an unfinished activity has written so far: in its embedded scope, or as outputs of finished instances."""
    if token.inner is not None and token.task_spec.element.kind in EMBEDDED:
        return token.inner.harvest()
    if token.loop is not None and token.task_spec.element.loop is not None:
        loop = token.task_spec.runs
        if loop.output is None:
            return dict(token.loop.merged)
        stamp = token.workflow.top_workflow.next_stamp()
        return {loop.output: (stamp, token.task_spec.outputs_of(token.loop))}
    return {}


class InnerScope(Scope, BpmnSubWorkflow):
    """A scope inside a token of another scope."""

    def __init__(self, spec: Process, host: Token, *, base: Layer | None, step: int | None) -> None:
        self.host = host
        super().__init__(spec, host.id, host.workflow.top_workflow, deserializing=True)
        self._furnish(prefix=f"{host.id}/", base=base, level=host.workflow.level + 1, step=step, host=host)

    def _calculate_depth(self) -> int:
        return int(self.host.workflow.level) + 1 if self.host else 0

    def collect_log_extras(self, dct: dict[str, Any] | None = None) -> dict[str, Any]:
        """Nothing of the case may reach a log."""
        return {}
