"""What can lie before what in a model: over flows, borders, links, and into and out of sub-processes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from engine.spiff import Element, Model

#: Behind a container, where its children's writing is over.
_EXIT = "\N{RIGHTWARDS ARROW TO BAR}"


class Paths:
    """The order in which the elements of a model can be reached, every choice possible."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.children: dict[str, list[Element]] = defaultdict(list)
        for element in model.elements.values():
            self.children[element.scope].append(element)
        self._bit = {name: 1 << place for place, name in enumerate(model.elements)}

    def before(self, first: Element, second: Element) -> bool:
        """Whether the first may have been completed before the second is reached."""
        return bool(self._before[second.id] & self._bit[first.id])

    @cached_property
    def _before(self) -> Mapping[str, int]:
        """Element -> those that may be completed before it, as bits; a fixed point over all edges."""
        seen: dict[str, int] = defaultdict(int)
        order = _in_order({node: [target for target, _ in edges] for node, edges in self._edges.items()})
        changed = True
        while changed:
            changed = False
            for node in order:
                for target, done in self._edges.get(node, ()):
                    more = seen[node] | (self._bit.get(node, 0) if done else 0)
                    if more & ~seen[target]:
                        seen[target] |= more
                        changed = True
        return seen

    @cached_property
    def _edges(self) -> Mapping[str, list[tuple[str, bool]]]:
        """Node -> (what may come next, whether the node is completed by then)."""
        found: dict[str, list[tuple[str, bool]]] = defaultdict(list)
        for element in self.model.elements.values():
            found[self._end(element)] += [(target, True) for target in self.next(element)]
            found[element.id] += [(border.id, False) for border in self._borders(element)]
            if self.children.get(element.id):
                self._contained(element, found)
            if element.triggered:
                others = (each for each in self.children[element.scope] if each is not element)
                for sibling in others:
                    found[sibling.id].append((element.id, True))
        return found

    def _contained(self, element: Element, found: dict[str, list[tuple[str, bool]]]) -> None:
        """Into a container and out of it; what a loop with an output writes inside is not seen outside."""
        found[element.id].append((self._end(element), True))
        found[element.id] += [(child.id, False) for child in self.children[element.id] if _begins(child)]
        if element.loop is not None and element.loop.output is not None:
            return
        for child in self.children[element.id]:
            found[self._end(child)].append((self._end(element), True))
            found[self._end(child)] += [(border.id, True) for border in self._borders(element)]

    def _end(self, element: Element) -> str:
        return f"{element.id}{_EXIT}" if self.children.get(element.id) else element.id

    def next(self, element: Element) -> Iterator[str]:
        """The ids of what follows an element in its scope."""
        yield from (self.model.flows[flow].target for flow in element.outgoing)
        if element.event == "link" and element.kind == "intermediateThrowEvent":
            links = [
                each for each in self.children[element.scope] if each.event == "link" and each.code == element.code
            ]
            yield from (each.id for each in links if each.id != element.id)
        if element.handler is not None:
            yield element.handler

    def beside(self, first: Element, second: Element) -> bool:
        """Whether the two may be open at the same time: they stand in different branches of one split."""
        a, b = self._in_scope(first, second)
        return a is not None and b is not None and any(self._apart(a, b, branches) for branches in self._branches)

    def _apart(self, first: str, second: str, branches: list[int]) -> bool:
        one, two = self._bit[first], self._bit[second]
        at = [next((place for place, own in enumerate(branches) if own & bit), None) for bit in (one, two)]
        return None not in at and at[0] != at[1]

    def seen_outside(self, element: Element) -> int:
        """An element and the containers that its writing is seen through, as bits; a loop with an output hides it."""
        found, at = 0, element
        while True:
            found |= self._bit[at.id]
            holder = self.model.elements.get(at.scope)
            if holder is None or (holder.loop is not None and holder.loop.output is not None):
                return found
            at = holder

    def bit(self, element: Element) -> int:
        """An element alone, as bits."""
        return self._bit[element.id]

    def inside(self, element: Element) -> int:
        """An element and all containers around it, as bits."""
        found, at = 0, self.model.elements.get(element.id)
        while at is not None:
            found |= self._bit[at.id]
            at = self.model.elements.get(at.scope)
        return found

    def _in_scope(self, first: Element, second: Element) -> tuple[str | None, str | None]:
        """The two elements, or the containers around them, that stand in one scope."""
        chains = [dict(self._chain(each)) for each in (first, second)]
        shared = next((scope for scope in chains[0] if scope in chains[1]), None)
        return (chains[0].get(shared or ""), chains[1].get(shared or ""))

    def _chain(self, element: Element) -> Iterator[tuple[str, str]]:
        at: Element | None = element
        while at is not None:
            yield at.scope, at.id
            at = self.model.elements.get(at.scope)

    @cached_property
    def _branches(self) -> list[list[int]]:
        return [branches for _, branches in self.splits]

    def _borders(self, element: Element) -> list[Element]:
        return self._attached.get(element.id, [])

    @cached_property
    def _attached(self) -> Mapping[str, list[Element]]:
        found: dict[str, list[Element]] = defaultdict(list)
        for element in self.model.elements.values():
            if element.attached_to is not None:
                found[element.attached_to].append(element)
        return found

    @cached_property
    def _following(self) -> Mapping[str, list[str]]:
        """Element -> what its flows, links and borders lead to, in its scope."""
        return {
            element.id: [*self.next(element), *(border.id for border in self._borders(element))]
            for element in self.model.elements.values()
        }

    @cached_property
    def _forward(self) -> Mapping[str, int]:
        """Element -> what can be reached from it in its scope, itself included, as bits."""
        reached = dict(self._bit)
        order = _in_order(self._following)[::-1]
        changed = True
        while changed:
            changed = False
            for node in order:
                for target in self._following[node]:
                    if reached[target] & ~reached[node]:
                        reached[node] |= reached[target]
                        changed = True
        return reached

    def _reach(self, head: str, stop: Element) -> int:
        """What can be reached from an element without passing `stop`, as bits."""
        if not self._forward[head] & self._bit[stop.id]:
            return self._forward[head]
        found, pending = 0, [head]
        while pending:
            name = pending.pop()
            if name != stop.id and not found & self._bit[name]:
                found |= self._bit[name]
                pending += self._following[name]
        return found

    @cached_property
    def splits(self) -> list[tuple[Element, list[int]]]:
        """Elements behind which several branches run at once, with what only that branch can reach before they meet."""
        found = []
        for element in self.model.elements.values():
            heads = list(self._heads(element))
            borders = {each.id for each in self._borders(element)}
            reached = [self._reach(head, element) for head in heads]
            if any(
                head in borders for head in heads
            ):  # what the activity itself writes, it writes beside its border's path
                own = self._bit[element.id]
                first = next((place for place, head in enumerate(heads) if head not in borders), None)
                if first is None:
                    reached.append(own)
                else:
                    reached[first] |= own
            if len(reached) > 1:
                found.append((element, [own & ~_others(reached, place) for place, own in enumerate(reached)]))
            elif element.triggered and self._beside_all(element):
                found.append((element, [self._bit[element.id], self._siblings(element)]))
        return found

    def _beside_all(self, element: Element) -> bool:
        """Whether an event sub-process leaves running what runs around it."""
        return any(_begins(child) and not child.interrupting for child in self.children[element.id])

    def _siblings(self, element: Element) -> int:
        """What can run beside an event sub-process in its scope, as bits."""
        others = (each for each in self.children[element.scope] if each is not element and not each.undoes)
        return sum(self._bit[each.id] for each in others)

    def names(self, bits: int) -> list[str]:
        """The ids behind these bits."""
        found = []
        while bits:
            lowest = bits & -bits
            found.append(self._names[lowest.bit_length() - 1])
            bits ^= lowest
        return found

    @cached_property
    def _names(self) -> list[str]:
        return list(self.model.elements)

    def _heads(self, element: Element) -> Iterator[str]:
        flows = [self.model.flows[each] for each in element.outgoing]
        several = element.kind in (
            "parallelGateway",
            "inclusiveGateway",
            "complexGateway",
        ) or element.kind.lower().endswith("task")
        if several or element.kind in (
            "startEvent",
            "intermediateCatchEvent",
            "intermediateThrowEvent",
            "boundaryEvent",
        ):
            yield from (flow.target for flow in flows)
        borders = [each for each in self._borders(element) if not each.interrupting and each.event != "compensate"]
        if borders and not several:
            yield from (flow.target for flow in flows[:1])
        yield from (border.id for border in borders)


def _begins(child: Element) -> bool:
    return not child.incoming and child.kind != "boundaryEvent" and not child.undoes


def _in_order(following: Mapping[str, list[str]]) -> list[str]:
    """Nodes before what follows them, but for ways back: few rounds settle what spreads along the flows."""
    done: list[str] = []
    seen: set[str] = set()
    for start in following:
        stack = [(start, iter(following[start]))] if start not in seen else []
        seen.add(start)
        while stack:
            node, rest = stack[-1]
            target = next((each for each in rest if each not in seen), None)
            if target is None:
                done.append(node)
                stack.pop()
            else:
                seen.add(target)
                stack.append((target, iter(following.get(target, []))))
    return done[::-1]


def _others(reached: list[int], place: int) -> int:
    """What the other branches reach."""
    found = 0
    for other, bits in enumerate(reached):
        found |= bits if other != place else 0
    return found
