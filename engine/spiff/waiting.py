"""Joins at which some cases would wait for ever, found before any case does: the token game of a scope with one choice in it.

What may happen is followed as in `soundness`, but exactly: an inclusive join goes last and takes all that came, and only one
gateway's or activity's conditions choose on the way to the end. So no other condition of the drawing can keep a case from a
wait that is found. What only several choices together lead to, or an event, is left to the case that meets it ("stuck").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.spiff.findings import Finding
from engine.spiff.model import Element, Flow
from engine.spiff.names import ACTIVATION, WAITS
from engine.spiff.soundness import (
    STATES,
    Net,
    State,
    TooLarge,
    after_move,
    covers,
    gathers,
    needs_of,
    state_of,
    ways_out,
)

#: A marking, and the element that made the one choice on the way to it.
Entry = tuple[State, str | None]


def may_wait_for_ever(
    scope: list[Element], elements: Mapping[str, Element], flows: Mapping[str, Flow]
) -> Iterator[Finding]:
    """A finding for every join of a scope that one choice leaves incomplete for ever. None where an event may still interrupt
    the wait, or where there is too much to look at."""
    if not any(map(_joins, scope)) or _interruptible(scope, elements):
        return
    try:
        left = _Game(scope, flows).left()
    except TooLarge:
        return
    added = _after_borders(scope, flows)
    for element in scope:
        if element.id not in left or element.id in added:
            continue
        decided = elements.get(left[element.id] or "")
        where = f" (menurut pilihan di '{decided.name or decided.id}')" if decided is not None else ""
        message = f"'{element.name or element.id}' dapat menunggu selamanya: tidak semua cabangnya pasti sampai{where}."
        remedy = (
            "Pakai gerbang gabung yang sejenis dengan gerbang pisahnya, atau alirkan setiap pilihan sampai ke sana."
        )
        yield Finding("may-wait-for-ever", element.id, element.line, message, remedy, element.file)


def _interruptible(scope: list[Element], elements: Mapping[str, Element]) -> bool:
    """Whether an event may take the tokens of a scope away, in it or around it."""
    inside = scope
    while not any(element.triggered for element in inside):
        holder = elements.get(inside[0].scope)
        if holder is None:
            return False
        inside = [element for element in elements.values() if element.scope == holder.scope]
        if any(e.attached_to == holder.id and e.interrupting and e.event in (*WAITS, "multiple") for e in inside):
            return True
    return True


def _after_borders(scope: list[Element], flows: Mapping[str, Flow]) -> set[str]:
    """What a border that does not interrupt may send a token to: whether it does is up to its event."""
    outgoing = {element.id: [flows[flow].target for flow in element.outgoing] for element in scope}
    pending = [e.id for e in scope if e.attached_to is not None and not e.interrupting]
    found: set[str] = set()
    while pending:
        fresh = [target for target in outgoing[pending.pop()] if target not in found]
        found.update(fresh)
        pending += fresh
    return found


class _Game:
    """The token game of one scope."""

    def __init__(self, scope: list[Element], flows: Mapping[str, Flow]) -> None:
        self.net = Net(scope, flows)
        self.scope = scope
        self.ways = {element.id: list(ways_out(element, scope, flows)) or [()] for element in scope}
        begun = self.net.begun
        apart = any(element.kind == "startEvent" or element.instantiates for element in begun)
        self.starts = [[element] for element in begun] if apart else [begun]

    def left(self) -> dict[str, str | None]:
        """Ids of joins at which tokens are left when nothing can go on any more, with what decided it. Raises TooLarge."""
        pending: list[Entry] = [(state_of({f" {e.id}": 1 for e in begun}), None) for begun in self.starts]
        seen = set(pending)
        found: dict[str, str | None] = {}
        while pending:
            state, decided = pending.pop()
            name = self._next(dict(state))
            if name is None:
                stood = dict.fromkeys(self.net.consumer[flow] for flow, _ in state)
                found |= {each: decided for each in stood if each not in found and _joins(self.net.elements[each])}
                continue
            for entry in self._moves(name, dict(state), decided):
                if entry not in seen:
                    seen.add(entry)
                    pending.append(entry)
            if len(seen) > STATES:
                raise TooLarge
        return found

    def _next(self, marking: Mapping[str, int]) -> str | None:
        """An element that can go on; inclusive joins only when nothing else can. Raises TooLarge where their order matters."""
        waiting = dict.fromkeys(self.net.consumer[flow] for flow in marking)
        joins = [name for name in waiting if _synchronises(self.net.elements[name], marking)]
        for name in waiting:
            if (
                name not in joins
                and not (self.net.elements[name].kind == "complexGateway" and _joins(self.net.elements[name]))
                and self._need(name, marking) is not None
            ):
                return name
        if len(joins) > 1 or any(self.net.elements[name].kind == "complexGateway" for name in joins):
            raise TooLarge
        return joins[0] if joins else None

    def _need(self, name: str, marking: Mapping[str, int]) -> Mapping[str, int] | None:
        element = self.net.elements[name]
        if _synchronises(element, marking):
            return {flow: 1 for flow in element.incoming if marking.get(flow)}
        return next((need for need in needs_of(element) if covers(marking, need)), None)

    def _moves(self, name: str, marking: Mapping[str, int], decided: str | None) -> Iterator[Entry]:
        element, need, ways = self.net.elements[name], self._need(name, marking), self.ways[name]
        assert need is not None  # it is enabled
        if _clears(element):
            yield (), decided
            return
        chooses = len(ways) > 1
        if chooses and (decided is not None or element.kind == "eventBasedGateway"):
            return
        for way in ways:
            yield after_move(marking, need, dict.fromkeys(way, element.gives)), name if chooses else decided


def _joins(element: Element) -> bool:
    return gathers(element) or (element.kind == "complexGateway" and element.condition is not None)


def _synchronises(element: Element, marking: Mapping[str, int]) -> bool:
    """Whether it goes on when nothing else does: an inclusive join; a complex gateway unless its rule knows only how many have
    come, and has not been true for any number up to that."""
    rule = element.condition
    if element.kind != "complexGateway" or rule is None:
        return element.kind == "inclusiveGateway" and len(element.incoming) > 1
    count = sum(marking.get(flow, 0) for flow in element.incoming)
    if rule.names - {ACTIVATION} or any(use.arguments is not None for use in rule.uses):
        return True
    return any(rule.evaluate({ACTIVATION: number}) is not False for number in range(1, count + 1))


def _clears(element: Element) -> bool:
    """Whether it may end its scope: what is left there then is not waiting."""
    events = {each.event for each in (element.several or (element,))}
    return (bool(events & {"terminate", "cancel", "error"}) and element.kind == "endEvent") or (
        element.kind in ("endEvent", "intermediateThrowEvent") and "escalation" in events
    )
