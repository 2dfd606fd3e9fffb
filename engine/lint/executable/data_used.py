"""What a script or table computes is read by something; answers, letters and jobs' results are kept for the record anyway."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.answers import roots
from engine.lint.finding import Finding, Text, about
from engine.lint.folder import Folder
from engine.lint.variables import Variables
from engine.spiff import Element
from expressions import ExpressionRefused, nodes, parse

RULE = "data-used"
SEVERITY = "advice"


def check(folder: Folder) -> Iterator[Finding]:
    """Computed variables that no expression, form, table or function of their process reads."""
    variables = folder.variables
    if variables is None:
        return
    reads = {process: _reads(folder, variables, process) for process in {process for process, _ in variables.writers}}
    for (process, name), writers in variables.writers.items():
        read = reads[process]
        computed = [writer for writer in writers if _computed(writer)]
        if read is not None and name not in read and len(computed) == len(writers):
            yield about(
                RULE, computed[0],
                Text(f"Tidak ada yang membaca '{name}' sesudah diisi di sini.", f"Nothing reads '{name}' after it is written here."),
                Text("Hapus, atau pakai di langkah berikutnya.", "Remove it, or use it in a later step."), severity="advice",
            )  # fmt: skip


def _computed(element: Element) -> bool:
    """Scripts and tables compute for what follows; letters, jobs and lists of answers are also kept for the record."""
    return element.kind in ("scriptTask", "businessRuleTask") and element.loop is None


def _reads(folder: Folder, variables: Variables, process: str) -> set[str] | None:
    """Every name that is read in a process; None when a function is given all data."""
    found: set[str] = set()
    for element in variables.elements:
        if element.process == process:
            if "service" in element.attributes and "input" not in element.attributes:
                return None
            form = folder.forms.get(element.attributes.get("form", ""))
            found |= form.needs if form is not None else set()
            found |= _asked(folder, element)
            if element.loop is not None and element.loop.output_item is not None:
                found.add(element.loop.output_item)
    for each in variables.texts:
        if each.process == process:
            found |= {
                node.id for root in roots(each.text) for node, _ in nodes.walk(root) if isinstance(node, nodes.Name)
            }
    return found | _title(folder)


def _asked(folder: Folder, element: Element) -> frozenset[str]:
    decision = folder.decisions.get(element.attributes.get("decision", ""))
    return decision.names if decision is not None else frozenset()


def _title(folder: Folder) -> frozenset[str]:
    try:
        return parse(str(folder.settings.get("title_expression", "perkara"))).names
    except ExpressionRefused:
        return frozenset()
