"""Ids as XML Schema means them: blanks around one are no part of it, and what has none gets one derived from the drawing.

The analyst's ids stay what they are; history speaks in them. Only the tree that was read is changed, never the file.
"""

from __future__ import annotations

import re

from lxml import etree

from engine.spiff.names import BPMN, GLOBALS, NODES, tag
from engine.spiff.reading import Node

#: What an id may be made of; task ids add `/`, `~` and `[k]` to them.
ID = re.compile(r"[\w.-]+")
#: Attributes that hold an id, and elements whose text is one (xsd:ID, xsd:IDREF and xsd:QName collapse white space).
HOLDERS = (
    *("id", "sourceRef", "targetRef", "attachedToRef", "default", "calledElement", "activityRef", "processRef"),
    *("messageRef", "signalRef", "errorRef", "escalationRef", "categoryValueRef", "dataObjectRef", "dataStoreRef"),
)
#: Those that may carry the prefix of a namespace, which is no part of the id.
QUALIFIED = ("attachedToRef", "calledElement")
#: Attributes that are true or false; xsd:boolean also writes 1 and 0.
BOOLEANS = (
    *("isExecutable", "isClosed", "isInterrupting", "cancelActivity", "parallelMultiple", "isForCompensation"),
    *("triggeredByEvent", "instantiate", "isCollection", "isSequential", "testBefore", "waitForCompletion"),
    *("cancelRemainingInstances", "isImmediate", "isUnlimited"),
)
TRUTH = {"1": "true", "0": "false"}


def collapse(root: Node) -> Node:
    """The same tree, with no blanks around ids and what refers to them, and one spelling of true and false."""
    for node in root.iter(f"{{{BPMN}}}*"):
        for name in BOOLEANS:
            value = node.get(name)
            if value is not None and value not in ("true", "false"):
                node.set(name, TRUTH.get(value.strip(), value.strip()))
        for name in HOLDERS:
            value = node.get(name)
            if value is not None and value != value.strip():
                node.set(name, value.strip())
    return root


def derive(root: Node) -> set[str]:
    """Give an id to every process, flow and node that has none; gives these ids. They depend on the drawing alone: a flow
    is called after its ends, a node after its kind and its place among those without an id."""
    taken = {node.get("id") for node in root.iter(etree.Element) if node.get("id")}
    derived: set[str] = set()
    counts: dict[str, int] = {}
    for node in root.iter(f"{{{BPMN}}}*"):
        kind = etree.QName(node).localname
        if node.get("id") or (kind not in NODES and kind not in GLOBALS and kind not in ("sequenceFlow", "process")):
            continue
        ends = [(node.get(side) or "").strip() for side in ("sourceRef", "targetRef")]
        stem = "-".join(ends) if all(ID.fullmatch(end) for end in ends) else kind
        counts[stem] = counts.get(stem, 0) + 1
        name = stem if stem not in taken else f"{stem}.{counts[stem]}"
        while name in taken:
            counts[stem] += 1
            name = f"{stem}.{counts[stem]}"
        taken.add(name)
        derived.add(name)
        node.set("id", name)
    return derived


def rehome(root: Node) -> None:
    """Put every flow that is kept elsewhere into the one scope in which both its ends stand: what it joins is what counts."""
    places: dict[str, Node] = {}
    for node in root.iter(f"{{{BPMN}}}*"):
        if etree.QName(node).localname in NODES and node.get("id"):
            places.setdefault(node.get("id"), node.getparent())
    for flow in list(root.iter(tag("sequenceFlow"))):
        source: Node = places.get(flow.get("sourceRef") or "")
        target: Node = places.get(flow.get("targetRef") or "")
        if source is not None and source is target and source is not flow.getparent():
            source.append(flow)


def unqualified(root: Node) -> None:
    """Take the prefix of a namespace from references whose plain text names nothing."""
    known = {node.get("id") for node in root.iter(f"{{{BPMN}}}*") if node.get("id")}
    for node in root.iter(tag("boundaryEvent"), tag("callActivity")):
        for name in QUALIFIED:
            value = node.get(name) or ""
            if ":" in value and value not in known and "{" not in value:
                node.set(name, value.rpartition(":")[2])
