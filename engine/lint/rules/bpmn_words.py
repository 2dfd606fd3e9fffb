"""A file is written in BPMN's own words: elements and values that the standard has (BPMN 2.0, 15)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.lint.diagram import ACTIVITIES, CHOREOGRAPHY, EVENTS, GATEWAYS, SCOPES, Diagram, Node, kind
from engine.lint.finding import Finding, Text, found
from engine.lint.rules.references import ATTRIBUTES, CALLED, DATA, DATA_ASSOCIATIONS, DEFINITIONS, TEXTS
from engine.spiff.ids import BOOLEANS

RULE = "bpmn-word"
#: What stands beside the processes, never in one.
BESIDE = CALLED | frozenset(
    {
        *("import", "itemDefinition", "message", "signal", "error", "escalation", "interface", "resource", "category"),
        *("collaboration", "choreography", "globalConversation", "globalChoreographyTask", "partnerRole"),
        *(
            "partnerEntity",
            "endPoint",
            "dataStore",
            "correlationProperty",
            "relationship",
            "extension",
            "eventDefinition",
        ),
    }
)
#: Of a collaboration.
COLLABORATION = frozenset(
    {
        *("participant", "messageFlow", "conversation", "subConversation", "callConversation", "conversationLink"),
        *("conversationAssociation", "messageFlowAssociation", "participantAssociation", "choreographyRef"),
        *("correlationKey", "participantMultiplicity"),
    }
)
WORDS = (
    BESIDE
    | COLLABORATION
    | SCOPES
    | ACTIVITIES
    | CHOREOGRAPHY
    | GATEWAYS
    | EVENTS
    | DEFINITIONS
    | DATA
    | frozenset(TEXTS)
    | frozenset(ATTRIBUTES)
    | frozenset(DATA_ASSOCIATIONS)
    | frozenset(
        {
            *("definitions", "documentation", "extensionElements", "text", "textAnnotation", "association", "group"),
            *("laneSet", "childLaneSet", "lane", "partitionElement", "sequenceFlow", "incoming", "outgoing", "script"),
            *("conditionExpression", "condition", "activationCondition", "completionCondition", "loopCondition", "from", "to"),
            *("loopCardinality", "loopDataInputRef", "loopDataOutputRef", "inputDataItem", "outputDataItem", "assignment"),
            *("complexBehaviorDefinition", "event", "implicitThrowEvent", "standardLoopCharacteristics", "loopCharacteristics"),
            *("multiInstanceLoopCharacteristics", "timeDate", "timeDuration", "timeCycle", "source", "target", "transformation"),
            *("ioSpecification", "ioBinding", "inputSet", "outputSet", "dataState", "sourceRef", "targetRef", "expression"),
            *("formalExpression", "auditing", "monitoring", "rendering", "performer", "humanPerformer", "potentialOwner"),
            *("resourceRole", "resourceRef", "resourceParameter", "resourceParameterBinding", "resourceAssignmentExpression"),
            *("correlationSubscription", "correlationPropertyBinding", "correlationPropertyRetrievalExpression", "messagePath"),
            *("dataPath", "categoryValue", "operation", "interfaceRef", "endPointRef", "supports", "supportedInterfaceRef"),
            *("supportedInterfaceRefs", "messageFlowRef", "artifact", "flowElement", "rootElement", "baseElement", "flowNode"),
            *("innerConversationNodeRef", "outerConversationNodeRef", "innerMessageFlowRef", "outerMessageFlowRef"),
            *("callableElement", "choreographyActivity", "catchEvent", "throwEvent", "activity", "gateway", "dataAssociation"),
        }
    )
)  # fmt: skip
TRUTH = frozenset({"true", "false"})
#: Attribute -> what it may say.
VALUES = {
    "gatewayDirection": {"Unspecified", "Converging", "Diverging", "Mixed"},
    "eventGatewayType": {"Exclusive", "Parallel"},
    "associationDirection": {"None", "One", "Both"},
    "processType": {"None", "Public", "Private"},
    "behavior": {"None", "One", "All", "Complex"},
    "ordering": {"Parallel", "Sequential"},
    "itemKind": {"Information", "Physical"},
    **dict.fromkeys(BOOLEANS, TRUTH),
}


def check(diagram: Diagram) -> Iterator[Finding]:
    """Elements in BPMN's namespace that BPMN does not have, or not inside of a process, and values that it does not know."""
    for node in diagram.root.iter(etree.Element):
        name = kind(node)
        if not name or next(node.iterancestors("{*}extensionElements"), None) is not None:
            continue
        if name not in WORDS:
            yield _wrong(node, f"BPMN 2.0 tidak mengenal elemen '{name}'.", f"BPMN 2.0 has no element '{name}'.")
        elif name in BESIDE | COLLABORATION and kind(node.getparent()) in SCOPES and name != "dataStore":
            yield _wrong(
                node, f"Elemen '{name}' tidak berada di dalam proses.", f"A '{name}' does not stand in a process."
            )
        for attribute, known in VALUES.items():
            value = node.get(attribute)
            if value is not None and value.strip() not in known:
                yield _wrong(
                    node, f"{attribute} tidak dapat berisi '{value[:40]}'.", f"'{value[:40]}' is no value of {attribute}."
                )  # fmt: skip


def _wrong(node: Node, indonesian: str, english: str) -> Finding:
    remedy = Text(
        "Simpan ulang sebagai BPMN 2.0, atau perbaiki berkasnya.", "Save it again as BPMN 2.0, or mend the file."
    )
    return found(RULE, node, Text(indonesian, english), remedy)
