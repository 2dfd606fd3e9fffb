"""A variable that a condition, script or form reads has been written on some path before it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.finding import Finding, Text, about
from engine.lint.folder import Folder
from engine.lint.variables import Variables
from engine.spiff import Element

RULE = "data-read"
SEVERITY = "error"


def check(folder: Folder) -> Iterator[Finding]:
    """Names that nothing writes, that only come later, or that only a parallel branch writes (advice)."""
    variables = folder.variables
    if variables is None:
        return
    for each in variables.texts:
        if each.process != each.element.process:
            continue  # what `alur:out` reads is looked at below
        called = each.process in variables.given
        for name in sorted(each.text.names):
            if called and (each.process, name) not in variables.writers:
                continue  # its calls must give it: rule call-inputs
            if variables.lacks(each.element, name, after=each.after):
                yield _told(variables, each.element, name, each.line, each.text.source)
    for element in variables.elements:
        yield from _outputs(variables, element)


def _outputs(variables: Variables, element: Element) -> Iterator[Finding]:
    """What `alur:out` reads must be written somewhere in the called process."""
    if not element.outputs:
        return
    inside = {name for process, name in variables.writers if process == element.calls}
    for target, source in element.outputs:
        for name in sorted(source.names - inside - variables.around(element) - {n for n, _ in element.inputs}):
            yield about(
                RULE, element,
                Text(
                    f"alur:out '{target}' membaca '{name}', yang tidak pernah diisi dalam '{element.calls}'.",
                    f"alur:out '{target}' reads '{name}', which '{element.calls}' never writes.",
                ),
                Text("Periksa ejaan source-nya.", "Check the spelling of its source."),
            )  # fmt: skip


def _told(variables: Variables, element: Element, name: str, line: int | None, source: str) -> Finding:
    writers = variables.writers.get((element.process, name), [])
    told = " ".join(source.split())[:60]
    if not writers:
        message = Text(
            f"Variabel '{name}' tidak pernah diisi dalam proses ini ('{told}').",
            f"Nothing in this process ever writes '{name}' ('{told}').",
        )
        return about(RULE, element, message, SPELLING, line=line)
    names = ", ".join(writer.id for writer in writers[:3])
    if any(variables.paths.beside(writer, element) for writer in writers):
        message = Text(
            f"Variabel '{name}' hanya diisi cabang yang berjalan bersamaan ({names}).",
            f"'{name}' is written by a branch that runs at the same time only ({names}).",
        )
        return about(RULE, element, message, EARLIER, line=line, severity="advice")
    message = Text(
        f"Variabel '{name}' baru diisi sesudah ini ({names}), tidak pernah sebelumnya ('{told}').",
        f"'{name}' is written only later ({names}), never before ('{told}').",
    )
    return about(RULE, element, message, EARLIER, line=line)


SPELLING = Text("Periksa ejaannya, atau tanyakan dengan ada(...).", "Check its spelling, or ask with ada(...).")
EARLIER = Text(
    "Isi variabelnya lebih dahulu, atau tanyakan dengan ada(...).", "Write it earlier, or ask with ada(...)."
)
