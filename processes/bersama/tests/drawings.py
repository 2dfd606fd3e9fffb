"""What a drawing must have: a place for every element, and lines that end at their elements."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from lxml import etree

from engine.xml import parse_xml

NS = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
}
NODES = (
    *("startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"),
    *("userTask", "serviceTask", "sendTask", "receiveTask", "scriptTask", "businessRuleTask", "callActivity"),
    *("subProcess", "exclusiveGateway", "parallelGateway", "eventBasedGateway"),
    *("participant", "lane", "textAnnotation"),
)
FLOWS = ("sequenceFlow", "messageFlow", "association")
Box = tuple[float, float, float, float]


class Drawing:
    """One .bpmn file as a picture: boxes by element id, lines by flow id."""

    def __init__(self, path: Path) -> None:
        self.root = parse_xml(path.read_bytes())
        self.boxes: dict[str, Box] = {}
        for shape in self.root.iterfind(".//bpmndi:BPMNShape", NS):
            bounds = shape.find("dc:Bounds", NS)
            x, y, w, h = (float(bounds.get(name)) for name in ("x", "y", "width", "height"))
            self.boxes[shape.get("bpmnElement")] = (x, y, x + w, y + h)
        self.lines = {
            edge.get("bpmnElement"): [(float(p.get("x")), float(p.get("y"))) for p in edge.iterfind("di:waypoint", NS)]
            for edge in self.root.iterfind(".//bpmndi:BPMNEdge", NS)
        }

    def all(self, *names: str) -> Iterator[Any]:
        """Every BPMN element of these kinds."""
        for name in names:
            yield from self.root.iterfind(f".//bpmn:{name}", NS)

    def undrawn(self) -> list[str]:
        """Ids of elements without a place in the picture."""
        nodes = [node.get("id") for node in self.all(*NODES) if node.get("id") not in self.boxes]
        return nodes + [flow.get("id") for flow in self.all(*FLOWS) if flow.get("id") not in self.lines]

    def oblique(self) -> list[str]:
        """Flows with a leg that is neither level nor upright."""
        return [
            name
            for name, points in self.lines.items()
            if any(a[0] != b[0] and a[1] != b[1] for a, b in pairwise(points))
        ]

    def loose(self) -> list[str]:
        """Sequence flows that do not begin and end at the border of their elements."""
        found = []
        for flow in self.all("sequenceFlow"):
            points = self.lines[flow.get("id")]
            ends = ((points[0], flow.get("sourceRef")), (points[-1], flow.get("targetRef")))
            if not all(_touches(point, self.boxes[element]) for point, element in ends):
                found.append(flow.get("id"))
        return found

    def overlapping(self) -> list[tuple[str, str]]:
        """Pairs of tasks, events and gateways of one scope that cover each other (a boundary event may sit on its task)."""
        inner = [
            node for node in self.all(*NODES[:15]) if etree.QName(node).localname not in ("boundaryEvent", "subProcess")
        ]
        boxes = [(node.get("id"), self.boxes[node.get("id")]) for node in inner]
        return [(a, b) for i, (a, x) in enumerate(boxes) for b, y in boxes[i + 1 :] if _cover(x, y)]

    def hidden(self) -> list[tuple[str, str]]:
        """Sequence flows that run through a task they do not belong to."""
        tasks = {node.get("id"): self.boxes[node.get("id")] for node in self.all(*NODES[5:12])}
        found = []
        for flow in self.all("sequenceFlow"):
            own = (flow.get("sourceRef"), flow.get("targetRef"))
            points = self.lines[flow.get("id")]
            legs = list(pairwise(points))
            found += [
                (flow.get("id"), t) for t, box in tasks.items() if t not in own and any(_runs(leg, box) for leg in legs)
            ]
        return found

    def crossings(self) -> list[tuple[str, str]]:
        """Pairs of sequence flows that cross each other."""
        names = [flow.get("id") for flow in self.all("sequenceFlow")]
        legs = {name: list(pairwise(self.lines[name])) for name in names}
        return [
            (a, b)
            for i, a in enumerate(names)
            for b in names[i + 1 :]
            if any(_crosses(x, y) for x in legs[a] for y in legs[b])
        ]


def _touches(point: tuple[float, float], box: Box) -> bool:
    x, y = point
    inside = box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1
    return inside and (min(abs(x - box[0]), abs(x - box[2])) <= 1 or min(abs(y - box[1]), abs(y - box[3])) <= 1)


def _cover(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _runs(leg: Any, box: Box) -> bool:
    (x1, y1), (x2, y2) = leg
    return _cover((min(x1, x2), min(y1, y2), max(x1, x2) + 0.1, max(y1, y2) + 0.1), box)


def _crosses(a: Any, b: Any) -> bool:
    """A level and an upright leg that cut each other inside."""
    for (p, q), (r, s) in ((a, b), (b, a)):
        if p[1] == q[1] and r[0] == s[0]:
            level = min(p[0], q[0]) < r[0] < max(p[0], q[0])
            upright = min(r[1], s[1]) < p[1] < max(r[1], s[1])
            if level and upright:
                return True
    return False
