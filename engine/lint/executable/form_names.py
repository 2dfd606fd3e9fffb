"""A form reads only what its task can see: names that a step before it has written (docs/forms.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.lint.finding import Finding, Text
from engine.lint.folder import Folder, line_of
from engine.lint.variables import Variables
from engine.spiff import Element
from forms import Form
from forms.crosschecks import names

RULE = "form-names"
SEVERITY = "error"


def check(folder: Folder) -> Iterator[Finding]:
    """Names in labels, rules, defaults and choices that the context of a task cannot have."""
    told: set[tuple[str, str]] = set()
    for element in folder.elements:
        form = folder.forms.get(element.attributes.get("form", ""))
        if form is not None and folder.variables is not None and form.needs:
            known = _known(folder.variables, element, form)
            for finding in _form(folder, element, form, known):
                if (finding.file, finding.message.en) not in told:
                    told.add((finding.file, finding.message.en))
                    yield finding


def _known(variables: Variables, element: Element, form: Form) -> frozenset[str]:
    """What a task's form can see; what only a call can give is that call's concern (rule call-inputs)."""
    if element.kind == "startEvent":
        return frozenset()
    called = element.process in variables.given
    outside = {name for name in form.needs if called and (element.process, name) not in variables.writers}
    return variables.available(element) | outside


def _form(folder: Folder, element: Element, form: Form, known: frozenset[str]) -> Iterator[Finding]:
    for problem in names(form.components, known):
        quoted = re.search(r"'([^']*)'", problem.message)
        name, file = quoted.group(1) if quoted else "?", f"{form.name}.form"
        yield Finding(
            severity="error",
            rule=RULE,
            element=problem.component,
            line=line_of(folder.form_files.get(file, b""), problem.component),
            message=Text(
                f"Formulir ini membaca '{name}', yang belum pernah diisi sebelum {element.id}.",
                f"This form reads '{name}', which nothing has written before {element.id}.",
            ),
            remedy=Text(
                f"{problem.remedy} Atau tanyakan dengan ada(...).", "Mend the expression, or ask with ada(...)."
            ),
            file=file,
        )
