"""A drawing as the rules see it: the XML tree with an index of ids, scopes and flows. Tolerant of everything."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from operator import itemgetter
from typing import Any

from lxml import etree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
Node = Any
_SPACE = f"{{{BPMN}}}"

ACTIVITIES = frozenset(
    {
        "task", "userTask", "manualTask", "serviceTask", "sendTask", "receiveTask", "scriptTask", "businessRuleTask",
        "subProcess", "transaction", "adHocSubProcess", "callActivity",
    }
)  # fmt: skip
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"})
EVENTS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})
SUBPROCESSES = frozenset({"subProcess", "transaction", "adHocSubProcess"})
SCOPES = SUBPROCESSES | {"process"}
CHOREOGRAPHY = frozenset({"choreographyTask", "subChoreography", "callChoreography"})
NODES = ACTIVITIES | GATEWAYS | EVENTS


def kind(node: Node) -> str:
    """The local name of a BPMN element; "" for comments and elements of other namespaces."""
    tag = node.tag
    return tag[len(_SPACE) :] if isinstance(tag, str) and tag.startswith(_SPACE) else ""


def text_of(node: Node | None) -> str:
    """An element's text without blanks around it."""
    return (node.text or "").strip() if node is not None else ""


def reference(text: str | None) -> str:
    """The local part of a reference, which may be a qualified name."""
    return (text or "").strip().rpartition(":")[2]


class Diagram:
    """One file. `root` is its `definitions`."""

    def __init__(self, root: Node) -> None:
        self.root = root

    @cached_property
    def by_id(self) -> dict[str, Node]:
        """Id -> BPMN element; the first of each id."""
        found: dict[str, Node] = {}
        for node in self.root.iter(etree.Element):
            if kind(node) and node.get("id"):
                found.setdefault(node.get("id"), node)
        return found

    def all(self, *kinds: str) -> Iterator[Node]:
        """Every element of these kinds, in document order."""
        found = [each for name in set(kinds) for each in self._by_kind.get(name, ())]
        return (node for _, node in sorted(found, key=itemgetter(0)))

    @cached_property
    def _by_kind(self) -> dict[str, list[tuple[int, Node]]]:
        """Kind -> its elements with their places in the document: every rule asks for some, none walks the whole file."""
        found: dict[str, list[tuple[int, Node]]] = {}
        for place, node in enumerate(self.root.iter(etree.Element)):
            found.setdefault(kind(node), []).append((place, node))
        return found

    @cached_property
    def flows(self) -> list[Node]:
        """All sequence flows."""
        return list(self.all("sequenceFlow"))

    @cached_property
    def outgoing(self) -> dict[str, list[Node]]:
        """Element id -> the flows that leave it."""
        return self._by("sourceRef")

    @cached_property
    def incoming(self) -> dict[str, list[Node]]:
        """Element id -> the flows that lead to it."""
        return self._by("targetRef")

    def _by(self, side: str) -> dict[str, list[Node]]:
        found: dict[str, list[Node]] = {}
        for flow in self.flows:
            found.setdefault((flow.get(side) or "").strip(), []).append(flow)
        return found

    def into(self, node: Node) -> list[Node]:
        """The flows that lead to an element."""
        return self.incoming.get(node.get("id") or "", [])

    def out_of(self, node: Node) -> list[Node]:
        """The flows that leave an element."""
        return self.outgoing.get(node.get("id") or "", [])

    @cached_property
    def definitions(self) -> dict[str, Node]:
        """Event definitions, messages, errors and so on that stand beside the processes, by id."""
        return {node.get("id"): node for node in self.root if kind(node) and node.get("id")}

    def events(self, node: Node) -> list[tuple[str, Node]]:
        """What an event carries: kind of definition ("timer") and the node to blame, references followed."""
        carried = []
        for child in node:
            name = kind(child)
            if name == "eventDefinitionRef":
                target = self.definitions.get(reference(child.text))
                if target is not None and kind(target).endswith("EventDefinition"):
                    carried.append((kind(target).removesuffix("EventDefinition"), child))
            elif name.endswith("EventDefinition"):
                carried.append((name.removesuffix("EventDefinition"), child))
        return carried

    def named(self, node: Node, text: str | None) -> Node | None:
        """The element that a reference on this node names, by its plain text or without the prefix of a namespace."""
        name = (text or "").strip()
        return self.by_id.get(name) if name in self.by_id else self.by_id.get(reference(name))

    def elsewhere(self, node: Node, text: str | None) -> bool:
        """Whether a reference leads out of this file: its prefix stands for another namespace than the file's own, or it has
        none and the file imports others."""
        prefix, _, _ = (text or "").strip().rpartition(":")
        if prefix:
            return node.nsmap.get(prefix) not in (None, self.root.get("targetNamespace"))
        return self.root.find(f"{{{BPMN}}}import") is not None

    def inside(self, scope: Node) -> list[Node]:
        """The flow nodes that stand directly in a process or sub-process."""
        return [node for node in scope if kind(node) in NODES]

    @cached_property
    def pool_of(self) -> dict[str, str]:
        """Element id -> the id of the pool it stands in, of its process where no pool is drawn; a pool's id -> itself."""
        pools = {pool.get("id") or "": reference(pool.get("processRef")) for pool in self.all("participant")}
        drawn = {process: pool for pool, process in pools.items() if process}
        found: dict[str, str] = {}
        for process in self.all("process"):
            pool = drawn.get(process.get("id") or "", process.get("id") or "")
            found |= {each.get("id"): pool for each in process.iter(etree.Element) if each.get("id") and kind(each)}
        return found | {pool: pool for pool in pools}
