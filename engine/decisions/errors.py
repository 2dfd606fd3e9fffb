"""What can go wrong with a decision table: refused when it is read, failed when it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from expressions import EvaluationFailed


@dataclass(frozen=True)
class Finding:
    """One thing wrong in a DMN file: the decision's id, the rule's number (from 1) and the line where known."""

    message: str
    line: int | None = None
    decision: str | None = None
    rule: int | None = None

    def __str__(self) -> str:
        place = [f"keputusan {self.decision}"] if self.decision else []
        place += [f"aturan {self.rule}"] if self.rule else []
        place += [f"baris {self.line}"] if self.line else []
        return f"{self.message} ({', '.join(place)})" if place else self.message


class DecisionRefused(Exception):
    """Tabel keputusan tidak dapat diterima."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(" ".join(str(finding) for finding in self.findings))


class DecisionFailed(EvaluationFailed):
    """Tabel keputusan tidak dapat menjawab."""

    def __init__(self, message: str, decision: str, rules: Sequence[int] = (), line: int | None = None) -> None:
        self.decision = decision
        self.rules = tuple(rules)
        self.line = line
        super().__init__(str(Finding(message, line, decision, self.rules[0] if len(self.rules) == 1 else None)))
