"""Embedded sub-processes and call activities: a scope of their own inside the token that holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.specs import defaults

from engine.spiff.data import Layer, View, changes_since, normal, share
from engine.spiff.names import EMBEDDED
from engine.spiff.steps import Step
from engine.spiff.token import Token

if TYPE_CHECKING:
    from engine.spiff.model import Element
    from engine.spiff.process import Process
    from engine.spiff.scope import Scope


class SubProcess(Step, defaults.SubWorkflowTask):
    """Sees and changes the data around it; its changes are visible outside when it is over."""

    def _run_hook(self, token: Token) -> None:
        token.workflow.top_workflow.open_scope(token, self.spec, share(token.layer), embedded=True)

    def scope_done(self, token: Token, scope: Scope) -> None:
        """The scope has no token left."""
        inside, scope.compensable = scope.compensable, []
        if not self.element.triggered:
            token.undoing = inside
        close_embedded(token, scope)


def close_embedded(token: Token, scope: Scope) -> None:
    """What was written in an embedded scope counts outside; its token goes on."""
    changed = changes_since(scope.ended, scope.base) if scope.ended is not None else {}
    scope.close()
    token.absorb(changed)
    token.complete()


class CallActivity(Step, defaults.CallActivity):
    """Sees only what `alur:in` gives it, and gives back only `alur:out`."""

    def _run_hook(self, token: Token) -> None:
        top = token.workflow.top_workflow
        given = {target: normal(top.evaluate(token, source)) for target, source in self.element.inputs}
        top.open_scope(token, self.spec, Layer(None, given), embedded=False)

    def scope_done(self, token: Token, scope: Scope) -> None:
        """The called process is over."""
        top, inside = token.workflow.top_workflow, View(scope.ended, token.workflow.top_workflow.over)
        values = {target: top.evaluate_in(token, source, inside) for target, source in self.element.outputs}
        scope.close()
        if values:
            token.write(values)
        token.complete()


def container_step(process: Process, element: Element, *, name: str | None = None) -> Step:
    """The step of a sub-process or call activity."""
    if element.kind in EMBEDDED:
        return SubProcess(process, element, name=name, subworkflow_spec=element.id)
    return CallActivity(process, element, name=name, subworkflow_spec=element.calls)
