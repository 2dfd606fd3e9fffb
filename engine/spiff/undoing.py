"""Compensation: completed activities are undone by their handlers, the last completed first (BPMN 13.5.5).

A scope remembers what it completed that can be undone, as `[step name, what a sub-process had completed inside]`. A throwing
event takes those entries out and runs their handlers one after the other, each as an instance of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs import defaults

from engine.spiff.data import release, share
from engine.spiff.model import Element
from engine.spiff.steps import Step
from engine.spiff.token import Token

if TYPE_CHECKING:
    from engine.spiff.scope import Scope

Entry = list[Any]


class UndoState:
    """What a throwing event still has to undo: entries, the last completed at the end; `open`: the handler that runs."""

    __slots__ = ("entries", "open", "started")

    def __init__(self, entries: list[Entry], started: int = 0) -> None:
        self.entries = entries
        self.started = started
        self.open: dict[int, Token] = {}


def undo(token: Token, activity: str | None) -> bool | None:
    """Undo what the scope of a throwing event has completed, or one activity of it. True: there was nothing to undo."""
    scope = _scope_of(token)
    chosen = [entry for entry in scope.compensable if activity is None or _base(entry[0]) == activity]
    if not chosen:
        return True
    scope.compensable = [entry for entry in scope.compensable if entry not in chosen]
    token.loop = UndoState(chosen)
    _next(token)
    return None


def instance_done(wrapper: Token, instance: Token) -> None:
    """One handler is over: what it wrote counts; then the next."""
    state = wrapper.loop
    del state.open[instance.index]
    wrapper.layer, layer = instance.layer, wrapper.layer
    instance.layer = None
    release(layer)
    if state.entries:
        _next(wrapper)
        return
    wrapper.loop = None
    wrapper.complete()


def _next(wrapper: Token) -> None:
    state, scope = wrapper.loop, _scope_of(wrapper)
    name, inside = state.entries.pop()
    step = scope.spec.step(name)
    handler = step.undone_by or scope.spec.step(f"{name} undo")
    instance = scope.instance(handler, share(wrapper.layer), wrapper, state.started)
    instance.undoing = inside
    state.open[state.started] = instance
    state.started += 1
    handler._update(instance)


def _scope_of(token: Token) -> Scope:
    """The scope whose activities are undone: the token's own; within an event sub-process, the one around it."""
    scope: Scope = token.workflow
    while scope.host is not None and scope.host.task_spec.element.triggered:
        scope = scope.host.workflow
    return scope


def _base(name: str) -> str:
    return name.partition("[")[0]


class UndoSubProcess(Step, defaults.SubWorkflowTask):
    """Undoes a completed sub-process: by its compensation event sub-process, else all that it had completed."""

    visible = False

    def _run_hook(self, token: Token) -> None:
        top, inside = token.workflow.top_workflow, token.undoing or []
        spec = top.model.specs[self.spec]
        token.undoing = None
        assert spec.undo is not None  # every scope inside an activity has one
        top.open_scope(token, self.spec, share(token.layer), embedded=True, starts=(spec.undo,), compensable=inside)

    def scope_done(self, token: Token, scope: Scope) -> None:
        """Everything in it is undone."""
        from engine.spiff.containers import close_embedded  # containers know what may be undone

        close_embedded(token, scope)


class UndoAll(Step, defaults.IntermediateThrowEvent):
    """Where the undoing of a sub-process begins when it has no compensation event sub-process."""

    visible = False

    def _run_hook(self, token: Token) -> bool | None:
        return undo(token, None)

    def instance_done(self, token: Token, instance: Token) -> None:
        """A handler is over."""
        instance_done(token, instance)


def undo_element(element: Element) -> Element:
    """The element of a step that undoes: it runs once and waits for nothing."""
    return replace(element, loop=None, event="", several=())
