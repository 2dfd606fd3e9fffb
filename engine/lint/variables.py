"""Who writes and who reads which variable of a model, and what can have been written before an element is reached.

Every path counts that could be taken, data left out: what is said to be written before may be so on some path only, what
is said not to be is so on none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from engine.lint.paths import Paths
from engine.spiff import Element, Model
from engine.spiff.names import RESERVED
from engine.spiff.variables import COUNTERS
from expressions import Expression, Script

WRITING = frozenset({"userTask", "manualTask", "serviceTask", "receiveTask", "businessRuleTask", "startEvent"})
#: Names that every text may read.
ALWAYS = RESERVED | COUNTERS


@dataclass(frozen=True)
class Text:
    """One expression or script: where it stands, in which process's data it is read, and whether the element has written
    its own result by then."""

    element: Element
    text: Expression | Script
    line: int | None
    process: str
    after: bool = False


class Variables:
    """The variables of a model."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.elements = list(model.elements.values())
        self.paths = Paths(model)

    @cached_property
    def writers(self) -> Mapping[tuple[str, str], list[Element]]:
        """(process, name) -> the elements that may write it for those outside of them."""
        found: dict[tuple[str, str], list[Element]] = defaultdict(list)
        for element in self.elements:
            for name in written(element):
                found[element.process, name].append(element)
        return found

    @cached_property
    def given(self) -> Mapping[str, frozenset[str]]:
        """Process -> the names that some call gives it."""
        found: dict[str, set[str]] = defaultdict(set)
        for element in self.elements:
            if element.calls is not None:  # every called process is a key, also one that is given nothing
                found[element.calls].update(target for target, _ in element.inputs)
        return {process: frozenset(names) for process, names in found.items()}

    @cached_property
    def texts(self) -> list[Text]:
        """Every expression and script, by element."""
        return [text for element in self.elements for text in texts_of(element, self.model)]

    def available(self, element: Element) -> frozenset[str]:
        """What can have been written when an element is reached."""
        return frozenset(
            name
            for (process, name), writers in self.writers.items()
            if process == element.process and any(self.paths.before(writer, element) for writer in writers)
        ) | self.around(element)

    def around(self, element: Element) -> frozenset[str]:
        """What is there without being written on the way: what calls give, and the items of loops around."""
        names = set(self.given.get(element.process, ())) | ALWAYS
        at: Element | None = element
        while at is not None:
            if at.loop is not None and at.loop.item is not None:
                names.add(at.loop.item)
            at = self.model.elements.get(at.scope)
        return frozenset(names)

    def lacks(self, element: Element, name: str, *, after: bool = False, given: bool = True) -> bool:
        """Whether nothing on any path before has written the name."""
        if name in (self.around(element) if given else ALWAYS | self._items(element)):
            return False
        if after and name in {*inside(element), *written(element)}:
            return False
        return not any(self.paths.before(writer, element) for writer in self.writers.get((element.process, name), ()))

    def _items(self, element: Element) -> frozenset[str]:
        return self.around(element) - self.given.get(element.process, frozenset())

    def required(self, process: str) -> Mapping[str, Text]:
        """Name -> the first text that reads it, for what a called process reads before it can have written it itself."""
        found: dict[str, Text] = {}
        for each in self.texts:
            if each.process == process and each.element.process == process:
                for name in sorted(each.text.names):
                    if name not in found and self.lacks(each.element, name, after=each.after, given=False):
                        found[name] = each
        return found


def written(element: Element) -> Iterator[str]:
    """The variables that an element may write for those behind it."""
    loop = element.loop
    if loop is not None and loop.output is not None:
        yield loop.output
        return
    yield from inside(element)


def inside(element: Element) -> Iterator[str]:
    """The variables that one run of an element may write."""
    waiting = element.kind in ("intermediateCatchEvent", "boundaryEvent") and element.event != "timer"
    if element.kind in WRITING or "service" in element.attributes or waiting:
        yield element.result
    if element.script is not None:
        yield from element.script.assigns
    yield from (target for target, _ in element.outputs)


def texts_of(element: Element, model: Model) -> Iterator[Text]:
    """Every expression and script of an element."""
    loop, timer = element.loop, element.timer
    before = [
        *element.expressions.values(),
        *(source for _, source in element.inputs),
        element.script,
        element.condition,
    ]
    before += [timer.expression] if timer is not None else []
    before += [loop.cardinality, loop.collection] if loop is not None else []
    yield from (Text(element, text, element.line, element.process) for text in before if text is not None)
    if loop is not None and loop.condition is not None:
        yield Text(element, loop.condition, element.line, element.process, after=True)
    if element.calls is not None:
        yield from (Text(element, source, element.line, element.calls, after=True) for _, source in element.outputs)
    for flow in (model.flows[each] for each in element.outgoing):
        if flow.condition is not None:
            yield Text(element, flow.condition, flow.line, element.process, after=True)
