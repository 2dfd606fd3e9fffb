"""Every data input and output belongs to a set; associated data have the same structure (BPMN 2.0, 10.4.2)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import Diagram, Node, kind, reference, text_of
from engine.lint.finding import Finding, Text, found

RULE = "data-set"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Inputs and outputs in no set, and associations between data of different structure."""
    for specification in diagram.all("ioSpecification"):
        for what, holder in (("dataInput", "inputSet"), ("dataOutput", "outputSet")):
            named = {
                text_of(reference_)
                for each in specification.findall(f"{{*}}{holder}")
                for reference_ in each.findall(f"{{*}}{what}Refs")
            }
            for node in specification.findall(f"{{*}}{what}"):
                if node.get("id") not in named:
                    yield found(
                        RULE, node,
                        Text(f"Data ini tidak termasuk dalam {holder} mana pun.", f"This data is in no {holder}."),
                        Text(f"Sebut dalam {holder}.", f"Name it in the {holder}."),
                    )  # fmt: skip
    for association in diagram.all("dataInputAssociation", "dataOutputAssociation"):
        yield from _association(diagram, association)


def _association(diagram: Diagram, association: Node) -> Iterator[Finding]:
    if association.find("{*}transformation") is None and len(association.findall("{*}sourceRef")) > 1:
        yield found(
            RULE, association,
            Text(
                "Asosiasi ini menggabung beberapa data tanpa mengatakan bagaimana.",
                "This association joins several data without saying how.",
            ),
            Text("Gambar satu asosiasi untuk setiap data, atau tulis transformasinya.", "Draw one for each, or write a transformation."),
        )  # fmt: skip
        return
    if association.find("{*}transformation") is not None or association.find("{*}assignment") is not None:
        return
    ends = [association.find(f"{{*}}{side}") for side in ("sourceRef", "targetRef")]
    structures = [_structure(diagram, diagram.by_id.get(text_of(each))) for each in ends]
    if None not in structures and structures[0] != structures[1]:
        yield found(
            RULE, association,
            Text("Data asal dan tujuan asosiasi ini berbeda susunannya.", "Source and target of this association differ in structure."),
            Text("Samakan itemSubjectRef-nya, atau tulis transformasinya.", "Use the same itemSubjectRef, or write a transformation."),
        )  # fmt: skip


def _structure(diagram: Diagram, node: Node | None) -> str | None:
    """The structure of a piece of data; None where nothing is said about it."""
    while node is not None and kind(node) in ("dataObjectReference", "dataStoreReference"):
        target = reference(node.get("dataObjectRef") or node.get("dataStoreRef"))
        node = diagram.by_id.get(target) if target else None
    item = diagram.by_id.get(reference(node.get("itemSubjectRef"))) if node is not None else None
    return item.get("structureRef") if item is not None else None
