"""Checks at deploy: does an expression use only variables and functions that can exist?"""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass

from expressions.analysis import Use
from expressions.expression import Expression
from expressions.functions import Functions
from expressions.library import BASE
from expressions.script import Script


@dataclass(frozen=True)
class Problem:
    """What is wrong, where in the text (1-based column), and what it is about ("variable" or "function")."""

    kind: str
    name: str
    message: str
    position: int


def check(
    expression: Expression | Script, known_names: Collection[str] | None, functions: Functions = BASE
) -> list[Problem]:
    """The unknown variables and functions, in the order of the text; known_names None: variables are not checked."""
    found = []
    for use in sorted(expression.uses, key=lambda use: use.at):
        problem = _function(use, functions) if use.arguments is not None else _variable(use, known_names)
        if problem is not None:
            found.append(problem)
    return found


def _variable(use: Use, known: Collection[str] | None) -> Problem | None:
    if known is None or use.optional or use.name in known:
        return None
    message = f"Variabel '{use.name}' tidak pernah diberi nilai{_like(use.name, known)}."
    return Problem("variable", use.name, message, use.at + 1)


def _function(use: Use, functions: Functions) -> Problem | None:
    function = functions.table.get(use.name)
    if function is None:
        message = f"Fungsi '{use.name}' tidak ada{_like(use.name, functions.table)}."
        return Problem("function", use.name, message, use.at + 1)
    if use.arguments is not None and not function.accepts(use.arguments):
        message = f"{use.name}(...) dipanggil dengan {use.arguments} nilai; tulis {function.usage}."
        return Problem("function", use.name, message, use.at + 1)
    return None


def _like(name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.7)
    return f"; mungkin '{near[0]}'" if near else ""
