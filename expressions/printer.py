"""The canonical text of a tree in the plain spelling."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from expressions import nodes
from expressions.grammar import AND, ARITHMETIC, COMPARE, NOT, OR, POWER, SIGN

_CONDITIONAL, _POSTFIX = 5, 100


def written(node: nodes.Node) -> str:
    """The text; reading it as plain gives an equal tree."""
    return _text(node, 0)


def _text(node: nodes.Node, power: int) -> str:
    own, text = _PRINTERS[type(node)](node)
    return text if own >= power else f"({text})"


def _literal(node: nodes.Literal) -> tuple[int, str]:
    value = node.value
    if isinstance(value, str):
        return _POSTFIX, quoted(value)
    negative = type(value) in (int, float) and str(value).startswith("-")
    return SIGN if negative else _POSTFIX, repr(value)


def quoted(value: str) -> str:
    """A text in double quotes with the escapes that the plain spelling knows."""
    return json.dumps(value, ensure_ascii=False)


def _sequence(items: tuple[nodes.Node, ...]) -> str:
    return ", ".join(_text(item, 0) for item in items)


def _dict(node: nodes.DictOf) -> tuple[int, str]:
    entries = (f"**{_text(v, 0)}" if k is None else f"{_text(k, 0)}: {_text(v, 0)}" for k, v in node.entries)
    return _POSTFIX, "{" + ", ".join(entries) + "}"


def _joined(node: nodes.Joined) -> tuple[int, str]:
    if not node.parts:
        return _POSTFIX, "f" + quoted("")
    pieces = []
    for part in node.parts:
        if isinstance(part, nodes.Literal) and isinstance(part.value, str):
            pieces.append(part.value.replace("{", "{{").replace("}", "}}"))
        else:
            code = _text(part, 0)
            pieces.append("{ " + code + " }" if code[0] == "{" else "{" + code + "}")
    return _POSTFIX, "f" + quoted("".join(pieces))


def _slice(node: nodes.Slice) -> tuple[int, str]:
    low, high = (_text(end, 0) if end else "" for end in (node.low, node.high))
    return _POSTFIX, f"{_text(node.value, _POSTFIX)}[{low}:{high}]"


def _unary(node: nodes.Unary) -> tuple[int, str]:
    if node.operator == "not":
        return NOT, f"not {_text(node.operand, NOT)}"
    operand = _text(node.operand, SIGN)
    if isinstance(node.operand, nodes.Literal):
        operand = f"({operand})"
    return SIGN, node.operator + operand


def _binary(node: nodes.Binary) -> tuple[int, str]:
    power = ARITHMETIC[node.operator]
    if node.operator == "**":
        return POWER, f"{_text(node.left, POWER + 1)} ** {_text(node.right, POWER)}"
    return power, f"{_text(node.left, power)} {node.operator} {_text(node.right, power + 1)}"


def _compare(node: nodes.Compare) -> tuple[int, str]:
    rest = "".join(f" {operator} {_text(operand, COMPARE + 1)}" for operator, operand in node.rest)
    return COMPARE, _text(node.first, COMPARE + 1) + rest


def _logic(node: nodes.Logic) -> tuple[int, str]:
    power = AND if node.operator == "and" else OR
    return power, f" {node.operator} ".join(_text(item, power + 1) for item in node.items)


def _conditional(node: nodes.Conditional) -> tuple[int, str]:
    test, then, other = (_text(part, power) for part, power in ((node.test, 6), (node.then, 6), (node.other, 0)))
    return _CONDITIONAL, f"{then} if {test} else {other}"


def _comprehension(node: nodes.Comprehension) -> tuple[int, str]:
    head = _text(node.element, 0) if node.key is None else f"{_text(node.key, 0)}: {_text(node.element, 0)}"
    for clause in node.clauses:
        head += f" for {clause.name} in {_text(clause.items, 6)}"
        head += "".join(f" if {_text(condition, 6)}" for condition in clause.conditions)
    return _POSTFIX, f"[{head}]" if node.key is None else "{" + head + "}"


_PRINTERS: dict[type, Callable[[Any], tuple[int, str]]] = {
    nodes.Literal: _literal,
    nodes.Name: lambda node: (_POSTFIX, node.id),
    nodes.ListOf: lambda node: (_POSTFIX, f"[{_sequence(node.items)}]"),
    nodes.DictOf: _dict,
    nodes.Joined: _joined,
    nodes.Attribute: lambda node: (_POSTFIX, f"{_text(node.value, _POSTFIX)}.{node.key}"),
    nodes.Subscript: lambda node: (_POSTFIX, f"{_text(node.value, _POSTFIX)}[{_text(node.index, 0)}]"),
    nodes.Slice: _slice,
    nodes.Unary: _unary,
    nodes.Binary: _binary,
    nodes.Compare: _compare,
    nodes.Logic: _logic,
    nodes.Conditional: _conditional,
    nodes.Call: lambda node: (_POSTFIX, f"{node.function}({_sequence(node.arguments)})"),
    nodes.Comprehension: _comprehension,
}
