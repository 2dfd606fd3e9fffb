"""What can go wrong with a text of the language: refused while reading, failed while evaluating, or too costly."""

from __future__ import annotations


class ExpressionRefused(Exception):
    """Ekspresi tidak dapat dibaca.

    `position` is the column in the whole text (1-based, counted in characters); `line` and `column` say the same for
    texts of several lines.
    """

    def __init__(self, message: str, position: int = 1, *, line: int = 1, column: int | None = None) -> None:
        self.message = message
        self.position = position
        self.line = line
        self.column = position if column is None else column
        where = f"kolom {self.column}" if line == 1 else f"baris {line}, kolom {self.column}"
        super().__init__(f"{message} ({where})")


class EvaluationFailed(Exception):
    """Ekspresi tidak dapat dihitung."""


class BudgetExceeded(EvaluationFailed):
    """Perhitungan melampaui batas langkah atau ukuran."""


class ErrorThrown(EvaluationFailed):
    """Skrip melempar galat BPMN; `code` names it, for the error events of the model."""

    def __init__(self, code: str, message: str = "") -> None:
        self.code = code
        self.message = message
        super().__init__(f"galat {code}: {message}" if message else f"galat {code}")


def refused_at(text: str, at: int, message: str) -> ExpressionRefused:
    """The refusal of the character at offset `at` (0-based) of `text`."""
    before = text[:at]
    line = before.count("\n") + 1
    return ExpressionRefused(message, at + 1, line=line, column=at - (before.rfind("\n") + 1) + 1)
