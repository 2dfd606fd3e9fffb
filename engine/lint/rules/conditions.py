"""A conditional event has a condition that a machine can evaluate (BPMN 2.0, 10.5.5)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import Diagram, text_of
from engine.lint.finding import Finding, Text, found
from expressions import ExpressionRefused, parse

RULE = "condition"
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Conditional events of executable processes without a condition, or with one that is plain prose."""
    for definition in diagram.all("conditionalEventDefinition"):
        process = next(definition.iterancestors("{*}process"), None)
        if process is None or process.get("isExecutable") != "true":
            continue
        body = definition.find("{*}condition")
        formal = body is not None and (body.get(XSI_TYPE) or "").rpartition(":")[2] == "tFormalExpression"
        if text_of(body) and (formal or _readable(text_of(body))):
            continue
        yield found(
            RULE, definition,
            Text("Syarat kejadian ini belum ditulis, atau hanya berupa kalimat.", "This event's condition is missing, or only prose."),
            Text("Tulis perbandingan, mis. jumlah > 5.", "Write a comparison, such as amount > 5."),
            element=definition.getparent(),
        )  # fmt: skip


def _readable(text: str) -> bool:
    try:
        parse(text, spelling="auto")
    except ExpressionRefused:
        return False
    return True
