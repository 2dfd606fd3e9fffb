"""Decision tables (DMN): read, checked, evaluated, and analysed for gaps."""

from engine.decisions.coverage import Coverage, coverage
from engine.decisions.errors import DecisionFailed, DecisionRefused, Finding
from engine.decisions.reader import parse_decisions
from engine.decisions.table import Annotation, Decision, Input, Output, Rule

__all__ = [
    "Annotation",
    "Coverage",
    "Decision",
    "DecisionFailed",
    "DecisionRefused",
    "Finding",
    "Input",
    "Output",
    "Rule",
    "coverage",
    "parse_decisions",
]
