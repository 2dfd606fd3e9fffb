"""Run every rule over drawings or a whole SOP folder, with what the engine itself would refuse."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from engine import spiff
from engine.lint import executable, rules, sop_ap, style
from engine.lint.diagram import Diagram
from engine.lint.english import refusal
from engine.lint.finding import Finding
from engine.lint.folder import Folder
from engine.spiff.ids import collapse
from engine.xml import XmlRefused, parse_xml

#: Flows of a drawing that style is advised on.
MOST_DRAWN = 5_000
#: What nobody could go on with: files that no tool reads, or reads in two ways. All else may be kept as a design, and be mended.
UNREADABLE = frozenset(
    {
        "not-well-formed", "not-bpmn", "doctype", "too-large", "too-deep", "too-many", "duplicate-id", "bad-id",
        "form-readable", "table-readable",
    }
)  # fmt: skip
#: Rules that only say how an element is joined with others -> what the engine says for the same reason. The other rules doubt
#: the element itself: what the engine says of it may only follow from that.
SAME: dict[str, frozenset[str]] = {
    "connection": frozenset(
        {
            "start-with-incoming", "end-with-outgoing", "border-with-incoming", "compensation-with-flow", "unreachable",
            "gateway-without-events",
        }
    ),
    "gateway-flows": frozenset({"gateway-without-events", "unreachable", "never-joined"}),
    "start-and-end": frozenset(),
    "reference": frozenset({"reference-missing", "reference-empty", "flow-dangling"}),
    "id-twice": frozenset(),
    "scope-contents": frozenset({"several-starts", "event-empty"}),
}  # fmt: skip
Rule = Callable[[Diagram], Iterator[Finding]]


def lint(files: Mapping[str, bytes], *, decisions: Mapping[str, Any] | None = None) -> list[Finding]:
    """All findings about a bundle's .bpmn files (name -> bytes), by file and line: the engine's own refusals first, where a
    rule and the engine blame the same element for the same reason only the rule's finding stays."""
    structural = [each for name, content in drawings_of(files).items() for each in structure(content, name)]
    advised = [each for name, content in drawings_of(files).items() for each in unwise(content, name)]
    refused = [refusal(finding) for finding in spiff.inspect(files, decisions=decisions)]
    return _ordered(_once(structural, refused) + advised)


def examine(folder: Folder) -> list[Finding]:
    """All findings about an SOP's folder: what keeps it from being deployed, the SOP-AP profile and advice on style."""
    advised = [each for name, content in folder.drawings.items() for each in unwise(content, name)]
    profile = [each for rule in sop_ap.ALL for each in rule(folder)]
    executability = [*_blocking(folder), *(each for rule in executable.ALL for each in rule(folder))]
    return _ordered([*executability, *profile, *advised])


def obstacles(folder: Folder) -> list[Finding]:
    """What keeps an SOP's folder from being deployed: errors and gaps."""
    rules_ = [module.check for module in executable.MODULES if module.SEVERITY != "advice"]
    found = [*_blocking(folder), *(each for rule in rules_ for each in rule(folder))]
    return _ordered([finding for finding in found if finding.severity != "advice"])


def structure(content: bytes, name: str = "") -> list[Finding]:
    """What the rules of BPMN 2.0 say about one file. A file that cannot be read has no structure to speak of."""
    return _apply(rules.ALL, content, name)


def unwise(content: bytes, name: str = "") -> list[Finding]:
    """What the rules of style say about one file: advice only, and none for a drawing that no reader could take in."""
    return _apply(style.ALL, content, name, most=MOST_DRAWN)


def drawings_of(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The .bpmn files among these."""
    return {name: content for name, content in files.items() if name.endswith(".bpmn")}


def files_of(path: Path) -> dict[str, bytes]:
    """The .bpmn files at a path: the file itself, or all in a folder."""
    found = sorted(path.rglob("*.bpmn")) if path.is_dir() else [path]
    return {each.name: each.read_bytes() for each in found}


def _blocking(folder: Folder) -> list[Finding]:
    """What BPMN's structure and the engine itself say."""
    structural = [each for name, content in folder.drawings.items() for each in structure(content, name)]
    refused = [refusal(finding) for finding in folder.refusals]
    return _once(structural, refused)


def _once(structural: list[Finding], refused: list[Finding]) -> list[Finding]:
    """Where a rule and the engine blame the same element for the same reason, the rule's finding stays; what keeps a file
    from being read is always told."""
    blamed: dict[tuple[str, str | None], set[str]] = {}
    for finding in structural:
        blamed.setdefault((finding.file, finding.element), set()).add(finding.rule)

    def said(finding: Finding) -> bool:
        rules_ = blamed.get((finding.file, finding.element), set())
        return any(finding.rule in SAME[rule] if rule in SAME else finding.rule not in UNREADABLE for rule in rules_)

    return [*structural, *(each for each in refused if not said(each))]


def _apply(checks: Iterable[Rule], content: bytes, name: str, *, most: int | None = None) -> list[Finding]:
    try:
        diagram = Diagram(collapse(parse_xml(content)))
    except XmlRefused:
        return []
    if most is not None and len(diagram.flows) > most:
        return []
    return [finding.at(name) for check in checks for finding in check(diagram)]


def _ordered(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda each: (each.file, each.line or 0, each.rule, each.element or ""))
