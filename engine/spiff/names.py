"""Namespaces, element kinds and attributes of the dialect of BPMN that we run (docs/architecture.md)."""

from __future__ import annotations

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ALUR = "urn:alur:bpmn:1"
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"

TASKS = frozenset(
    {"task", "userTask", "manualTask", "serviceTask", "sendTask", "receiveTask", "scriptTask", "businessRuleTask"}
)
CONTAINERS = frozenset({"subProcess", "callActivity"})
ACTIVITIES = TASKS | CONTAINERS
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"})
EVENTS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})
NODES = ACTIVITIES | GATEWAYS | EVENTS

#: Drawn for the reader of the diagram, or meant for other tools: they change nothing in how a model runs.
SILENT = frozenset(
    [
        "documentation",
        "extensionElements",
        "laneSet",
        "sequenceFlow",
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "association",
        "textAnnotation",
        "group",
        "incoming",
        "outgoing",
        "ioSpecification",
        "property",
        "dataInputAssociation",
        "dataOutputAssociation",
        "resourceRole",
        "performer",
        "humanPerformer",
        "potentialOwner",
        "auditing",
        "monitoring",
        "category",
        "supports",
        "correlationSubscription",
        "dataState",
        "multiInstanceLoopCharacteristics",
        "standardLoopCharacteristics",
        "script",
    ]
)

#: Which event definitions each event may carry; "" is a plain event.
EVENT_KINDS = {
    "startEvent": frozenset({"", "message"}),
    "endEvent": frozenset({"", "message", "error", "terminate", "escalation"}),
    "intermediateCatchEvent": frozenset({"timer", "message"}),
    "intermediateThrowEvent": frozenset({"", "message", "escalation"}),
    "boundaryEvent": frozenset({"timer", "message", "error", "escalation"}),
}

#: Attributes whose text is an expression, and the kinds of element that may carry them.
EXPRESSIONS = ("performer", "participant", "numbers", "notPerson", "correlation", "payload", "input")

#: All attributes of our namespace; anything else in it is a misspelling.
ATTRIBUTES = frozenset(
    [
        "sopStep",
        "form",
        "performer",
        "participant",
        "result",
        "service",
        "input",
        "decision",
        "numbers",
        "confidential",
        "readers",
        "separateFrom",
        "notPerson",
        "correlation",
        "payload",
        "external",
    ]
)

#: Names that always exist; no result or item may take them.
RESERVED = frozenset({"perkara", "sekarang"})


def tag(name: str) -> str:
    """The full tag of a BPMN element."""
    return f"{{{BPMN}}}{name}"
