"""The one door to SpiffWorkflow: a model runs correctly, or it is refused when it is loaded."""

from engine.spiff.changes import Changes, Closed, Thrown, Transition, Wait
from engine.spiff.environment import Environment
from engine.spiff.execution import Execution
from engine.spiff.findings import LATER, ExecutionFailed, Finding, ModelRefused
from engine.spiff.limits import Limits
from engine.spiff.loading import built, inspect, load_model, processes_of, sketch
from engine.spiff.model import Element, Flow, Loop, Model
from engine.spiff.variables import unknown_variables

__all__ = [
    "LATER",
    "Changes",
    "Closed",
    "Element",
    "Environment",
    "Execution",
    "ExecutionFailed",
    "Finding",
    "Flow",
    "Limits",
    "Loop",
    "Model",
    "ModelRefused",
    "Thrown",
    "Transition",
    "Wait",
    "built",
    "inspect",
    "load_model",
    "processes_of",
    "sketch",
    "unknown_variables",
]
