"""Whatever the engine refuses is told in English too."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from engine import spiff
from engine.lint import Finding, lint
from engine.lint.english import ENGLISH, INSTEAD, refusal
from engine.spiff import findings

ENGINE = Path(str(findings.__file__)).parents[1]
MAKERS = frozenset({"Finding", "refuse", "_finding", "XmlRefused"})


def codes() -> set[str]:
    """Every literal code with which the engine makes a finding."""
    found = set()
    for path in [*(ENGINE / "spiff").glob("*.py"), ENGINE / "xml.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                named = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
                if named in MAKERS and isinstance(node.args[0].value, str):
                    found.add(node.args[0].value)
    return found


def holding(kind: str) -> bytes:
    """A drawing with one element of this kind between its start and end; a sub-process holds a task."""
    inside = '<userTask id="t"/>' if kind.endswith("SubProcess") else ""
    middle = f'<{kind} id="x"><incoming>a</incoming><outgoing>b</outgoing>{inside}</{kind}>'
    flows = '<sequenceFlow id="a" sourceRef="s" targetRef="x"/><sequenceFlow id="b" sourceRef="x" targetRef="e"/>'
    drawn = f'<startEvent id="s"/>{middle}<endEvent id="e"/>{flows}'
    space = "http://www.omg.org/spec/BPMN/20100524/MODEL"
    return f'<definitions xmlns="{space}"><process id="p" isExecutable="true">{drawn}</process></definitions>'.encode()


def test_every_code_of_the_engine_has_its_english() -> None:
    missing = codes() - set(ENGLISH) - {"unknown-variable"}  # the linter's own rule data-read tells that

    assert not missing, f"add these codes to engine/lint/english.py: {', '.join(sorted(missing))}"


def test_names_are_carried_over() -> None:
    told = refusal(spiff.Finding("call-missing", "CA1", 7, "Proses 'ca_x' yang dipanggil tidak ada.", "Sertakan."))

    assert told.message.en == "The called process 'ca_x' does not exist."


@pytest.mark.parametrize(
    ("code", "message", "told"),
    [
        ("too-many", "Lebih dari 100.000 elemen.", "The file holds more than 100,000 elements."),
        ("too-deep", "Elemen bersarang lebih dari 200 tingkat.", "Elements are nested more than 200 deep."),
        ("unsupported-event", "Kejadian 'cancel' pada 'startEvent' belum didukung.", "An event of this kind ('cancel') is not run here."),
    ],
)  # fmt: skip
def test_limits_and_kinds_are_carried_over(code: str, message: str, told: str) -> None:
    assert refusal(spiff.Finding(code, None, None, message, "")).message.en == told


@pytest.mark.parametrize("kind", ["adHocSubProcess"])
def test_what_to_draw_instead_is_told_in_english(kind: str) -> None:
    (element,) = (each for each in lint({"a.bpmn": holding(kind)}) if each.rule == "unsupported-element")

    assert element.remedy.en == INSTEAD[kind]
    assert element.remedy.id != element.remedy.en


@pytest.mark.parametrize("path", sorted(Path(__file__).parent.glob("**/bad.bpmn")), ids=lambda path: path.parent.name)
def test_no_finding_is_without_english(path: Path) -> None:
    found: list[Finding] = lint({"a.bpmn": path.read_bytes()})

    assert found
    for finding in found:
        assert finding.message.id != finding.message.en
        assert "{" not in finding.message.en
