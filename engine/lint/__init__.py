"""The linter: what is wrong or unwise in a drawing or an SOP's folder, told with element, line, reason and remedy.

One rule a file: `rules/` (BPMN's own structure), `executable/` (what keeps an SOP's folder from running), `sop_ap/` (the
agency's form), `style/` (advice, in bpmnlint's names).
"""

from engine.lint.diagram import Diagram
from engine.lint.english import refusal
from engine.lint.finding import Finding, Severity, Text
from engine.lint.folder import Folder
from engine.lint.linting import UNREADABLE, examine, files_of, lint, obstacles, structure, unwise
from engine.lint.sources import Sources

__all__ = [
    "UNREADABLE",
    "Diagram",
    "Finding",
    "Folder",
    "Severity",
    "Sources",
    "Text",
    "examine",
    "files_of",
    "lint",
    "obstacles",
    "refusal",
    "structure",
    "unwise",
]
