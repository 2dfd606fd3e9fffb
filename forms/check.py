"""The state of one validation: errors by path, the allowance, the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

from expressions import BASE, JAKARTA, Functions
from forms.fields import Field
from forms.rules import Evaluation, Scope
from forms.said import Said, said

#: Total length of all texts of one submission, in characters.
MAX_TEXT = 500_000


class Wrong:
    """The one value that stands for "refused; the reason is among the errors"."""

    def __repr__(self) -> str:
        return "WRONG"


WRONG: Final = Wrong()


class Check:
    """What one validation gathers."""

    __slots__ = ("errors", "evaluation", "text")

    def __init__(self, functions: Functions = BASE) -> None:
        self.errors: dict[str, str] = {}
        self.evaluation = Evaluation(functions)
        self.text = 0

    def wrong(self, at: str, message: str) -> Wrong:
        """Note what is wrong at a path; the first message of a path stays."""
        self.errors.setdefault(at, message)
        return WRONG

    @property
    def now(self) -> datetime | None:
        """The moment of this validation in Jakarta time, where a clock was given."""
        now = self.evaluation.functions.now
        return None if now is None else now.astimezone(JAKARTA)

    @property
    def today(self) -> date | None:
        """The day of this validation."""
        now = self.now
        return None if now is None else now.date()


#: What makes a clean value of a raw one (never None): `(raw, scope, path, check) -> value | WRONG`.
Clean = Callable[[Any, Scope, str, Check], Any]


def lowered(label: str) -> str:
    """A label inside a sentence: its first word in lower case unless it is an abbreviation or a name in capitals."""
    return label[0].lower() + label[1:] if len(label) > 1 and label[1].islower() else label


def asked(field: Field, verb: Said) -> Said:
    """What to say about a field that must be filled: "Isi nomor agenda.", "Isi catatan: apa yang perlu diperbaiki?"."""
    key = field.path[-1].replace("_", " ") if field.path else field.id
    if not field.label:
        return said("{verb} {what}.", verb=verb, what=key)
    if field.label.endswith("?"):
        return said("{verb} {what}: {question}", verb=verb, what=key, question=lowered(field.label))
    return said("{verb} {what}.", verb=verb, what=lowered(field.label))
