"""What a rule found: where, how serious, and what to do, in Indonesian and English."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

Severity = Literal["error", "gap", "advice"]


class Text(NamedTuple):
    """One sentence in both languages."""

    id: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding. `error`: the drawing is wrong; `gap`: it is not finished, or holds what we do not run (both keep it from
    being deployed); `advice`: it may be deployed, but a reader or a later change will suffer."""

    severity: Severity
    rule: str
    element: str | None
    line: int | None
    message: Text
    remedy: Text
    file: str = ""

    def at(self, file: str) -> Finding:
        """The same finding, in a file of this name."""
        return replace(self, file=file)

    def __str__(self) -> str:
        where = " ".join(
            part for part in (self.file, f"baris {self.line}" if self.line else "", self.element or "") if part
        )
        return f"{where}: {self.message.id} {self.remedy.id} [{self.rule}]".removeprefix(": ")


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
