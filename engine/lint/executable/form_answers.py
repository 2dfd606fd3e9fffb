"""A condition asks a form only for what it can answer: the field is there, and the value is one of its choices."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from engine.lint.answers import Answers, has, path_of, read_paths, roots
from engine.lint.finding import Finding, about
from engine.lint.finding import Text as Told
from engine.lint.folder import Folder
from engine.lint.possible import Path, bound
from engine.lint.variables import Text
from expressions import nodes
from forms import Form

RULE = "form-answers"
SEVERITY = "error"


def check(folder: Folder) -> Iterator[Finding]:
    """Fields that no form behind the variable has, and comparisons with a value that cannot be chosen."""
    variables = folder.variables
    if variables is None:
        return
    answers = Answers(variables, folder.forms)
    for each in variables.texts:
        if each.process == each.element.process:
            for root in roots(each.text):
                yield from _fields(answers, each, root)
                yield from _values(answers, each, root)


def _fields(answers: Answers, each: Text, root: nodes.Node) -> Iterator[Finding]:
    bound = {
        clause.name for node, _ in nodes.walk(root) if isinstance(node, nodes.Comprehension) for clause in node.clauses
    }
    for _, name, path in read_paths(root):
        forms = None if name in bound else answers.behind(each, name)
        if forms and not has(forms, path):
            there = sorted({field.key for form in forms for field in form.fields})
            yield about(
                RULE, each.element,
                Told(
                    f"Formulir {_names(forms)} tidak punya isian '{'.'.join(path)}' (dibaca sebagai {name}.{'.'.join(path)}).",
                    f"The form {_names(forms)} has no field '{'.'.join(path)}' (read as {name}.{'.'.join(path)}).",
                ),
                _instead(".".join(path), there), line=each.line,
            )  # fmt: skip


def _values(answers: Answers, each: Text, root: nodes.Node) -> Iterator[Finding]:
    loops = bound(root)
    for node, _ in nodes.walk(root):
        for name, path, compared in _compared(node):
            values = _known(answers, each, name, path, loops)
            for value in compared if values is not None else ():
                if value not in (None, "", *(values or ())):
                    yield about(
                        RULE, each.element,
                        Told(
                            f"'{value}' bukan pilihan {name}.{'.'.join(path)}{_within(answers, each, name, 'dalam formulir')}.",
                            f"'{value}' is no choice of {name}.{'.'.join(path)}{_within(answers, each, name, 'in form')}.",
                        ),
                        _instead(str(value), [str(each) for each in values or () if each is not None]), line=each.line,
                    )  # fmt: skip


def _known(
    answers: Answers, each: Text, name: str, path: Path, loops: Mapping[str, list[nodes.Node] | None]
) -> list[Any] | None:
    """The values that a variable, or each of the items that a loop goes through, can have."""
    if name not in loops:
        return answers.values(each, name, path)
    found = [answers.possible.values(each, item, path) for item in loops[name] or ()]
    return [value for values in found for value in values or ()] if found and None not in found else None


def _within(answers: Answers, each: Text, name: str, words: str) -> str:
    forms = answers.behind(each, name)
    return f" {words} {_names(forms)}" if forms else ""


def _compared(node: nodes.Node) -> Iterator[tuple[str, Path, list[Any]]]:
    """The fields that a comparison holds against fixed values, with those values."""
    if not isinstance(node, nodes.Compare) or len(node.rest) != 1:
        return
    operator, other = node.rest[0]
    if operator in ("==", "!="):
        for one, two in ((node.first, other), (other, node.first)):
            found = path_of(one)
            if found is not None and isinstance(two, nodes.Literal):
                yield (*found, [two.value])
    elif operator in ("in", "not in") and isinstance(other, nodes.ListOf):
        found = path_of(node.first)
        if found is not None:
            yield (*found, [item.value for item in other.items if isinstance(item, nodes.Literal)])


def _instead(given: str, there: list[str]) -> Told:
    near = difflib.get_close_matches(given, there, n=1, cutoff=0.5)
    listed = ", ".join(f"'{each}'" for each in there[:8]) or "-"
    hint = (f"Mungkin '{near[0]}'? ", f"Perhaps '{near[0]}'? ") if near else ("", "")
    return Told(f"{hint[0]}Yang ada: {listed}.", f"{hint[1]}There are: {listed}.")


def _names(forms: list[Form] | None) -> str:
    return ", ".join(sorted({f"'{form.name}'" for form in forms or ()}))
