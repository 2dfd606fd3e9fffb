"""Reads decision tables from DMN 1.1 to 1.5 files, and refuses what it would not answer exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from engine.decisions.errors import DecisionRefused, Finding
from engine.decisions.table import Annotation, Decision, Input, Output, Rule
from engine.xml import XmlRefused, parse_xml
from expressions import Expression, ExpressionRefused, parse, parse_cell

POLICIES = {"": "UNIQUE", "U": "UNIQUE", "F": "FIRST", "A": "ANY", "C": "COLLECT"}
AGGREGATIONS = ("", "SUM", "MIN", "MAX", "COUNT")


def parse_decisions(xml: bytes) -> dict[str, Decision]:
    """The decisions of a DMN file by their id. Raises DecisionRefused with every finding."""
    try:
        root = parse_xml(xml)
    except XmlRefused as error:
        raise DecisionRefused([Finding(error.message, error.line)]) from error
    name = etree.QName(root)
    if name.localname != "definitions" or "/spec/DMN/" not in (name.namespace or ""):
        raise DecisionRefused([Finding("Ini bukan berkas DMN: akarnya bukan <definitions> DMN.", _line(root))])
    findings: list[Finding] = []
    decisions: dict[str, Decision] = {}
    for element in _children(root, "decision"):
        reader = _Reader(element.get("id") or "", findings)
        decision = reader.decision(element)
        if decision is None:
            continue
        if decision.id in decisions:
            reader.problem(element, "Id keputusan ini sudah dipakai di berkas ini.")
        decisions[decision.id] = decision
    if not decisions and not findings:
        findings.append(Finding("Berkas ini tidak memuat keputusan.", _line(root)))
    if findings:
        raise DecisionRefused(findings)
    return decisions


def _children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    namespace = etree.QName(element).namespace
    for child in element:
        if isinstance(child.tag, str):
            name = etree.QName(child)
            if name.localname in names and name.namespace == namespace:
                yield child


def _line(element: etree._Element) -> int:
    line = element.sourceline
    return line if isinstance(line, int) else 1


def _text(element: etree._Element | None) -> str:
    """The text of the `<text>` child (DMN puts every expression into one)."""
    found = None if element is None else next(_children(element, "text"), None)
    return _content(found)


def _content(element: etree._Element | None) -> str:
    return "" if element is None else "".join(str(part) for part in element.itertext())


@dataclass
class _Reader:
    """Reads one decision; what is wrong goes to `findings` so that all of it is told at once."""

    id: str
    findings: list[Finding]
    rule: int | None = field(default=None)

    def problem(self, element: etree._Element, message: str) -> None:
        self.findings.append(Finding(message, _line(element), self.id or None, self.rule))

    def decision(self, element: etree._Element) -> Decision | None:
        """The decision of an element, or None with a finding."""
        if not self.id:
            self.problem(element, "Keputusan tidak punya id.")
            return None
        for requirement in _children(element, "informationRequirement"):
            if next(_children(requirement, "requiredDecision"), None) is not None:
                self.problem(requirement, "Keputusan yang memerlukan keputusan lain tidak didukung; panggil berurutan.")
        table = next(_children(element, "decisionTable"), None)
        if table is None:
            self.problem(element, "Hanya tabel keputusan yang didukung; buat <decisionTable>.")
            return None
        policy = self._policy(table)
        inputs = tuple(self._input(each, number) for number, each in enumerate(_children(table, "input"), 1))
        outputs = self._outputs(table, element)
        names = [each.get("name") or "" for each in _children(table, "annotation")]
        rules = tuple(self._rules(table, len(inputs), len(outputs), names))
        aggregation = self._aggregation(table, policy, len(outputs))
        description = next(_children(element, "description"), None)
        documentation = _content(description).strip()
        name = element.get("name") or self.id
        return Decision(self.id, name, policy, aggregation, inputs, outputs, rules, _line(element), documentation)

    def _policy(self, table: etree._Element) -> str:
        written = (table.get("hitPolicy") or "").strip().upper()
        policy = POLICIES.get(written, written)
        if policy not in POLICIES.values():
            self.problem(table, f"Kebijakan '{written}' tidak didukung; pakai UNIQUE, FIRST, ANY atau COLLECT.")
        return policy

    def _aggregation(self, table: etree._Element, policy: str, outputs: int) -> str:
        aggregation = (table.get("aggregation") or "").strip().upper()
        if aggregation not in AGGREGATIONS:
            self.problem(table, f"Agregasi '{aggregation}' tidak dikenal; pakai SUM, MIN, MAX atau COUNT.")
        elif aggregation and policy != "COLLECT":
            self.problem(table, "Agregasi hanya untuk COLLECT.")
        elif aggregation and outputs != 1:
            self.problem(table, "Agregasi memerlukan tepat satu kolom hasil.")
        return aggregation

    def _input(self, element: etree._Element, number: int) -> Input:
        asked = next(_children(element, "inputExpression"), None)
        text = _text(asked)
        label = element.get("label") or text.strip() or f"masukan {number}"
        if asked is None or not text.strip():
            self.problem(element, f"Kolom masukan {number} tidak punya ekspresi.")
            text = "None"
        expression = self._expression(element, text, asked) or parse("None")
        type_ref = "" if asked is None else asked.get("typeRef") or ""
        allowed = self._cell(element, _text(next(_children(element, "inputValues"), None)))
        return Input(element.get("id") or f"input_{number}", label, expression, type_ref, allowed, _line(element))

    def _outputs(self, table: etree._Element, decision: etree._Element) -> tuple[Output, ...]:
        elements = list(_children(table, "output"))
        variable = next(_children(decision, "variable"), None)
        single = variable.get("name") if variable is not None and len(elements) == 1 else None
        outputs = tuple(self._output(each, number, single) for number, each in enumerate(elements, 1))
        names = [output.name for output in outputs]
        for element, name in zip(elements, names, strict=True):
            if names.count(name) > 1:
                self.problem(element, f"Nama hasil '{name}' dipakai lebih dari sekali.")
        if not outputs:
            self.problem(table, "Tabel tidak punya kolom hasil.")
        return outputs

    def _output(self, element: etree._Element, number: int, single: str | None) -> Output:
        identity = element.get("id") or f"output_{number}"
        name = (element.get("name") or single or element.get("label") or identity).strip()
        default = self._value(element, _text(next(_children(element, "defaultOutputEntry"), None)))
        allowed = self._cell(element, _text(next(_children(element, "outputValues"), None)))
        label = element.get("label") or name
        return Output(identity, name, label, element.get("typeRef") or "", allowed, default, _line(element))

    def _rules(self, table: etree._Element, inputs: int, outputs: int, names: list[str]) -> Iterator[Rule]:
        for number, element in enumerate(_children(table, "rule"), 1):
            self.rule = number
            tests = [self._cell(each, _text(each)) for each in _children(element, "inputEntry")]
            values = [self._value(each, _text(each)) for each in _children(element, "outputEntry")]
            if (len(tests), len(values)) != (inputs, outputs):
                message = f"Aturan punya {len(tests)} syarat dan {len(values)} hasil"
                self.problem(element, f"{message}; kolomnya {inputs} dan {outputs}.")
            description = next(_children(element, "description"), None)
            yield Rule(
                number,
                element.get("id") or f"rule_{number}",
                _content(description).strip(),
                tuple(tests),
                tuple(values),
                tuple(_annotations(element, names)),
                _line(element),
            )
        self.rule = None

    def _cell(self, element: etree._Element, text: str) -> Expression | None:
        self._is_feel(element)
        return self._read(element, lambda: parse_cell(text))

    def _value(self, element: etree._Element, text: str) -> Expression | None:
        return None if text.strip() in ("", "-") else self._expression(element, text, element)

    def _expression(self, element: etree._Element, text: str, language: etree._Element | None) -> Expression | None:
        """Plain spelling or FEEL: as `expressionLanguage` says, else plain, and FEEL if it is not plain."""
        feel = language is not None and self._is_feel(language)
        return self._read(element, lambda: parse(text, spelling="feel") if feel else plain_or_feel(text))

    def _is_feel(self, element: etree._Element) -> bool:
        """Whether FEEL is declared, here or for the whole file; another language is a finding."""
        root = element.getroottree().getroot()
        declared = element.get("expressionLanguage") or root.get("expressionLanguage") or ""
        language = declared.rstrip("/").lower()
        if (
            language not in ("", "plain", "juel", "feel")
            and "/spec/dmn/" not in language
            and "/spec/feel/" not in language
        ):
            self.problem(element, f"Bahasa '{declared[:60]}' tidak didukung; pakai FEEL atau ejaan biasa.")
        return language == "feel" or "/spec/" in language

    def _read(self, element: etree._Element, read: Callable[[], Expression | None]) -> Expression | None:
        try:
            return read()
        except ExpressionRefused as error:
            self.problem(element, str(error))
            return None


def plain_or_feel(text: str) -> Expression:
    """An expression of a table; the refusal is that of the plain spelling."""
    try:
        return parse(text)
    except ExpressionRefused:
        try:
            return parse(text, spelling="feel")
        except ExpressionRefused:
            pass
        raise


def _annotations(rule: etree._Element, names: list[str]) -> Iterator[Annotation]:
    for number, entry in enumerate(_children(rule, "annotationEntry")):
        text = _text(entry).strip()
        if text:
            yield Annotation(names[number] if number < len(names) else "", text)
