"""Which fixed values a variable can hold: followed back to choices in forms and literals, through scripts, calls and what
calls hand over. None where that is not known before a case runs: then nobody is told anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.lint.variables import Text, Variables, inside
from engine.spiff import Element
from expressions import Expression, Script, nodes
from expressions.statements import Assign, For
from forms import Field, Form

PEOPLE = frozenset({"userTask", "manualTask", "startEvent"})
ONE_OF = frozenset({"radio", "select"})
Path = tuple[str, ...]
#: Steps back from a text to where its values come from; further is not looked.
FURTHEST = 24


@dataclass(frozen=True)
class Place:
    """Where a text is read: at an element (`after`: once its result is written) or, without one, at the process's end;
    `callers` are the call activities that led there, as far as they are known."""

    process: str
    element: Element | None
    after: bool = False
    callers: tuple[Element, ...] = ()


#: A node that says what a value is (a literal, a list or a dict), and where it stands.
Thing = tuple[nodes.Node, Place]
Seen = frozenset[tuple[str, ...]]


class Possible:
    """The values behind the variables of a model."""

    def __init__(self, variables: Variables, forms: Mapping[str, Form]) -> None:
        self.variables = variables
        self.forms = forms

    def values(self, each: Text, node: nodes.Node, path: Path = ()) -> list[Any] | None:
        """All values that an expression of a text can have; None when they are not known."""
        if each.process != each.element.process:
            return None
        things = self._resolved(node, Place(each.process, each.element, each.after), path, frozenset())
        if not things or not all(isinstance(thing, nodes.Literal) for thing, _ in things):
            return None
        return _distinct(thing.value for thing, _ in things if isinstance(thing, nodes.Literal))

    def _resolved(self, node: nodes.Node, place: Place, path: Path, seen: Seen) -> list[Thing] | None:
        match node:
            case nodes.Name(name):
                return self._variable(name, path, place, seen)
            case nodes.Attribute(value, key):
                return self._resolved(value, place, (key, *path), seen)
            case nodes.Subscript(value, nodes.Literal(str(key))):
                return self._resolved(value, place, (key, *path), seen)
            case nodes.Call("nilai", (value, nodes.Literal(str(key)), *_)):
                return self._resolved(value, place, (key, *path), seen)
            case nodes.Conditional(_, then, other):
                return _joined(self._resolved(each, place, path, seen) for each in (then, other))
            case nodes.DictOf(entries) if path:
                return self._entry(entries, place, path, seen)
            case nodes.Literal() | nodes.DictOf() | nodes.ListOf() if not path:
                return [(node, place)]
        return None

    def _entry(
        self, entries: tuple[tuple[nodes.Node | None, nodes.Node], ...], place: Place, path: Path, seen: Seen
    ) -> list[Thing] | None:
        for key, value in reversed(entries):
            if not isinstance(key, nodes.Literal):
                return None  # a merge, or a computed key: the value may be this one or that
            if key.value == path[0]:
                return self._resolved(value, place, path[1:], seen)
        return None

    def _variable(self, name: str, path: Path, place: Place, seen: Seen) -> list[Thing] | None:
        calls = tuple(each.id for each in place.callers)
        key = (place.process, place.element.id if place.element else "", name, ".".join(path), *calls)
        if key in seen:
            return []  # a way back, which brings nothing new
        if len(seen) > FURTHEST:
            return None
        seen = seen | {key}
        given = name in self.variables.given.get(place.process, ())
        if place.element is not None and not given and name in self.variables.around(place.element):
            return None
        found = [self._written(each, name, path, place.callers, seen) for each in self.writers(name, place)]
        if given:
            found += [self._handed(site, name, path, seen) for site in self.sites(place)]
        return _joined(found) if found else None

    def writers(self, name: str, place: Place) -> list[Element]:
        """The elements that may have written a variable before it is read at a place."""
        element, variables = place.element, self.variables
        if element is not None and place.after and name in inside(element):
            return [element]
        known = variables.writers.get((place.process, name), [])
        return [each for each in known if element is None or variables.paths.before(each, element)]

    def sites(self, place: Place) -> list[Place]:
        """The calls that led to a process, each as the place where what it hands over is read."""
        if place.callers:
            last = place.callers[-1]
            return [Place(last.process, last, callers=place.callers[:-1])]
        return [Place(each.process, each) for each in self.variables.elements if each.calls == place.process]

    def _handed(self, site: Place, name: str, path: Path, seen: Seen) -> list[Thing] | None:
        assert site.element is not None
        sources = [source for target, source in site.element.inputs if target == name]
        return self._resolved(sources[-1].tree, site, path, seen) if sources else None

    def _written(
        self, writer: Element, name: str, path: Path, callers: tuple[Element, ...], seen: Seen
    ) -> list[Thing] | None:
        place = Place(writer.process, writer, callers=callers)
        if writer.loop is not None and writer.loop.output is not None:
            return None
        if writer.script is not None and name in writer.script.assigns:
            return self._assigned(writer.script, name, path, place, seen)
        outputs = [source for target, source in writer.outputs if target == name]
        if outputs and writer.calls is not None:
            end = Place(writer.calls, None, callers=(*callers, writer))
            return self._resolved(outputs[-1].tree, end, path, seen)
        if writer.kind in PEOPLE and name == writer.result and writer.attributes.get("confidential") != "true":
            return self._answered(writer, path, place, seen)
        return None

    def _assigned(self, script: Script, name: str, path: Path, place: Place, seen: Seen) -> list[Thing] | None:
        walked = [node for root in script.body for node, _ in nodes.walk(root)]
        changing = {*script.assigns, *(node.name for node in walked if isinstance(node, For))}
        found: list[list[Thing] | None] = []
        for node in (node for node in walked if isinstance(node, Assign) and node.name == name):
            steps = [step.value if isinstance(step, nodes.Literal) else None for step in node.steps]
            if node.operator is not None or None in steps:
                return None
            apart = [a != b for a, b in zip(steps, path, strict=False)]
            if any(apart) or empty(node.value):
                continue  # another key, or emptied as before another round
            if len(steps) > len(path) or changing & Expression("", node.value).names:
                return None
            found.append(self._resolved(node.value, place, path[len(steps) :], seen))
        return _joined(found)

    def _answered(self, writer: Element, path: Path, place: Place, seen: Seen) -> list[Thing] | None:
        form = self.forms.get(writer.attributes.get("form", ""))
        fields = [field for field in form.fields if field.path == path] if form is not None else []
        return _joined(self._chosen(field, form, place, seen) for field in fields) if fields else None

    def _chosen(self, field: Field, form: Form | None, place: Place, seen: Seen) -> list[Thing] | None:
        source = field.options.source
        if source is None or field.kind not in ONE_OF:
            values = choices(field)
            return None if values is None else [(nodes.Literal(value), place) for value in values]
        own = {each.path[0] for each in form.fields if each.path} if form is not None else set()
        if source.names & own:
            return None
        lists = self._resolved(source.tree, place, (), seen)
        if lists is None or not all(isinstance(thing, nodes.ListOf) for thing, _ in lists):
            return None
        items = [(item, at) for thing, at in lists if isinstance(thing, nodes.ListOf) for item in thing.items]
        return _joined(self._option(item, at, seen) for item, at in items)

    def _option(self, item: nodes.Node, place: Place, seen: Seen) -> list[Thing] | None:
        things = self._resolved(item, place, (), seen)
        if things is None:
            return None
        return _joined(
            self._resolved(thing, at, ("value",) if isinstance(thing, nodes.DictOf) else (), seen)
            for thing, at in things
        )


def choices(field: Field) -> list[Any] | None:
    """What can be chosen in a field, None for nothing at all; None when that is free, or comes from the case."""
    if field.kind == "checkbox":
        return [True, False]
    if field.kind not in ONE_OF or field.options.source is not None or not field.options.fixed:
        return None
    chosen = [option.value for option in field.options.fixed.values()]
    optional = not field.required and field.required_if is None and field.hide is None and field.default is None
    return [*chosen, None] if optional else chosen


def empty(value: nodes.Node) -> bool:
    """Nothing, an empty text, or a record of these."""
    if isinstance(value, nodes.DictOf):
        return all(key is not None and empty(entry) for key, entry in value.entries)
    return isinstance(value, nodes.Literal) and value.value in (None, "")


def bound(root: nodes.Node) -> Mapping[str, list[nodes.Node] | None]:
    """The names that loops of a text bind, with the items they go through where these are listed one by one."""
    found: dict[str, list[nodes.Node] | None] = {}
    for name, items in _loops(root):
        listed = list(items.items) if isinstance(items, nodes.ListOf) and name not in found else None
        found[name] = listed
    return found


def _loops(root: nodes.Node) -> Iterator[tuple[str, nodes.Node]]:
    for node, _ in nodes.walk(root):
        if isinstance(node, nodes.Comprehension):
            yield from ((clause.name, clause.items) for clause in node.clauses)
        elif isinstance(node, For):
            yield node.name, node.items


def _joined(found: Iterable[list[Thing] | None]) -> list[Thing] | None:
    every: list[Thing] = []
    for things in found:
        if things is None:
            return None
        every += things
    return every


def _distinct(values: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for value in values:
        if not any(type(value) is type(other) and value == other for other in found):
            found.append(value)
    return found


__all__ = ["Place", "Possible", "bound", "choices", "empty"]
