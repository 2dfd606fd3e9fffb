"""Each rule finds what is wrong in its bad drawing, names element, line and remedy in both languages, and is silent about the good one."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest

from engine.lint import Finding, lint, rules, structure

HERE = Path(__file__).parent
#: Rule file -> the elements to blame in its bad drawing.
BLAMED = {
    "borders": ["batal", "lepas", "salah", "urung"],
    "bpmn_words": ["a", "g", "pesan", "t"],
    "called_processes": ["q"],
    "compensation": ["k"],
    "conditions": ["tunggu"],
    "connections": ["b", "galat", "mulai", "putus", "selesai", "sendiri", "sendiri", "sepi"],
    "data_sets": ["dua", "hasil", "kumpulan", "masuk", "opsional"],
    "default_flows": ["a", "g"],
    "event_definitions": ["a"],
    "event_gateways": ["b", "dua", "dua", "g-a", "satu"],
    "event_kinds": ["selesai", "tepi", "tunggu"],
    "event_subprocesses": ["bebas", "bebas", "es"],
    "gateway_flows": ["buntu", "g", "lewat"],
    "ids_once": ["a", "catatan"],
    "in_the_flow": ["lewat", "lewat"],
    "links": ["dari", "ke"],
    "message_flows": ["m", "m2", "m4", "mulai"],
    "multiplicities": ["kosong", "kurang", "terbalik"],
    "references": ["a", "as", "lajur", "rujukan"],
    "scope_contents": ["es", "sub", "sub"],
    "sequence_flows": ["a-b", "b-catatan", "b-dalam", "mulai-a", "sub-tiada"],
    "start_and_end": ["m", "selesai"],
    "thrown_codes": ["b", "selesai"],
}


def errors(rule: str, which: str) -> list[Finding]:
    name = importlib.import_module(f"engine.lint.rules.{rule}").RULE
    found = structure((HERE / rule / f"{which}.bpmn").read_bytes())
    return [finding for finding in found if finding.rule == name and finding.severity == "error"]


def test_every_rule_has_its_drawings_and_runs() -> None:
    files = {module.name for module in pkgutil.iter_modules(rules.__path__)}

    assert files == set(BLAMED)
    assert len(rules.ALL) == len(files)


@pytest.mark.parametrize("rule", sorted(BLAMED))
def test_the_good_drawing_is_left_in_peace(rule: str) -> None:
    assert errors(rule, "good") == []


@pytest.mark.parametrize("rule", sorted(BLAMED))
def test_the_bad_drawing_is_blamed_where_it_is_wrong(rule: str) -> None:
    lines = (HERE / rule / "bad.bpmn").read_text().splitlines()

    found = errors(rule, "bad")

    assert sorted(finding.element or "" for finding in found) == BLAMED[rule]
    for finding in found:
        assert finding.line is not None and f'"{finding.element}"' in lines[finding.line - 1]
        assert all((*finding.message, *finding.remedy))
        assert finding.message.id != finding.message.en


def test_what_the_engine_refuses_stands_beside_what_the_rules_say() -> None:
    drawn = (HERE / "event_gateways" / "bad.bpmn").read_bytes()

    found = {(finding.severity, finding.rule, finding.element) for finding in lint({"a.bpmn": drawn})}

    assert ("error", "event-gateway", "b") in found
    assert ("gap", "reference-empty", "b") not in found  # the rule has blamed this element already
    assert ("gap", "timer-without-time", "tepi") in found


@pytest.mark.parametrize("content", [b"", b"<html/>", b"<a", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'])
def test_a_file_that_is_no_drawing_is_one_error_and_never_a_crash(content: bytes) -> None:
    (finding,) = lint({"a.bpmn": content})

    assert (finding.severity, finding.file) == ("error", "a.bpmn")
