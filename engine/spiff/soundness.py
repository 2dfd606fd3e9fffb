"""Joins that can never fire: found by playing the token game of each scope, data left out, every choice possible.

In a scope every flow has one consumer, so what is enabled stays enabled until it fires; it is enough to follow one enabled
element per state (a persistent set) to meet every way in which a scope can end or stop. What is found this way is checked
again by playing without that shortcut, and a scope too large for that gets no verdict: a finding is always true.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from engine.spiff.findings import Finding
from engine.spiff.model import Element, Flow
from engine.spiff.names import ACTIVITIES

#: States looked at per scope, and tokens on one flow; beyond either there is no verdict.
STATES = 5_000
TOKENS = 3

State = tuple[tuple[str, int], ...]
Move = tuple[Mapping[str, int], Mapping[str, int]]


class TooLarge(Exception):
    """Keadaan yang mungkin terlalu banyak."""


def never_joined(scope: list[Element], flows: Mapping[str, Flow]) -> Iterator[Finding]:
    """A finding for every element of a scope that tokens reach but that can never have enough of them to go on."""
    gathering = [element for element in scope if gathers(element)]
    if not gathering:
        return
    net = Net(scope, flows)
    try:
        suspects = _unfired(net, gathering, all_moves=False)
        suspects = [element for element in suspects if element in _unfired(net, gathering, all_moves=True)]
    except TooLarge:
        return
    for element in suspects:
        message = (
            f"'{element.name or element.id}' tidak akan pernah lengkap: cabang-cabangnya tidak pernah sampai bersama."
        )
        remedy = "Pakai gerbang gabung yang sejenis dengan gerbang pisahnya."
        yield Finding("never-joined", element.id, element.line, message, remedy, element.file)


def gathers(element: Element) -> bool:
    return element.needs > 1 or (element.kind == "parallelGateway" and len(element.incoming) > 1)


def _unfired(net: Net, gathering: list[Element], *, all_moves: bool) -> list[Element]:
    reached, fired = net.play(all_moves=all_moves)
    return [element for element in gathering if element.id in reached and element.id not in fired]


class Net:
    """The elements of a scope as moves of tokens from flows to flows."""

    def __init__(self, scope: list[Element], flows: Mapping[str, Flow]) -> None:
        self.elements = {element.id: element for element in scope}
        borders: dict[str | None, list[Element]] = {}
        for element in scope:
            if element.event != "compensate":
                borders.setdefault(element.attached_to, []).append(element)
        self.moves = {each.id: list(_moves(each, borders.get(each.id, ()), scope, flows)) for each in scope}
        self.consumer = {flow: element.id for element in scope for flow in _entries(element)}
        self.begun = beginning(scope)
        self.start = state_of({f" {element.id}": 1 for element in self.begun})

    def play(self, *, all_moves: bool) -> tuple[set[str], set[str]]:
        """Ids of elements that a token reached, and of those that fired. Raises TooLarge."""
        seen, pending = {self.start}, [self.start]
        reached: set[str] = set()
        fired: set[str] = set()
        while pending:
            marking = dict(pending.pop())
            waiting = dict.fromkeys(self.consumer[flow] for flow in marking)
            reached.update(waiting)
            enabled = [name for name in waiting if any(covers(marking, need) for need, _ in self.moves[name])]
            for name in enabled if all_moves else enabled[:1]:
                fired.add(name)
                for need, give in self.moves[name]:
                    if covers(marking, need):
                        after = after_move(marking, need, give)
                        if after not in seen:
                            seen.add(after)
                            pending.append(after)
            if len(seen) > STATES:
                raise TooLarge
        return reached, fired


def beginning(scope: list[Element]) -> list[Element]:
    """Where tokens of a scope begin: its start events, else whatever no flow leads to."""
    starts = [each for each in scope if each.kind == "startEvent" or each.instantiates]
    return starts or [
        each
        for each in scope
        if not each.incoming and each.kind != "boundaryEvent" and not each.triggered and not each.undoes
    ]


def _entries(element: Element) -> tuple[str, ...]:
    """The flows that lead to an element; a place of its own for what begins by itself, a border or a link's target."""
    return (*element.incoming, f" {element.id}")


