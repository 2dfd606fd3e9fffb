"""A text reads only keys that a record has: of a table's answer, of what a function returns, a script or a call writes."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from engine.lint.answers import Answers, read_paths, roots
from engine.lint.finding import Finding, about
from engine.lint.finding import Text as Told
from engine.lint.folder import Folder
from engine.lint.possible import bound
from engine.lint.shapes import Shapes

RULE = "data-keys"
SEVERITY = "error"


def check(folder: Folder) -> Iterator[Finding]:
    """Keys that nothing that can have written the record writes; what a form has is the concern of rule form-answers."""
    variables = folder.variables
    if variables is None:
        return
    shapes, answers = Shapes(folder, variables), Answers(variables, folder.forms)
    for each in variables.texts:
        if each.process != each.element.process:
            continue
        for root in roots(each.text):
            loops = bound(root)
            for _, name, path in read_paths(root):
                keys = None if name in loops or answers.behind(each, name) else shapes.keys(each, name)
                if keys and path[0] not in keys:
                    near = difflib.get_close_matches(path[0], sorted(keys), n=1, cutoff=0.5)
                    there = ", ".join(sorted(keys)[:8])
                    guess = (f"Mungkin '{near[0]}'? ", f"Perhaps '{near[0]}'? ") if near else ("", "")
                    yield about(
                        RULE, each.element,
                        Told(
                            f"'{name}' tidak punya '{path[0]}' (dibaca sebagai {name}.{'.'.join(path)}).",
                            f"'{name}' has no '{path[0]}' (read as {name}.{'.'.join(path)}).",
                        ),
                        Told(f"{guess[0]}Yang ada: {there}.", f"{guess[1]}There are: {there}."), line=each.line,
                    )  # fmt: skip
