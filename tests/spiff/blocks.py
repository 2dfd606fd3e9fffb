"""Block-structured models whose visits are known by construction, drawn from a small tree.

A block is a tuple: ("task",), ("script",), ("seq", blocks), ("xor", chosen, blocks), ("and", blocks), ("or", chosen, blocks),
("loop", rounds, block), ("multi", count, sequential, block), ("sub", block), ("call", block).

Unruly blocks have events whose visits depend on what happens first: ("timed", interrupting, repeats, block),
("race", blocks), ("risky", block) (an error end that a border catches), ("abrupt", block) (a terminate end beside the block),
("collect", count, until, block).
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from engine.spiff import Execution, Model, load_model
from tests.spiff.drawing import NOW, chain, definitions, end, flow, multi, node, process, script, start, timer, user

Block = tuple[Any, ...]

KNOWN = '<bpmn:message id="m1" name="Pesan"/><bpmn:error id="e1" errorCode="GAGAL"/>'

LEAVES = st.sampled_from([("task",), ("task",), ("script",)])


def _bigger(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        several.map(lambda b: ("seq", b)),
        st.tuples(st.just("xor"), st.integers(0, 2), several),
        several.map(lambda b: ("and", b)),
        st.tuples(st.just("or"), st.sets(st.integers(0, 2), min_size=1), several),
        st.tuples(st.just("loop"), st.integers(1, 3), inner),
        st.tuples(st.just("multi"), st.integers(0, 3), st.booleans(), inner),
        inner.map(lambda b: ("sub", b)),
        inner.map(lambda b: ("call", b)),
    )


BLOCKS: st.SearchStrategy[Block] = st.recursive(LEAVES, _bigger, max_leaves=9)


def _unruly(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    return st.one_of(
        _bigger(inner),
        st.tuples(st.just("timed"), st.booleans(), st.integers(1, 2), inner),
        st.lists(inner, min_size=2, max_size=3).map(lambda b: ("race", b)),
        inner.map(lambda b: ("risky", b)),
        inner.map(lambda b: ("abrupt", b)),
        st.tuples(st.just("collect"), st.integers(1, 3), st.booleans(), inner),
    )


UNRULY: st.SearchStrategy[Block] = st.recursive(LEAVES, _unruly, max_leaves=9)


@dataclass
class Drawing:
    """A model being drawn: parts by scope, further processes, and the visits that must happen."""

    count: int = 0
    processes: list[str] = field(default_factory=list)
    expected: Counter[str] = field(default_factory=Counter)
    sums: dict[str, int] = field(default_factory=dict)

    def name(self, stem: str) -> str:
        self.count += 1
        return f"{stem}{self.count}"


def draw(block: Block) -> tuple[Model, Counter[str], dict[str, int]]:
    """The model of a block, how often each task and script must be visited, and the counters its scripts must leave."""
    drawing, parts = Drawing(), [start()]
    last = _draw(drawing, block, parts, "mulai", None, times=1, plain=True)
    parts += [end(), flow(last, "selesai")]
    files = {"p.bpmn": definitions(KNOWN, process(*parts), *drawing.processes)}
    return load_model(files, process="p", decisions={}), drawing.expected, drawing.sums


def _draw(
    d: Drawing, block: Block, parts: list[str], before: str, condition: str | None, *, times: int, plain: bool
) -> str:
    """Draw a block after a node; gives the node to go on from."""
    kind = block[0]
    if kind in ("task", "script"):
        name = d.name("T" if kind == "task" else "S")
        text = f"c_{name} = (c_{name} if ada(c_{name}) else 0) + 1"
        parts += [user(name) if kind == "task" else script(name, text), flow(before, name, condition)]
        d.expected[name] += times
        if kind == "script" and plain and times:
            d.sums[f"c_{name}"] = times
        return name
    return _SHAPES[kind](d, block, parts, before, condition, times, plain)


def _seq(
    d: Drawing, block: Block, parts: list[str], before: str, condition: str | None, times: int, plain: bool
) -> str:
    for inner in block[1]:
        before = _draw(d, inner, parts, before, condition, times=times, plain=plain)
        condition = None
    return before


def _branches(kind: str, taken: Any) -> Any:
    def shape(
        d: Drawing, block: Block, parts: list[str], before: str, condition: str | None, times: int, plain: bool
    ) -> str:
        split, join = d.name("G"), d.name("J")
        inner = block[-1]
        parts += [node(kind, split), node(kind, join), flow(before, split, condition)]
        for k, branch in enumerate(inner):
            on = taken(block, k, len(inner))
            test = None if kind == "parallelGateway" else f"1 == {1 if on else 2}"
            last = _draw(d, branch, parts, split, test, times=times if on else 0, plain=plain)
            parts.append(flow(last, join, id=f"{last}-{join}-{k}"))
        return join

    return shape


def _loop(
    d: Drawing, block: Block, parts: list[str], before: str, condition: str | None, times: int, plain: bool
) -> str:
    reset, merge, step, again = d.name("R"), d.name("M"), d.name("I"), d.name("X")
    parts += [
        script(reset, f"n_{step} = 0"),
        node("exclusiveGateway", merge),
        flow(before, reset, condition),
        flow(reset, merge),
    ]
    last = _draw(d, block[2], parts, merge, None, times=times * block[1], plain=plain)
    parts += [script(step, f"n_{step} = n_{step} + 1"), node("exclusiveGateway", again, default=f"{again}-out")]
    parts += [flow(last, step), flow(step, again), flow(again, merge, f"n_{step} < {block[1]}")]
    out = d.name("E")
    parts += [node("task", out), flow(again, out, id=f"{again}-out")]
    return out


def _inside(d: Drawing, block: Block, times: int, plain: bool) -> list[str]:
    first, last = d.name("a"), d.name("z")
    parts = [start(first)]
    at = _draw(d, block, parts, first, None, times=times, plain=plain)
    return [*parts, end(last), flow(at, last)]


def _multi(
    d: Drawing, block: Block, parts: list[str], before: str, condition: str | None, times: int, plain: bool
) -> str:
    name = d.name("MI")
    inside = _inside(d, block[3], times * block[1], False)
    parts += [node("subProcess", name, "\n".join([multi(count=str(block[1]), sequential=block[2]), *inside]))]
    parts += [flow(before, name, condition)]
    return name


def _sub(
    d: Drawing, block: Block, parts: list[str], before: str, condition: str | None, times: int, plain: bool
) -> str:
    name = d.name("SP")
    parts += [node("subProcess", name, "\n".join(_inside(d, block[1], times, plain))), flow(before, name, condition)]
    return name


def _call(
    d: Drawing, block: Block, parts: list[str], before: str, condition: str | None, times: int, plain: bool
) -> str:
    name, called = d.name("CA"), d.name("proc")
    d.processes.append(process(*_inside(d, block[1], times, False), id=called))
    passed = '<alur:in source="angka if ada(angka) else [1]" target="angka"/>'
    given = f"<bpmn:extensionElements>{passed}</bpmn:extensionElements>"
    parts += [node("callActivity", name, given, calledElement=called), flow(before, name, condition)]
    return name


def _timed(
    d: Drawing, block: Block, parts: list[str], before: str, condition: str | None, times: int, plain: bool
) -> str:
    """A sub-process with a timer on its border; the handler's task leads to the same exit."""
    name, border, handler, out = d.name("SP"), d.name("B"), d.name("H"), d.name("E")
    parts += [node("subProcess", name, "\n".join(_inside(d, block[3], times, False))), flow(before, name, condition)]
    body = timer("PT1H") if block[1] or block[2] == 1 else timer(f"R{block[2]}/PT1H", "timeCycle")
    parts += [node("boundaryEvent", border, body, attachedToRef=name, cancelActivity=str(block[1]).lower())]
    parts += [user(handler), node("task", out), flow(border, handler), flow(name, out)]
    if block[1]:
        parts.append(flow(handler, out))
    return out


