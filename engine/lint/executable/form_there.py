"""Every form that an element names exists, and every human task names one (docs/architecture.md, The dialect of our BPMN)."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from engine.lint.finding import Finding, Text, about
from engine.lint.folder import Folder

RULE = "form-missing"
SEVERITY = "gap"


def check(folder: Folder) -> Iterator[Finding]:
    """Forms that are named but not there, human tasks without a form; the start form too."""
    there = {name.removesuffix(".form") for name in folder.form_files}
    for element in folder.elements:
        form = element.attributes.get("form")
        if form and form not in there:
            near = difflib.get_close_matches(form, sorted(there), n=1)
            hint = Text(f" Mungkin '{near[0]}'?", f" Perhaps '{near[0]}'?") if near else Text("", "")
            yield about(
                RULE, element,
                Text(f"Formulir '{form}' tidak ada.", f"There is no form '{form}'."),
                Text(f"Buat forms/{form}.form, atau perbaiki namanya.{hint.id}", f"Make forms/{form}.form, or mend the name.{hint.en}"),
                severity="gap",
            )  # fmt: skip
        elif not form and element.kind in ("userTask", "manualTask"):
            yield about(
                RULE, element,
                Text("Tugas ini belum mempunyai formulir.", "This task has no form yet."),
                Text("Isi alur:form. Namanya nama berkas di forms/.", "Set alur:form. Its name is that of a file in forms/."),
                severity="gap",
            )  # fmt: skip
