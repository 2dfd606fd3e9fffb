"""Writes small DMN files for tests."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def _texts(tag: str, cells: Sequence[str]) -> str:
    return "".join(f"<{tag}><text>{escape(cell)}</text></{tag}>" for cell in cells)


def dmn(
    rules: Sequence[tuple[Sequence[str], Sequence[str]]],
    *,
    inputs: Sequence[str] = ("x",),
    outputs: Sequence[str] = ("hasil",),
    policy: str = 'hitPolicy="UNIQUE"',
    types: Sequence[str] = (),
    namespace: str = NAMESPACE,
    more: str = "",
) -> bytes:
    """A DMN file with one decision `d`; each rule stands on a line of its own, the first one on line 4."""
    kinds = [*types, *[""] * (len(inputs) - len(types))]
    head = "".join(
        f'<input id="i{n}"><inputExpression{f" typeRef={chr(34)}{kind}{chr(34)}" if kind else ""}>'
        f"<text>{escape(text)}</text></inputExpression></input>"
        for n, (text, kind) in enumerate(zip(inputs, kinds, strict=True))
    )
    head += "".join(f'<output id="o{n}" name="{name}"/>' for n, name in enumerate(outputs))
    rows = "\n".join(
        f'<rule id="r{n}">{_texts("inputEntry", tests)}{_texts("outputEntry", values)}</rule>'
        for n, (tests, values) in enumerate(rules)
    )
    text = (
        f'<definitions xmlns="{namespace}" id="f" name="f">\n<decision id="d" name="D">{more}<decisionTable {policy}>\n'
    )
    return f"{text}{head}\n{rows}\n</decisionTable></decision></definitions>".encode()
