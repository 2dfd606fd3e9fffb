"""What BPMN 2.0 forbids is told at the very line; what comes near it and is allowed is left in peace.

Each model of `standard.txt` begins with its name: the number that BPMNspector gives to the constraint, REF for references, XSD
for what its schema says. The line at fault bears `<!-- ! -->`; a model without such a line breaks nothing.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.lint import Finding, lint

BEGIN = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:t="urn:t" id="d" targetNamespace="urn:t"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
)
FAULT = "<!-- ! -->"
MODELS = dict(
    part.split("\n", 1) for part in (Path(__file__).parent / "standard.txt").read_text()[len("== ") :].split("\n== ")
)
WRONG = {name: BEGIN + body + "</definitions>" for name, body in MODELS.items() if FAULT in body}
RIGHT = {name: BEGIN + body + "</definitions>" for name, body in MODELS.items() if FAULT not in body}


def errors(model: str) -> list[Finding]:
    return [each for each in lint({"a.bpmn": model.encode()}) if each.severity == "error"]


@pytest.mark.parametrize("name", WRONG)
def test_what_the_standard_forbids_is_told_at_its_line(name: str) -> None:
    (fault,) = [number for number, line in enumerate(WRONG[name].split("\n"), 1) if FAULT in line]

    assert fault in {finding.line for finding in errors(WRONG[name])}


@pytest.mark.parametrize("name", RIGHT)
def test_what_it_allows_is_left_in_peace(name: str) -> None:
    assert errors(RIGHT[name]) == []
