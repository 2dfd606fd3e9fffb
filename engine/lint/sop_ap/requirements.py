"""Every written step says what it needs (PermenPANRB 35/2012, mutu baku: kelengkapan)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.finding import Finding, Text
from engine.lint.folder import Folder
from engine.lint.per_step import missing, told

RULE = "sop-ap-requirements"
SEVERITY = "advice"


def check(folder: Folder) -> Iterator[Finding]:
    """The steps for which `[steps_requirements]` says nothing."""
    message = Text("Kelengkapan langkah {} belum ditulis.", "What step {} needs is not written.")
    remedy = Text("Tulis di [steps_requirements].", "Write it in [steps_requirements].")
    yield from told(folder, RULE, "steps_requirements", missing(folder, "steps_requirements"), message, remedy)
