"""What is collected while the files of a bundle are read: elements, flows, findings; and the texts that become expressions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from engine.spiff.findings import Finding
from engine.spiff.model import Element, Flow
from engine.spiff.names import NODES
from expressions import BASE, EvaluationFailed, ExpressionRefused, Functions, parse

Node = Any


@dataclass
class Reading:
    """All that is being collected from a bundle of files."""

    files: Mapping[str, bytes]
    functions: Functions = BASE
    findings: list[Finding] = field(default_factory=list)
    elements: dict[str, Element] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    processes: dict[str, tuple[str, Node]] = field(default_factory=dict)
    ids: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    definitions: dict[tuple[str, str], Node] = field(default_factory=dict)
    derived: set[str] = field(default_factory=set)

    def refuse(
        self, code: str, node: Node, message: str, remedy: str, *, file: str = "", element: str | None = None
    ) -> None:
        """Add a finding about an XML node."""
        line = node.sourceline if node is not None else None
        named = element or (nearest_id(node) if node is not None else None)
        self.findings.append(Finding(code, named, line, message, remedy, file))


def matters(node: Node) -> bool:
    """Ids of nodes, flows and processes must be unique in the bundle; those of annotations and the like need not be."""
    local = etree.QName(node).localname
    return local in NODES or local in ("sequenceFlow", "process")


def nearest_id(node: Node) -> str | None:
    """The id of the element, flow or process that the node is or belongs to, else of the message, signal or error."""
    outermost = None
    while node is not None and node.getparent() is not None:
        if node.get("id") and matters(node):
            return str(node.get("id"))
        outermost = node.get("id") or outermost
        node = node.getparent()
    return outermost


def parsed(reading: Reading, node: Node, text: str, file: str, *, element: str | None = None) -> Any:
    """The expression of a text, or None with a finding."""
    try:
        return callable_here(reading, node, parse(text, spelling="auto"), file)
    except ExpressionRefused as refused:
        reading.refuse(
            "bad-expression", node, f"Ekspresi '{text[:80]}' tidak dapat dibaca: {refused}.",
            "Perbaiki ekspresinya; lihat docs/expressions.md.", file=file, element=element,
        )  # fmt: skip
        return None


def parsed_condition(reading: Reading, node: Node, text: str, file: str, *, element: str | None = None) -> Any:
    """The expression of a text that must be true or false, or None with a finding."""
    expression = parsed(reading, node, text, file, element=element)
    if constant(expression) not in (None, True, False):
        reading.refuse(
            "not-boolean", node, f"Syarat '{text[:80]}' tidak benar atau salah.", "Tulis perbandingan, mis. x == 1.",
            file=file, element=element,
        )  # fmt: skip
    return expression


def constant(expression: Any) -> Any:
    """The value of an expression that needs nothing from a case, None when it needs something or fails."""
    if expression is None or expression.uses:
        return None
    try:
        return expression.evaluate({})
    except EvaluationFailed:
        return None


def callable_here(reading: Reading, node: Node, text: Any, file: str) -> Any:
    """The expression or script itself; a finding for every call of a function that does not exist or takes other arguments."""
    for use in text.uses:
        if use.arguments is None:
            continue
        function = reading.functions.table.get(use.name)
        if function is None:
            message = f"Fungsi '{use.name}' tidak ada ('{text.source[:80]}')."
            reading.refuse(
                "unknown-function", node, message, "Pakai fungsi yang ada; lihat docs/expressions.md.", file=file
            )
        elif not function.accepts(use.arguments):
            message = f"{use.name}(...) dipanggil dengan {use.arguments} nilai ('{text.source[:80]}')."
            reading.refuse("bad-call", node, message, f"Tulis {function.usage}.", file=file)
    return text
