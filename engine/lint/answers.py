"""What forms can answer: which fields a human result has, and which values a choice can take."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from engine.lint.possible import Path, Possible, empty
from engine.lint.variables import Text, Variables, inside
from engine.spiff import Element
from expressions import Expression, Script, nodes
from expressions.statements import Assign
from forms import Form
from forms.crosschecks import names

PEOPLE = frozenset({"userTask", "manualTask", "startEvent"})
#: What every human result holds beside the form's data (docs/architecture.md).
BESIDE = frozenset({"oleh", "pada", "nomor"})
_QUOTED = re.compile(r"'([^']*)'")


class Answers:
    """The forms behind the variables of a model."""

    def __init__(self, variables: Variables, forms: Mapping[str, Form]) -> None:
        self.variables = variables
        self.forms = forms
        self.possible = Possible(variables, forms)

    def behind(self, each: Text, name: str) -> list[Form] | None:
        """The forms whose data a name can hold there; None when something else may have written it too."""
        element, variables = each.element, self.variables
        if name in variables.around(element):
            return None
        if each.after and name in inside(element):
            writers = [element]
        else:
            known = variables.writers.get((element.process, name), [])
            before = [writer for writer in known if variables.paths.before(writer, element)]
            writers = [writer for writer in before if not _only_empties(writer, name)]
        found = [self._form(writer) for writer in writers]
        return None if not found or None in found else [form for form in found if form is not None]

    def _form(self, writer: Element) -> Form | None:
        plain = writer.kind in PEOPLE and writer.attributes.get("confidential") != "true"
        return self.forms.get(writer.attributes.get("form", "")) if plain else None

    def values(self, each: Text, name: str, path: Path) -> list[Any] | None:
        """All values that a choice can take, None when they are not known before a case runs."""
        node: nodes.Node = nodes.Name(name)
        for key in path:
            node = nodes.Attribute(node, key)
        return self.possible.values(each, node) or None


def _only_empties(writer: Element, name: str) -> bool:
    """Whether a script does no more to a variable than to empty it, as before another round."""
    if writer.script is None:
        return False
    walked = [node for root in writer.script.body for node, _ in nodes.walk(root)]
    values = [node.value for node in walked if isinstance(node, Assign) and node.name == name]
    return all(empty(value) for value in values)


def has(forms: Iterable[Form], path: Path) -> bool:
    """Whether one of these forms has a field there, above or below it."""
    if path[0] in BESIDE:
        return True
    paths = [field.path for form in forms for field in form.fields]
    return any(each[: len(path)] == path or path[: len(each)] == each for each in paths)


def needed(form: Form) -> frozenset[str]:
    """The names that a form must find in its context, those only asked about left out."""
    problems = (_QUOTED.search(problem.message) for problem in names(form.components, frozenset()))
    return frozenset(each.group(1) for each in problems if each is not None)


def roots(text: Expression | Script) -> tuple[nodes.Node, ...]:
    """The trees of an expression or script."""
    return (text.tree,) if isinstance(text, Expression) else tuple(text.body)


def read_paths(tree: nodes.Node) -> Iterator[tuple[nodes.Attribute, str, Path]]:
    """Every longest `name.key.key` of a tree that is read and not only asked about: node, name and keys."""
    pending = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, nodes.Call) and node.function in ("ada", "nilai"):
            continue
        found = path_of(node)
        if found is not None and isinstance(node, nodes.Attribute):
            yield (node, *found)
            continue
        pending.extend(nodes.children(node))


def path_of(node: nodes.Node) -> tuple[str, Path] | None:
    """The name and keys of `name.key.key`."""
    keys: list[str] = []
    while isinstance(node, nodes.Attribute):
        keys.append(node.key)
        node = node.value
    return (node.id, tuple(reversed(keys))) if isinstance(node, nodes.Name) and keys else None
