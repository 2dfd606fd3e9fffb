"""Draws a model that has no drawing: its nodes in a row, its flows as straight lines. Enough for a viewer to show it."""

from __future__ import annotations

from typing import Any

from lxml import etree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
NODES = (
    "startEvent",
    "userTask",
    "serviceTask",
    "exclusiveGateway",
    "intermediateCatchEvent",
    "boundaryEvent",
    "endEvent",
)
STEP, TOP = 150, 100


def drawn(model: bytes) -> bytes:
    """The model with diagram interchange for its one process."""
    root = etree.fromstring(model)
    process = root.find(f"{{{BPMN}}}process")
    assert process is not None
    diagram = etree.SubElement(root, f"{{{BPMNDI}}}BPMNDiagram", id="gambar")
    plane = etree.SubElement(diagram, f"{{{BPMNDI}}}BPMNPlane", id="bidang", bpmnElement=process.get("id", ""))
    middles: dict[str, tuple[int, int]] = {}
    for index, node in enumerate(node for node in process if etree.QName(node).localname in NODES):
        middles[node.get("id", "")] = _shape(plane, node, index)
    for flow in process.iter(f"{{{BPMN}}}sequenceFlow"):
        edge = etree.SubElement(
            plane, f"{{{BPMNDI}}}BPMNEdge", id=f"{flow.get('id')}_di", bpmnElement=flow.get("id", "")
        )
        for end in ("sourceRef", "targetRef"):
            x, y = middles[flow.get(end, "")]
            etree.SubElement(edge, f"{{{DI}}}waypoint", x=str(x), y=str(y))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _shape(plane: Any, node: Any, index: int) -> tuple[int, int]:
    task = etree.QName(node).localname.endswith("Task")
    width, height = (100, 80) if task else (36, 36)
    middle = (STEP * index + 60, TOP + (index % 2) * 120)
    shape = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNShape", id=f"{node.get('id')}_di", bpmnElement=node.get("id"))
    place = {"x": middle[0] - width // 2, "y": middle[1] - height // 2, "width": width, "height": height}
    etree.SubElement(shape, f"{{{DC}}}Bounds", {name: str(value) for name, value in place.items()})
    return middle