def _moves(
    element: Element, borders: Iterable[Element], scope: list[Element], flows: Mapping[str, Flow]
) -> Iterator[Move]:
    outs = list(ways_out(element, scope, flows))
    if element.kind == "complexGateway":
        outs.append(())  # what latecomers give
    for need in needs_of(element):
        for out in outs:
            yield need, dict.fromkeys(out, element.gives)
        for border in borders:
            if border.interrupting:
                yield need, {f" {border.id}": 1}
            else:
                for out in outs:
                    yield need, {**dict.fromkeys(out, element.gives), f" {border.id}": 1}


def needs_of(element: Element) -> Iterator[Mapping[str, int]]:
    """What must be there for an element to start; for an inclusive join every single flow and all of them."""
    own, flows = f" {element.id}", element.incoming
    if element.kind == "parallelGateway" and len(flows) > 1:
        yield dict.fromkeys(flows, 1)
        return
    if element.needs > 1:
        yield from _mixes(flows or (own,), element.needs)
        return
    for flow in (*flows, own):
        yield {flow: 1}
    if element.kind in ("inclusiveGateway", "complexGateway"):
        for size in range(2, len(flows) + 1) if len(flows) <= 4 else (len(flows),):
            yield from (dict.fromkeys(some, 1) for some in combinations(flows, size))


def _mixes(flows: tuple[str, ...], count: int) -> Iterator[Mapping[str, int]]:
    """Every way of taking this many tokens from these flows (few flows, few tokens; else only from one)."""
    if len(flows) == 1 or count > TOKENS:
        yield from ({flow: count} for flow in flows)
        return
    for first in range(count + 1):
        for rest in _mixes(flows[1:], count - first) if count - first else ({},):
            yield {**({flows[0]: first} if first else {}), **rest}


def ways_out(element: Element, scope: list[Element], flows: Mapping[str, Flow]) -> Iterator[tuple[str, ...]]:
    out = element.outgoing
    if element.event == "link" and element.kind == "intermediateThrowEvent":
        yield tuple(f" {e.id}" for e in scope if e.event == "link" and e.code == element.code and e.id != element.id)
    elif element.kind in ("exclusiveGateway", "eventBasedGateway"):
        yield from ((flow,) for flow in out)
    elif element.kind in ACTIVITIES or element.kind in ("inclusiveGateway", "complexGateway"):
        always = () if element.kind not in ACTIVITIES else _unconditional(element, flows)
        yield from _subsets(always, [flow for flow in out if flow not in always])
    else:
        yield out


def _unconditional(element: Element, flows: Mapping[str, Flow]) -> tuple[str, ...]:
    return tuple(flow for flow in element.outgoing if flows[flow].condition is None and flow != element.default)


def _subsets(always: tuple[str, ...], perhaps: list[str]) -> Iterator[tuple[str, ...]]:
    """The flows always taken with every choice of the others (only single ones and all of them when they are many)."""
    sizes: Iterable[int] = range(len(perhaps) + 1) if len(perhaps) <= 4 else (0, 1, len(perhaps))
    for size in sizes:
        for some in combinations(perhaps, size):
            if always or some or not perhaps:
                yield (*always, *some)


def covers(marking: Mapping[str, int], need: Mapping[str, int]) -> bool:
    return all(marking.get(flow, 0) >= count for flow, count in need.items())


def after_move(marking: Mapping[str, int], need: Mapping[str, int], give: Mapping[str, int]) -> State:
    changed = dict(marking)
    for flow, count in need.items():
        changed[flow] -= count
    for flow, count in give.items():
        changed[flow] = changed.get(flow, 0) + count
        if changed[flow] > TOKENS + count:
            raise TooLarge
    return state_of(changed)


def state_of(marking: Mapping[str, int]) -> State:
    return tuple(sorted((flow, count) for flow, count in marking.items() if count))
