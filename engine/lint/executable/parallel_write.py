"""Branches that run at the same time write different variables: where they meet, the later write would win."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from engine.lint.finding import Finding, Text, about
from engine.lint.folder import Folder

RULE = "parallel-write"
SEVERITY = "advice"


def check(folder: Folder) -> Iterator[Finding]:
    """Variables that two parallel branches write; the engine keeps the later write, so the order of work decides."""
    variables = folder.variables
    if variables is None:
        return
    for (_, name), writers in variables.writers.items():
        for first, second in combinations(writers, 2):
            if variables.paths.beside(first, second):
                yield about(
                    RULE, second,
                    Text(
                        f"'{name}' diisi juga oleh '{first.id}' pada cabang yang berjalan bersamaan: isian terakhir yang berlaku.",
                        f"'{first.id}' in a branch that runs at the same time writes '{name}' too: the later write wins.",
                    ),
                    Text("Beri hasilnya nama masing-masing (alur:result).", "Give each result its own name (alur:result)."),
                    severity="advice",
                )  # fmt: skip
                break