def _race(
    d: Drawing, block: Block, parts: list[str], before: str, condition: str | None, times: int, plain: bool
) -> str:
    gate, out = d.name("G"), d.name("E")
    parts += [node("eventBasedGateway", gate), node("exclusiveGateway", out), flow(before, gate, condition)]
    for k, inner in enumerate(block[1]):
        event = d.name("W")
        catch = node("intermediateCatchEvent", event, timer(f"PT{k + 1}H"))
        parts += [node("receiveTask", event, messageRef="m1") if k == 1 else catch, flow(gate, event)]
        parts.append(flow(_draw(d, inner, parts, event, None, times=times, plain=False), out, id=f"{event}-{out}"))
    return out


def _risky(
    d: Drawing, block: Block, parts: list[str], before: str, condition: str | None, times: int, plain: bool
) -> str:
    name, border, out, choice, bad, good = (d.name(stem) for stem in ("SP", "B", "E", "X", "bad", "good"))
    first = d.name("a")
    inside = [start(first), node("exclusiveGateway", choice, default=f"{choice}-{good}"), node("task", good)]
    last = _draw(d, block[1], inside, first, None, times=times, plain=False)
    inside += [flow(last, choice), flow(choice, good), flow(choice, bad, "len(perkara.id) == 2 and ada(c_x)")]
    inside += [node("endEvent", bad, '<bpmn:errorEventDefinition errorRef="e1"/>')]
    side, thrown = d.name("V"), d.name("bad")
    inside += [node("serviceTask", side, alur_service="x"), flow(first, side)]
    inside += [node("endEvent", thrown, '<bpmn:errorEventDefinition errorRef="e1"/>'), flow(side, thrown)]
    parts += [node("subProcess", name, "\n".join(inside)), flow(before, name, condition), node("exclusiveGateway", out)]
    parts += [node("boundaryEvent", border, "<bpmn:errorEventDefinition/>", attachedToRef=name)]
    parts += [flow(name, out), flow(border, out)]
    return out


