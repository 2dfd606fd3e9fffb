"""Each rule of style advises about its bad drawing only, and never keeps anything from being deployed."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.lint import style, unwise
from tests.lint.folders import HERE

#: Rule file -> the elements it advises about in its bad drawing.
BLAMED = {
    "default_with_condition": ["g-a"],
    "label_required": ["a"],
    "no_implicit_split": ["a"],
    "no_implicit_start": ["a"],
    "no_implicit_end": ["a"],
    "no_disconnected": ["lepas"],
    "fake_join": ["c"],
    "no_gateway_join_fork": ["j"],
    "superfluous_termination": ["e"],
    "no_duplicate_flows": ["lagi"],
    "no_overlapping": ["e"],
    "no_bpmndi": ["a"],
    "single_blank_start": ["s2"],
    "single_event_definition": ["c"],
    "start_event_required": ["p"],
    "end_event_required": ["p"],
    "global_definitions": ["i", "n", "o"],
}
RULES = {module.__name__.rpartition(".")[2]: module.RULE for module in style.MODULES}


def test_every_rule_has_its_drawings_and_runs() -> None:
    files = {path.stem for path in Path(str(style.__file__)).parent.glob("*.py")} - {"__init__"}

    assert files == set(RULES) == set(BLAMED)


@pytest.mark.parametrize("name", sorted(BLAMED))
def test_the_good_drawing_is_left_in_peace(name: str) -> None:
    assert unwise((HERE / "style" / name / "good.bpmn").read_bytes()) == []


@pytest.mark.parametrize("name", sorted(BLAMED))
def test_the_bad_drawing_gets_advice(name: str) -> None:
    drawn = (HERE / "style" / name / "bad.bpmn").read_bytes()
    lines = drawn.decode().splitlines()

    found = [finding for finding in unwise(drawn) if finding.rule == RULES[name]]

    assert sorted(finding.element or "" for finding in found) == BLAMED[name]
    for finding in found:
        assert finding.severity == "advice"
        assert finding.line is not None and f'"{finding.element}"' in lines[finding.line - 1]
        assert finding.message.id != finding.message.en and finding.remedy.id != finding.remedy.en
