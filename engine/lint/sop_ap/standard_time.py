"""Every written step with human work has a standard time (PermenPANRB 35/2012, mutu baku: waktu; table `waktu_baku`)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.decisions import DecisionFailed
from engine.lint.executable.lane_mapped import acts
from engine.lint.executable.table_inputs import TIMES
from engine.lint.finding import Finding, Text
from engine.lint.folder import Folder
from engine.lint.per_step import shortened
from expressions import EvaluationFailed

RULE = "sop-ap-time"
SEVERITY = "advice"


def check(folder: Folder) -> Iterator[Finding]:
    """Steps without a row in the table of standard times, or no such table at all."""
    if folder.model is None or not folder.steps:
        return
    missing = [step for step in _worked(folder) if not _days(folder, step)]
    if TIMES not in folder.tables:
        yield folder.setting(
            RULE, "steps",
            Text("Tidak ada tabel waktu baku.", "There is no table of standard times."),
            Text("Buat waktu_baku.dmn: masukan langkah, keluaran hari.", "Make waktu_baku.dmn: input langkah, output hari."),
            severity="advice",
        )  # fmt: skip
    elif missing:
        file, times = folder.tables[TIMES]
        listed = shortened(missing)
        yield Finding(
            severity="advice", rule=RULE, element=TIMES, line=times.line, file=file,
            message=Text(f"Langkah {listed} belum mempunyai waktu baku.", f"Step {listed} has no standard time."),
            remedy=Text("Tambahkan barisnya.", "Add its row."),
        )  # fmt: skip


def _worked(folder: Folder) -> list[int]:
    """The steps with human work: in the drawing, and those that functions hand to shared parts."""
    own = {
        int(element.attributes["sopStep"])
        for element in folder.elements
        if acts(element) and element.attributes.get("sopStep", "").isdigit()
    }
    handed = folder.sources.steps if folder.sources is not None else frozenset[int]()
    return sorted(step for step in own | handed if step <= folder.steps)


def _days(folder: Folder, step: int) -> bool:
    if TIMES not in folder.tables:
        return False
    try:
        row = folder.tables[TIMES][1].evaluate({"langkah": step})
    except (DecisionFailed, EvaluationFailed):
        return False
    return isinstance(row, dict) and row.get("hari") is not None
