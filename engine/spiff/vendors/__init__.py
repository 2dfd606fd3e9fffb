"""What other tools write into a drawing, put into our own words before it is read. The analyst's file is never changed."""

from __future__ import annotations

from lxml import etree

from engine.spiff.names import BPMN, tag
from engine.spiff.reading import Node, Reading
from engine.spiff.vendors import camunda7, flowable, owners, zeebe
from engine.spiff.vendors.drawn import Drawn
from engine.spiff.vendors.family import PEOPLE

#: Namespace -> how the tool is called in its attributes, and the module that knows them.
VENDORS = {
    "http://camunda.org/schema/1.0/bpmn": ("camunda", camunda7.translate),
    "http://activiti.org/bpmn": ("activiti", flowable.translate),
    "http://flowable.org/bpmn": ("flowable", flowable.translate),
    "http://camunda.org/schema/zeebe/1.0": ("zeebe", zeebe.translate),
}


def translate(reading: Reading, root: Node, file: str) -> None:
    """Write into a tree that was read, as attributes of our namespace and elements of the standard, what means the same
    there; a finding for everything that does not. Nothing of it is ever run."""
    for node in list(root.iter(f"{{{BPMN}}}*")):
        for namespace in _namespaces(node):
            prefix, words = VENDORS[namespace]
            words(Drawn.of(reading, node, namespace, prefix, file))
        if etree.QName(node).localname in PEOPLE:
            owners.translate(Drawn.of(reading, node, BPMN, "bpmn", file))


def _namespaces(node: Node) -> list[str]:
    """The tools that have written something on a BPMN element itself, or into its extension elements."""
    names = [etree.QName(name).namespace for name in node.attrib]
    for holder in node.findall(tag("extensionElements")):
        names += [etree.QName(each).namespace for each in holder.iterchildren(etree.Element)]
    return [name for name in dict.fromkeys(names) if name in VENDORS]
