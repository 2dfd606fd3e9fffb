"""Why a model is refused: each finding names the element, its line, the reason and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from engine.spiff.model import Element

#: What a drawing still lacks, or holds that we do not run: it may be kept as a design, but not deployed. All else is wrong.
GAPS = frozenset(
    {
        "not-executable", "unbound", "decision-missing", "call-missing", "condition-missing", "timer-without-time",
        "event-empty", "reference-empty", "loop-without-count", "bad-expression", "bad-script", "bad-timer", "script-missing",
        "unknown-function", "bad-call", "not-boolean", "unsupported-element", "unsupported-event", "unsupported-attribute",
        "empty", "cycle-here", "handler-missing", "vendor-extension",
    }
)  # fmt: skip


#: Rules that came when cases were running already: they keep a drawing from being deployed, never a stored one from running.
LATER = frozenset({"may-wait-for-ever", "several-plain-starts"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason to refuse a model. `code` is stable and English; `message` and `remedy` are for people."""

    code: str
    element: str | None
    line: int | None
    message: str
    remedy: str
    file: str = ""

    @property
    def severity(self) -> Literal["error", "gap"]:
        """ "gap": the drawing is not finished; "error": it is wrong."""
        return "gap" if self.code in GAPS else "error"

    def __str__(self) -> str:
        where = " ".join(
            part for part in (self.file, f"baris {self.line}" if self.line else "", self.element or "") if part
        )
        return f"{where}: {self.message} {self.remedy}".strip()


def about(code: str, element: Element, message: str, remedy: str) -> Finding:
    """A finding about an element."""
    return Finding(code, element.id, element.line, message, remedy, element.file)


class ModelRefused(Exception):
    """Model ini belum dapat dijalankan."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__("\n".join([self.__doc__ or "", *(f"  - {finding}" for finding in findings)]))


class ExecutionFailed(Exception):
    """Langkah ini gagal dijalankan. Execution yang melemparnya harus dibuang."""

    def __init__(self, code: str, element: str | None, task: str | None, message: str) -> None:
        self.code, self.element, self.task, self.message = code, element, task, message
        super().__init__(f"{message} [{code}: {task or element or '-'}]")
