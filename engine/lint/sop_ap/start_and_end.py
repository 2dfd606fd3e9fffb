"""An SOP begins in one place and ends in one (PermenPANRB 35/2012: first and last activity are capsules)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.finding import Finding, Text, about
from engine.lint.folder import Folder

RULE = "sop-ap-start-end"
SEVERITY = "advice"


def check(folder: Folder) -> Iterator[Finding]:
    """Start and end events of the SOP's process beyond the first; an end that only stops a wait or an error is none."""
    if folder.model is None:
        return
    own = [element for element in folder.elements if element.scope == folder.model.process]
    for kind, word in (("startEvent", Text("mulai", "start")), ("endEvent", Text("akhir", "end"))):
        events = [element for element in own if element.kind == kind]
        aside = {border.id for border in own if border.attached_to and not border.interrupting}
        main = [each for each in events if not _only_from(folder, each.id, aside)]
        if len(main) > 1:
            listed = ", ".join(f"'{each.name or each.id}'" for each in main)
            yield about(
                RULE,
                main[1],
                Text(
                    f"SOP ini punya {len(main)} kejadian {word.id}: {listed}.",
                    f"This SOP has {len(main)} {word.en} events: {listed}.",
                ),
                Text("Satukan, atau terangkan sebabnya dalam Keterangan.", "Join them, or explain them in Keterangan."),
                severity="advice",
            )


def _only_from(folder: Folder, end: str, borders: set[str]) -> bool:
    """Whether an end is reached from non-interrupting borders only: a reminder's side branch."""
    if not borders or folder.variables is None or folder.model is None:
        return False
    model, seen, pending = folder.model, set[str](), [end]
    while pending:
        name = pending.pop()
        if name in seen:
            continue
        seen.add(name)
        element = model.elements[name]
        if not element.incoming and name not in borders:
            return False
        pending += [model.flows[flow].source for flow in element.incoming]
    return True
