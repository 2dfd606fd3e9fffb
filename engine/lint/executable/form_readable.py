"""Every form can be read and drawn: its kinds, keys, options and functions are known (docs/forms.md)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.finding import Finding, Text
from engine.lint.folder import Folder, line_of

RULE = "form-readable"
SEVERITY = "error"


def check(folder: Folder) -> Iterator[Finding]:
    """What keeps a form from being used."""
    for name, problem in folder.form_problems:
        yield Finding(
            severity="error",
            rule=RULE,
            element=problem.component,
            line=line_of(folder.form_files[name], problem.component),
            message=Text(problem.message, f"The component '{problem.component}' of this form cannot be used."),
            remedy=Text(problem.remedy, "Mend it as docs/forms.md says, or draw it again in the form editor."),
            file=name,
        )