def _abrupt(
    d: Drawing, block: Block, parts: list[str], before: str, condition: str | None, times: int, plain: bool
) -> str:
    name, first, last, side, stop = (d.name(stem) for stem in ("SP", "a", "z", "T", "stop"))
    inside = [start(first), user(side), node("endEvent", stop, "<bpmn:terminateEventDefinition/>"), end(last)]
    inside += [flow(_draw(d, block[1], inside, first, None, times=times, plain=False), last), chain(first, side, stop)]
    parts += [node("subProcess", name, "\n".join(inside)), flow(before, name, condition)]
    return name


def _collect(
    d: Drawing, block: Block, parts: list[str], before: str, condition: str | None, times: int, plain: bool
) -> str:
    name = d.name("MI")
    until = "numberOfCompletedInstances >= 2" if block[2] else None
    shape = multi("angka", item="butir", output="hasil", output_item="butir", until=until)
    parts += [node("subProcess", name, "\n".join([shape, *_inside(d, block[3], times, False)]))]
    parts += [flow(before, name, condition)]
    return name


_SHAPES = {
    "timed": _timed,
    "race": _race,
    "risky": _risky,
    "abrupt": _abrupt,
    "collect": _collect,
    "seq": _seq,
    "xor": _branches("exclusiveGateway", lambda block, k, n: k == block[1] % n),
    "and": _branches("parallelGateway", lambda block, k, n: True),
    "or": _branches("inclusiveGateway", lambda block, k, n: k in {c % n for c in block[1]}),
    "loop": _loop,
    "multi": _multi,
    "sub": _sub,
    "call": _call,
}


def walk(execution: Execution, seed: int, *, each: Any = None) -> tuple[Execution, list[str]]:
    """Complete open tasks in an order drawn from the seed; gives the visits and digests. `each` may replace the execution."""
    dice = random.Random(seed)
    seen: list[str] = []
    while True:
        changes = execution.take_changes()
        seen += [element for element, _ in changes.visits] + [changes.digest(b"salt")]
        if not execution.waits:
            return execution, seen
        act(execution, dice)
        execution = each(execution) if each else execution


def act(execution: Execution, dice: random.Random) -> None:
    """Do one thing that a case waits for, drawn from the dice."""
    waits = execution.waits
    chosen = waits[dice.randrange(len(waits))]
    if chosen.kind == "timer":
        execution.fire(chosen.task, now=chosen.due)
    elif chosen.kind != "job" or not dice.randrange(2) or not execution.raise_error(chosen.task, "GAGAL", now=NOW):
        execution.complete(chosen.task, {"n": dice.randrange(9)}, now=NOW)
