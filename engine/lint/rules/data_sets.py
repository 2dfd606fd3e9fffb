"""Every data input and output belongs to a set; associated data have the same structure (BPMN 2.0, 10.4.2)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import Diagram, Node, kind, reference, text_of
from engine.lint.finding import Finding, Text, found

RULE = "data-set"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Inputs and outputs in no set, sets that contradict themselves or each other, data that is a collection on one side
    only, and associations between data of different structure."""
    for what, holder in (("dataInput", "inputSet"), ("dataOutput", "outputSet")):
        placed = {(each.getparent(), name) for each in diagram.all(holder) for name in _named(each, f"{what}Refs")}
        for node in diagram.all(what):
            if (node.getparent(), node.get("id")) not in placed:
                yield found(
                    RULE, node,
                    Text(f"Data ini tidak termasuk dalam {holder} mana pun.", f"This data is in no {holder}."),
                    Text(f"Sebut dalam {holder}.", f"Name it in the {holder}."),
                )  # fmt: skip
        for node in diagram.all(holder):
            yield from _set(node, what)
    yield from _pairs(diagram)
    for node in diagram.all("dataObject", "dataInput", "dataOutput"):
        yield from _collection(diagram, node)
    for association in diagram.all("dataInputAssociation", "dataOutputAssociation"):
        yield from _association(diagram, association)


def _named(node: Node, child: str) -> set[str]:
    return {text_of(each) for each in node.findall(f"{{*}}{child}")}


def _set(node: Node, what: str) -> Iterator[Finding]:
    """What is optional in a set, or comes while the activity runs, is in the set."""
    side = what.removeprefix("data")
    aside = [f"optional{side}Refs", f"whileExecuting{side}Refs", f"whileExecuting{side}Ref"]
    if set().union(*(_named(node, each) for each in aside)) - _named(node, f"{what}Refs"):
        yield found(
            RULE, node,
            Text("Data yang opsional di sini tidak termasuk dalam himpunannya.", "Data that is optional here is not in the set."),
            Text(f"Sebut juga sebagai {what}Refs.", f"Name it as {what}Refs too."),
        )  # fmt: skip


def _pairs(diagram: Diagram) -> Iterator[Finding]:
    """Sets of inputs and of outputs that name each other agree."""
    naming = {
        (node.get("id"), name)
        for holder, there in (("inputSet", "outputSetRefs"), ("outputSet", "inputSetRefs"))
        for node in diagram.all(holder)
        for name in _named(node, there)
    }
    for one, other in sorted(naming, key=str):
        node = diagram.by_id.get(one or "")
        if node is not None and other in diagram.by_id and (other, one) not in naming:
            yield found(
                RULE, node,
                Text("Himpunan ini menyebut himpunan lain yang tidak menyebutnya.", "This set names another that does not name it."),
                Text("Sebut himpunan ini juga di sana.", "Name this set there too."),
            )  # fmt: skip


def _collection(diagram: Diagram, node: Node) -> Iterator[Finding]:
    item = diagram.named(node, node.get("itemSubjectRef")) if node.get("itemSubjectRef") else None
    if item is not None and node.get("isCollection", "false") != item.get("isCollection", "false"):
        yield found(
            RULE, node,
            Text("Data ini dan itemDefinition-nya tidak sama-sama kumpulan.", "Of this data and its type only one is a collection."),
            Text("Samakan isCollection-nya.", "Give both the same isCollection."),
        )  # fmt: skip


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
