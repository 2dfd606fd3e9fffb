"""What a rule found: where, how serious, and what to do, in Indonesian and English."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from engine.spiff import Element

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


def found(
    rule: str, node: Any, message: Text, remedy: Text, *, severity: Severity = "error", element: Any = None
) -> Finding:
    """A finding about an XML node; it names the nearest id around the node, or around `element` where the node is a part of
    it that nobody sees."""
    at = element if element is not None else node
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


def about(
    rule: str, element: Element, message: Text, remedy: Text, *, severity: Severity = "error", line: int | None = None
) -> Finding:
    """A finding about an element of a model; `line` where it is about a part of it, such as a flow."""
    return Finding(
        severity=severity,
        rule=rule,
        element=element.id,
        line=line or element.line,
        message=message,
        remedy=remedy,
        file=element.file,
    )


def called(element: Element) -> str:
    """How a finding names an element: by what the reader sees in the drawing, else by its id."""
    return element.name or element.id
