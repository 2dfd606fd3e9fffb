"""The specification of one scope: SpiffWorkflow's process spec without its reserved names, predictions and data objects."""

from __future__ import annotations

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.control import BpmnStartTask
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

from engine.spiff.steps import Step

#: A space cannot occur in an XML id, so this name can never collide with an element of a model.
START = " start"


class Process(BpmnProcessSpec):
    """A process or embedded sub-process as specs. `starts` are the steps that get the first tokens; `undo` is where
    undoing the whole begins; `listeners` wait from the beginning for what starts an event sub-process, `handlers`
    are the event sub-processes' starts for errors and escalations."""

    def __init__(self, identity: str, *, kind: str) -> None:
        WorkflowSpec.__init__(self, name=identity)  # the BPMN constructor would claim the names Start, End and EndJoin
        self.kind = kind
        self.svg = None
        self.io_specification = None
        self.data_objects: dict[str, object] = {}
        self.data_stores: dict[str, object] = {}
        self.correlation_keys: dict[str, object] = {}
        self.bpmn_start_events: list[object] = []
        self.start = BpmnStartTask(self, START)
        self.end = None
        self.starts: tuple[Step, ...] = ()
        self.inclusive: tuple[Step, ...] = ()
        self.undo: Step | None = None
        self.listeners: tuple[Step, ...] = ()
        self.handlers: tuple[Step, ...] = ()

    def step(self, name: str) -> Step:
        """The step of this name."""
        found: Step = self.task_specs[name]
        return found
