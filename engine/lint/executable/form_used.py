"""A form that no step names is a leftover, or a step has lost it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.finding import Finding, Text
from engine.lint.folder import Folder

RULE = "form-used"
SEVERITY = "advice"


def check(folder: Folder) -> Iterator[Finding]:
    """The SOP's own forms that nothing uses; shared ones serve other SOPs too."""
    if folder.model is None:
        return
    used = {element.attributes.get("form") for element in folder.elements}
    for name in sorted(folder.form_files):
        if name in folder.own and name.removesuffix(".form") not in used:
            yield Finding(
                severity="advice", rule=RULE, element=name.removesuffix(".form"), line=None, file=name,
                message=Text("Tidak ada langkah yang memakai formulir ini.", "No step uses this form."),
                remedy=Text("Sebut dalam alur:form, atau hapus berkasnya.", "Name it in alur:form, or remove the file."),
            )  # fmt: skip
