"""Which keys a variable has: those of a form, of a table's answer, of what a function returns or a script writes."""

from __future__ import annotations

from collections.abc import Iterable

from engine.lint.answers import BESIDE
from engine.lint.folder import Folder
from engine.lint.possible import FURTHEST, PEOPLE, Place, Possible, Seen, empty
from engine.lint.variables import Text, Variables
from engine.spiff import Element
from expressions import Expression, Script, nodes
from expressions.statements import Assign, For

Keys = frozenset[str] | None
NONE: frozenset[str] = frozenset()


class Shapes:
    """The keys of the variables of a model, as far as they are known before a case runs (None: not known)."""

    def __init__(self, folder: Folder, variables: Variables) -> None:
        self.folder = folder
        self.variables = variables
        self.possible = Possible(variables, folder.forms)

    def keys(self, each: Text, name: str) -> Keys:
        """The keys that a variable can have where a text reads it."""
        return self._variable(name, Place(each.process, each.element, each.after), frozenset())

    def _variable(self, name: str, place: Place, seen: Seen) -> Keys:
        key = (place.process, place.element.id if place.element else "", name, *(each.id for each in place.callers))
        if key in seen:
            return NONE
        if len(seen) > FURTHEST:
            return None
        seen = seen | {key}
        given = name in self.variables.given.get(place.process, ())
        if place.element is not None and not given and name in self.variables.around(place.element):
            return None
        found = [self._written(each, name, place, seen) for each in self.possible.writers(name, place)]
        if given:
            found += [self._handed(site, name, seen) for site in self.possible.sites(place)]
        return _all(found) if found else None

    def _handed(self, site: Place, name: str, seen: Seen) -> Keys:
        assert site.element is not None
        sources = [source for target, source in site.element.inputs if target == name]
        return self._of(sources[-1].tree, site, seen) if sources else None

    def _of(self, node: nodes.Node, place: Place, seen: Seen) -> Keys:
        match node:
            case nodes.Name(name):
                return self._variable(name, place, seen)
            case nodes.Conditional(_, then, other):
                return _all([self._of(then, place, seen), self._of(other, place, seen)])
            case nodes.DictOf(entries):
                return _all(
                    self._of(value, place, seen) if key is None else _literal(key) for key, value in entries
                )  # fmt: skip
        return NONE if empty(node) else None

    def _written(self, writer: Element, name: str, place: Place, seen: Seen) -> Keys:
        at = Place(writer.process, writer, callers=place.callers)
        if writer.loop is not None and writer.loop.output is not None:
            return None
        if writer.script is not None and name in writer.script.assigns:
            return self._assigned(writer.script, name, at, seen)
        outputs = [source for target, source in writer.outputs if target == name]
        if outputs and writer.calls is not None:
            return self._of(outputs[-1].tree, Place(writer.calls, None, callers=(*place.callers, writer)), seen)
        if name != writer.result:
            return None
        return self._result(writer)

    def _result(self, writer: Element) -> Keys:
        attributes = writer.attributes
        if writer.kind in PEOPLE and attributes.get("confidential") != "true":
            form = self.folder.forms.get(attributes.get("form", ""))
            return None if form is None else BESIDE | {field.path[0] for field in form.fields if field.path}
        if decision := self.folder.decisions.get(attributes.get("decision", "")):
            single = decision.policy in ("UNIQUE", "FIRST", "ANY")
            return frozenset(output.name for output in decision.outputs) if single else None
        if self.folder.sources is not None and (service := attributes.get("service")):
            return self.folder.sources.gives(service)
        return None

    def _assigned(self, script: Script, name: str, place: Place, seen: Seen) -> Keys:
        walked = [node for root in script.body for node, _ in nodes.walk(root)]
        changing = {*script.assigns, *(node.name for node in walked if isinstance(node, For))} - {name}
        found: list[Keys] = []
        for node in (node for node in walked if isinstance(node, Assign) and node.name == name):
            if node.steps:
                found.append(_literal(node.steps[0]))
            elif node.operator is not None or changing & Expression("", node.value).names:
                return None
            else:
                found.append(self._of(node.value, place, seen))
        return _all(found)


def _literal(key: nodes.Node) -> Keys:
    return frozenset({key.value}) if isinstance(key, nodes.Literal) and isinstance(key.value, str) else None


def _all(found: Iterable[Keys]) -> Keys:
    every = NONE
    for keys in found:
        if keys is None:
            return None
        every |= keys
    return every
