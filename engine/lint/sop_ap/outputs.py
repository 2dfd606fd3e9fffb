"""Every written step says what it gives (PermenPANRB 35/2012, mutu baku: output)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.finding import Finding, Text
from engine.lint.folder import Folder
from engine.lint.per_step import missing, told

RULE = "sop-ap-output"
SEVERITY = "advice"


def check(folder: Folder) -> Iterator[Finding]:
    """The steps for which `[steps_outputs]` says nothing."""
    message = Text("Keluaran langkah {} belum ditulis.", "What step {} gives is not written.")
    remedy = Text("Tulis di [steps_outputs].", "Write it in [steps_outputs].")
    yield from told(folder, RULE, "steps_outputs", missing(folder, "steps_outputs"), message, remedy)
