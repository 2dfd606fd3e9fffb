"""What a rule found: where, how serious, and what to do, in Indonesian and English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

Severity = Literal["error", "advice"]


class Text(NamedTuple):
    """One sentence in both languages."""

    id: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding. `error`: the model must not be deployed; `advice`: it may, but a reader or a later change will suffer."""

    severity: Severity
    rule: str
    element: str | None
    line: int | None
    message: Text
    remedy: Text
    file: str = ""


def found(rule: str, node: Any, message: Text, remedy: Text, *, severity: Severity = "error") -> Finding:
    """A finding about an XML node; it names the nearest id around the node."""
    at = node
    while at is not None and not at.get("id"):
        at = at.getparent()
    return Finding(
        severity=severity,
        rule=rule,
        element=at.get("id") if at is not None else None,
        line=node.sourceline,
        message=message,
        remedy=remedy,
    )
