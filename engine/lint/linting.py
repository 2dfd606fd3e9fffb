"""Run every rule over a file."""

from __future__ import annotations

from engine.lint import rules
from engine.lint.diagram import Diagram
from engine.lint.finding import Finding, Text
from engine.xml import XmlRefused, parse_xml


def lint(content: bytes) -> list[Finding]:
    """All findings about one BPMN file, in the order of its lines. A file that cannot be read is one finding."""
    try:
        root = parse_xml(content)
    except XmlRefused as refused:
        text = Text(refused.message, refused.message)
        return [
            Finding(
                severity="error", rule=refused.code, element=None, line=refused.line or 1, message=text,
                remedy=Text("Perbaiki berkas ini.", "Mend this file."),
            )
        ]  # fmt: skip
    diagram = Diagram(root)
    findings = [finding for rule in rules.ALL for finding in rule(diagram)]
    return sorted(findings, key=lambda finding: (finding.line or 0, finding.rule))
