"""Branches that run at the same time write different variables: where they meet, the later write would win."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.finding import Finding, Text, about
from engine.lint.folder import Folder
from engine.spiff import Element

RULE = "parallel-write"
SEVERITY = "advice"


def check(folder: Folder) -> Iterator[Finding]:
    """Variables that two parallel branches write; the engine keeps the later write, so the order of work decides."""
    variables = folder.variables
    if variables is None:
        return
    paths = variables.paths
    shared = {
        key: [(writer, paths.seen_outside(writer)) for writer in writers]
        for key, writers in variables.writers.items()
        if len(writers) > 1
    }
    told: set[tuple[str, str]] = set()
    for _, branches in paths.splits:
        for (_, name), writers in shared.items():
            among = [next((writer for writer, bits in writers if bits & own), None) for own in branches]
            present = [writer for writer in among if writer is not None]
            for second in present[1:]:
                if (name, second.id) not in told:
                    told.add((name, second.id))
                    yield _told(name, present[0], second)


def _told(name: str, first: Element, second: Element) -> Finding:
    return about(
        RULE,
        second,
        Text(
            f"'{name}' diisi juga oleh '{first.id}' pada cabang yang berjalan bersamaan: isian terakhir yang berlaku.",
            f"'{first.id}' in a branch that runs at the same time writes '{name}' too: the later write wins.",
        ),
        Text("Beri hasilnya nama masing-masing (alur:result).", "Give each result its own name (alur:result)."),
        severity="advice",
    )
