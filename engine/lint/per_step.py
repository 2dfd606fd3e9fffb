"""Which written steps lack something, told in one finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.lint.finding import Finding, Text
from engine.lint.folder import Folder


def missing(folder: Folder, table: str) -> list[int]:
    """The steps for which a table of `sop.toml` (`steps_titles`, ...) says nothing."""
    said = folder.table(table)
    return [step for step in range(1, folder.steps + 1) if not said.get(str(step))]


def told(folder: Folder, rule: str, table: str, steps: Iterable[int], message: Text, remedy: Text) -> Iterator[Finding]:
    """One finding for all these steps, none for no step; `{}` in the message stands for their numbers."""
    listed = shortened(list(steps))
    if listed:
        yield folder.setting(
            rule, "", Text(message.id.format(listed), message.en.format(listed)), remedy, table=table, severity="advice"
        )


def shortened(steps: list[int]) -> str:
    """`1-3, 7`: numbers in order, runs drawn together."""
    runs: list[list[int]] = []
    for step in sorted(set(steps)):
        if runs and step == runs[-1][-1] + 1:
            runs[-1].append(step)
        else:
            runs.append([step])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
