"""Unstructured models at random: any node may lead to any other. Most deadlock or spin; none may do so silently."""

from __future__ import annotations

import random

from tests.spiff.drawing import end, flow, multi, node, script, start, timer, user

KNOWN = (
    '<bpmn:message id="m1" name="Pesan"/><bpmn:error id="e1" errorCode="GAGAL"/>'
    '<bpmn:escalation id="s1" escalationCode="LAPOR"/>'
)
KINDS = [
    "user",
    "user",
    "task",
    "script",
    "exclusive",
    "exclusive",
    "parallel",
    "parallel",
    "inclusive",
    "inclusive",
    "events",
    "service",
    "receive",
    "catch",
    "throw",
    "end",
    "error",
    "escalation",
    "terminate",
    "sub",
]


def tangle(seed: int, size: int = 9, *, prefix: str = "", depth: int = 0) -> str:
    """The parts of a scope with so many nodes, connected at random."""
    dice = random.Random(f"{prefix}{seed}")
    names = [f"{prefix}n{k}" for k in range(size)]
    kinds = {name: dice.choice(KINDS) for name in names}
    parts, first = [start(f"{prefix}mulai")], f"{prefix}mulai"
    ways: dict[str, list[str]] = {first: [names[0]]}
    for at, name in enumerate(names):
        count = 0 if kinds[name] in ("end", "error", "escalation", "terminate") else dice.choice([1, 1, 1, 2, 2, 3])
        ahead = names[at + 1 :] or names
        ways[name] = [dice.choice(ahead if dice.random() < 0.8 else names) for _ in range(count)]
    reached = [names[0]]
    for name in reached:
        reached += [other for other in dict.fromkeys(ways[name]) if other not in reached]
    for name in reached:
        parts.append(_node(dice, name, kinds[name], ways, depth, seed, prefix))
        if kinds[name] in ("user", "service", "sub", "receive") and dice.random() < 0.4:
            parts.append(_border(dice, name, dice.choice(reached)))
    for source in [first, *reached]:
        for k, target in enumerate(ways[source]):
            parts.append(
                flow(source, target, _condition(dice, kinds.get(source, ""), k, len(ways[source])), id=f"{source}-{k}")
            )
    return "\n".join(parts)


def _condition(dice: random.Random, kind: str, k: int, count: int) -> str | None:
    if kind not in ("exclusive", "inclusive") or count < 2 or k == count - 1:
        return None
    return dice.choice(["True", "False", "n > 3", "n < 2", "n == 1"])


def _node(
    dice: random.Random, name: str, kind: str, ways: dict[str, list[str]], depth: int, seed: int, prefix: str
) -> str:
    default = {"default": f"{name}-{len(ways[name]) - 1}"} if len(ways[name]) > 1 else {}
    several = multi(count=str(dice.randrange(3)), sequential=dice.random() < 0.5) if dice.random() < 0.2 else ""
    match kind:
        case "user":
            return user(name, several)
        case "script":
            return script(name, "n = n + 1")
        case "exclusive" | "inclusive":
            return node(f"{kind}Gateway", name, **default)
        case "parallel":
            return node("parallelGateway", name)
        case "events":
            return node("eventBasedGateway", name)
        case "service":
            return node("serviceTask", name, several, alur_service="x")
        case "receive":
            return node("receiveTask", name, several, messageRef="m1")
        case "catch":
            return node("intermediateCatchEvent", name, timer("PT1H"))
        case "throw":
            return node("intermediateThrowEvent", name, '<bpmn:escalationEventDefinition escalationRef="s1"/>')
        case "end":
            return end(name)
        case "error":
            return end(name, '<bpmn:errorEventDefinition errorRef="e1"/>')
        case "escalation":
            return end(name, '<bpmn:escalationEventDefinition escalationRef="s1"/>')
        case "terminate":
            return end(name, "<bpmn:terminateEventDefinition/>")
        case "sub" if depth < 2:
            return node("subProcess", name, several + tangle(seed, 5, prefix=f"{name}_", depth=depth + 1))
    return node("task", name, several)


def _border(dice: random.Random, host: str, target: str) -> str:
    name = f"{host}_b"
    body, interrupting = dice.choice(
        [
            (timer("PT1H"), True),
            (timer("PT2H"), False),
            (timer("R2/PT1H", "timeCycle"), False),
            ('<bpmn:messageEventDefinition messageRef="m1"/>', dice.random() < 0.5),
            ("<bpmn:errorEventDefinition/>", True),
            ('<bpmn:escalationEventDefinition escalationRef="s1"/>', dice.random() < 0.5),
        ]
    )
    drawn = node("boundaryEvent", name, body, attachedToRef=host, cancelActivity=str(interrupting).lower())
    return drawn + flow(name, target, id=f"{name}-0")
