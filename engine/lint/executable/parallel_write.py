"""Branches that run at the same time write different variables: where they meet, the later write would win."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.finding import Finding, Text, about
from engine.lint.folder import Folder
from engine.lint.variables import Variables
from engine.spiff import Element

RULE = "parallel-write"
SEVERITY = "advice"


def check(folder: Folder) -> Iterator[Finding]:
    """Variables that parallel branches, or all instances of an activity, write: the later write stays, the order of work decides."""
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
    yield from _repeated(variables)


def _repeated(variables: Variables) -> Iterator[Finding]:
    """Instances that run at the same time and write one variable that is read behind them: all but the last are lost."""
    paths = variables.paths
    for loop in variables.elements:
        if loop.loop is None or loop.loop.kind != "parallel" or loop.loop.output is not None:
            continue
        own = paths.bit(loop)
        for (process, name), writers in variables.writers.items():
            within = [writer for writer in writers if paths.seen_outside(writer) & own]
            read = (each for each in variables.texts if process == each.process and name in each.text.names)
            if within and any(not paths.inside(each.element) & own for each in read):
                yield _lost(name, loop, within[-1])


def _lost(name: str, loop: Element, writer: Element) -> Finding:
    return about(
        RULE,
        writer,
        Text(
            f"Setiap ulangan '{loop.id}' mengisi '{name}' bersamaan: hanya isian terakhir yang tinggal.",
            f"Each instance of '{loop.id}' writes '{name}' at the same time: only the last write stays.",
        ),
        Text("Kumpulkan isiannya dengan loopDataOutputRef.", "Collect what they write by loopDataOutputRef."),
        severity="advice",
    )


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
