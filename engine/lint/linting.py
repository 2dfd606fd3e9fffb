"""Run every rule over a bundle of files, with what the engine itself would refuse."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine import spiff
from engine.lint import rules
from engine.lint.diagram import Diagram
from engine.lint.finding import Finding, Text
from engine.spiff.ids import collapse
from engine.xml import XmlRefused, parse_xml


def lint(files: Mapping[str, bytes], *, decisions: Mapping[str, Any] | None = None) -> list[Finding]:
    """All findings about a bundle's .bpmn files (name -> bytes), by file and line: the engine's own refusals first, where a
    rule and the engine blame the same element for the same reason only the rule's finding stays."""
    structural = [
        finding for name, content in files.items() if name.endswith(".bpmn") for finding in structure(content, name)
    ]
    blamed = {(finding.file, finding.element) for finding in structural if finding.severity == "error"}
    refused = [refusal(finding) for finding in spiff.inspect(files, decisions=decisions)]
    found = [*structural, *(each for each in refused if (each.file, each.element) not in blamed)]
    return sorted(found, key=lambda finding: (finding.file, finding.line or 0, finding.rule))


def structure(content: bytes, name: str = "") -> list[Finding]:
    """What the rules of BPMN 2.0 say about one file. A file that cannot be read has no structure to speak of."""
    try:
        diagram = Diagram(collapse(parse_xml(content)))
    except XmlRefused:
        return []
    return [finding.at(name) for rule in rules.ALL for finding in rule(diagram)]


def files_of(path: Path) -> dict[str, bytes]:
    """The .bpmn files at a path: the file itself, or all in a folder."""
    found = sorted(path.rglob("*.bpmn")) if path.is_dir() else [path]
    return {each.name: each.read_bytes() for each in found}


def refusal(finding: spiff.Finding) -> Finding:
    """A refusal of the engine as a finding."""
    text = Text(finding.message, finding.message)
    return Finding(
        severity=finding.severity,
        rule=finding.code,
        element=finding.element,
        line=finding.line,
        message=text,
        remedy=Text(finding.remedy, finding.remedy),
        file=finding.file,
    )
