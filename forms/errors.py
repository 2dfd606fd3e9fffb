"""What can be wrong with a form itself, found when it is deployed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing to mend in a form: where (component id), what, and how."""

    component: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.component}: {self.message} {self.remedy}"


class FormRefused(Exception):
    """The form cannot be deployed; `problems` names everything found, each with its component and its remedy."""

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        self.name = name
        self.problems = tuple(problems)
        super().__init__(f"Formulir '{name}' ditolak: " + "; ".join(str(problem) for problem in self.problems))
