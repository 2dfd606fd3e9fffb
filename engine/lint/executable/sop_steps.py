"""The drawing follows the written SOP: each of its steps is there, and none beyond (`steps` of `sop.toml`)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.finding import Finding, Text, about
from engine.lint.folder import Folder

RULE = "sop-steps"
SEVERITY = "error"


def check(folder: Folder) -> Iterator[Finding]:
    """Steps beyond the last (error), written steps that no element belongs to (advice)."""
    if folder.model is None or not folder.steps:
        return
    drawn = set(folder.sources.steps if folder.sources is not None else ())
    for element in folder.elements:
        step = element.attributes.get("sopStep", "")
        drawn |= {int(step)} if step.isdigit() else set()
        if step.isdigit() and not 1 <= int(step) <= folder.steps:
            yield about(
                RULE,
                element,
                Text(
                    f"Langkah {step} tidak ada; SOP ini punya {folder.steps} langkah.",
                    f"There is no step {step}; this SOP has {folder.steps}.",
                ),
                Text("Perbaiki alur:sopStep, atau steps dalam sop.toml.", "Mend alur:sopStep, or steps in sop.toml."),
            )
    missing = [step for step in range(1, folder.steps + 1) if step not in drawn]
    if missing:
        listed = ", ".join(map(str, missing))
        yield folder.setting(
            RULE,
            "steps",
            Text(f"Tidak ada elemen untuk langkah {listed}.", f"No element belongs to step {listed}."),
            Text(
                "Beri elemennya alur:sopStep, atau gambar langkahnya.",
                "Give its elements alur:sopStep, or draw the step.",
            ),
            severity="advice",
        )
