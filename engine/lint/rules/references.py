"""What an element refers to is there, and is of the kind that it refers to (BPMN 2.0, 8 to 10)."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from lxml import etree

from engine.lint.diagram import ACTIVITIES, CHOREOGRAPHY, NODES, Diagram, Node, kind, text_of
from engine.lint.finding import Finding, Text, found

RULE = "reference"
DATA = frozenset(
    {"dataObject", "dataObjectReference", "dataStore", "dataStoreReference", "property", "dataInput", "dataOutput"}
)
DEFINITIONS = frozenset(
    {
        f"{each}EventDefinition"
        for each in (
            *("message", "timer", "escalation", "error", "conditional", "link", "signal"),
            *("cancel", "compensate", "terminate"),
        )
    }
)
CALLED = frozenset(
    {"process", "globalTask", "globalUserTask", "globalManualTask", "globalScriptTask", "globalBusinessRuleTask"}
)
#: Attribute -> what it names; `structureRef` and `type` name data types, often of other files.
ATTRIBUTES = {
    "itemSubjectRef": {"itemDefinition"},
    "itemRef": {"itemDefinition"},
    "messageRef": {"message"},
    "signalRef": {"signal"},
    "errorRef": {"error"},
    "escalationRef": {"escalation"},
    "operationRef": {"operation"},
    "dataObjectRef": {"dataObject"},
    "dataStoreRef": {"dataStore"},
    "processRef": {"process"},
    "activityRef": ACTIVITIES,
    "categoryValueRef": {"categoryValue"},
    "correlationKeyRef": {"correlationKey"},
    "definitionalCollaborationRef": {"collaboration", "choreography", "globalConversation"},
}
#: Element that holds one in its text -> what it names. `loopDataInputRef` is left out: ours is a variable's name.
TEXTS = {
    "flowNodeRef": NODES | CHOREOGRAPHY,
    "eventDefinitionRef": DEFINITIONS,
    "dataInputRefs": {"dataInput"},
    "optionalInputRefs": {"dataInput"},
    "whileExecutingInputRefs": {"dataInput"},
    "outputSetRefs": {"outputSet"},
    "dataOutputRefs": {"dataOutput"},
    "optionalOutputRefs": {"dataOutput"},
    "whileExecutingOutputRefs": {"dataOutput"},
    "inputSetRefs": {"inputSet"},
    "inMessageRef": {"message"},
    "outMessageRef": {"message"},
    "participantRef": {"participant"},
    "innerParticipantRef": {"participant"},
    "outerParticipantRef": {"participant"},
    "categoryValueRef": {"categoryValue"},
    "correlationPropertyRef": {"correlationProperty"},
}
DATA_ASSOCIATIONS = ("dataInputAssociation", "dataOutputAssociation")


def check(diagram: Diagram) -> Iterator[Finding]:
    """References to nothing, and to an element of another kind. What may stand in an imported file is believed."""
    for node in diagram.root.iter(etree.Element):
        name = kind(node)
        if not name:
            continue
        for attribute, wanted in ATTRIBUTES.items():
            if node.get(attribute):
                yield from _named(diagram, node, attribute, node.get(attribute), wanted)
        if name == "callActivity" and diagram.named(node, node.get("calledElement")) is not None:
            yield from _named(diagram, node, "calledElement", node.get("calledElement"), CALLED)
        if name in TEXTS and text_of(node):
            yield from _named(diagram, node, name, text_of(node), TEXTS[name])
        if name in ("sourceRef", "targetRef") and kind(node.getparent()) in DATA_ASSOCIATIONS and text_of(node):
            yield from _named(diagram, node, name, text_of(node), DATA)
        if name in ("incoming", "outgoing") and text_of(node):
            yield from _flow(diagram, node, name)
        if name == "association":
            yield from _association(diagram, node)


def _named(diagram: Diagram, node: Node, what: str, text: str, wanted: AbstractSet[str]) -> Iterator[Finding]:
    target = diagram.named(node, text)
    if target is None and not diagram.elsewhere(node, text):
        yield _wrong(node, f"{what} '{text.strip()}' tidak ada.", f"There is no {what} '{text.strip()}'.")
    elif target is not None and kind(target) not in wanted:
        yield _wrong(
            node, f"{what} '{text.strip()}' adalah {kind(target)}.", f"The {what} '{text.strip()}' is a {kind(target)}."
        )


def _flow(diagram: Diagram, node: Node, name: str) -> Iterator[Finding]:
    """A flow that an element lists really leads to it, or leaves it. Those that it does not list are no fault."""
    flow = diagram.named(node, text_of(node))
    side = "targetRef" if name == "incoming" else "sourceRef"
    if flow is None or kind(flow) != "sequenceFlow":
        yield from _named(diagram, node, name, text_of(node), {"sequenceFlow"})
    elif diagram.named(flow, flow.get(side)) is not node.getparent():
        yield _wrong(
            node, f"Alur '{text_of(node)}' menyambung elemen lain.", f"Flow '{text_of(node)}' is connected with another element."
        )  # fmt: skip


def _association(diagram: Diagram, node: Node) -> Iterator[Finding]:
    for side in ("sourceRef", "targetRef"):
        text = node.get(side) or ""
        if diagram.named(node, text) is None and not (text and diagram.elsewhere(node, text)):
            yield _wrong(
                node, f"{side} '{text}' asosiasi ini tidak ada.", f"There is no {side} '{text}' of this association."
            )


def _wrong(node: Node, indonesian: str, english: str) -> Finding:
    return found(RULE, node, Text(indonesian, english), Text("Pilih yang ada.", "Choose one that does exist."))
