"""Namespaces, element kinds and attributes of the dialect of BPMN that we run (docs/architecture.md)."""

from __future__ import annotations

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ALUR = "urn:alur:bpmn:1"
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"

TASKS = frozenset(
    {"task", "userTask", "manualTask", "serviceTask", "sendTask", "receiveTask", "scriptTask", "businessRuleTask"}
)
#: Tasks that stand outside of every process; a call activity runs one as if it were a process of this task alone.
GLOBALS = {
    "globalTask": "task",
    "globalUserTask": "userTask",
    "globalManualTask": "manualTask",
    "globalScriptTask": "scriptTask",
    "globalBusinessRuleTask": "businessRuleTask",
}
EMBEDDED = frozenset({"subProcess", "transaction"})
CONTAINERS = EMBEDDED | {"callActivity"}
ACTIVITIES = TASKS | CONTAINERS
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"})
#: Gateways whose flows carry conditions.
CHOOSING = ("exclusiveGateway", "inclusiveGateway", "complexGateway")
#: What a complex gateway gives its conditions: to the activation, and to its flows.
ACTIVATION, PHASE = "activationCount", "waitingForStart"
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
    "startEvent": frozenset({"", "message", "timer", "signal", "conditional", "error", "escalation", "compensate"}),
    "endEvent": frozenset({"", "message", "error", "terminate", "escalation", "signal", "compensate", "cancel"}),
    "intermediateCatchEvent": frozenset({"timer", "message", "signal", "conditional", "link"}),
    "intermediateThrowEvent": frozenset({"", "message", "escalation", "signal", "link", "compensate"}),
    "boundaryEvent": frozenset(
        {"timer", "message", "error", "escalation", "signal", "conditional", "compensate", "cancel"}
    ),
}

#: Events that are waited for, and the kind of wait each opens; errors and escalations are thrown to whoever catches them.
WAITS = {"timer": "timer", "message": "message", "signal": "signal", "conditional": "condition"}
#: Events that only the start of an event sub-process can wait for.
SCOPED = frozenset({"error", "escalation"})

#: Elements of the standard that we do not run, and what to draw instead.
INSTEAD = {
    "adHocSubProcess": "Standar menyerahkan kepada pelaksana apa yang dikerjakan dan kapan selesai. Gambar kegiatannya sesudah gerbang "
    "paralel (semua) atau inklusif (yang dipilih), dengan alur kembali untuk yang boleh diulang.",
}

#: Attributes whose text is an expression, and the kinds of element that may carry them.
EXPRESSIONS = ("performer", "participant", "numbers", "notPerson", "correlation", "payload", "input")

CATCHING = frozenset({"intermediateCatchEvent", "boundaryEvent", "receiveTask"})
THROWING = frozenset({"intermediateThrowEvent", "endEvent", "sendTask"})
_PEOPLE = frozenset({"userTask", "manualTask"})
_USER = frozenset({"userTask"})
_SERVICES = frozenset({"serviceTask", "sendTask"})

#: Every attribute of our namespace and where it means something; elsewhere it is refused, so that none is ignored.
ATTRIBUTES: dict[str, frozenset[str]] = {
    "sopStep": NODES,
    "form": _PEOPLE | CATCHING | {"startEvent"},
    "performer": _PEOPLE | CATCHING,
    "participant": _USER,
    "result": _PEOPLE | _SERVICES | CATCHING | {"startEvent", "businessRuleTask"},
    "service": _SERVICES,
    "input": _SERVICES,
    "decision": frozenset({"businessRuleTask"}),
    "numbers": _USER,
    "confidential": _USER,
    "readers": _USER,
    "separateFrom": _USER,
    "notPerson": _USER,
    "notMandate": _USER,
    "correlation": CATCHING | THROWING | {"startEvent"},
    "payload": THROWING,
    "external": _USER | CATCHING,
}

#: Names that always exist; no result or item may take them.
RESERVED = frozenset({"perkara", "sekarang"})


def tag(name: str) -> str:
    """The full tag of a BPMN element."""
    return f"{{{BPMN}}}{name}"
