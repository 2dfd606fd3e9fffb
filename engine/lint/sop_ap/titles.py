"""Every written step has its activity in the written SOP's words (PermenPANRB 35/2012, kolom Kegiatan)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.finding import Finding, Text
from engine.lint.folder import Folder
from engine.lint.per_step import missing, told

RULE = "sop-ap-titles"
SEVERITY = "advice"


def check(folder: Folder) -> Iterator[Finding]:
    """The steps for which `[steps_titles]` says nothing."""
    message = Text("Langkah {} belum berjudul.", "Step {} has no title.")
    remedy = Text("Tulis kegiatannya di [steps_titles].", "Write the activity in [steps_titles].")
    yield from told(folder, RULE, "steps_titles", missing(folder, "steps_titles"), message, remedy)
