"""Whom a message comes from: the pool at the other end of a message flow, as the analyst drew it."""

from __future__ import annotations

from functools import lru_cache

from engine.sop import Definition
from engine.xml import parse_xml

_BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


def outsiders(definition: Definition) -> dict[str, str]:
    """Element id -> name of the pool that sends to it."""
    return _outsiders(tuple(sorted(definition.bundle.named(".bpmn").items())))


@lru_cache(maxsize=32)
def _outsiders(files: tuple[tuple[str, bytes], ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for _, content in files:
        root = parse_xml(content)
        pools = {pool.get("id"): pool.get("name") for pool in root.iter(f"{_BPMN}participant")}
        for flow in root.iter(f"{_BPMN}messageFlow"):
            name, target = pools.get(flow.get("sourceRef")), flow.get("targetRef")
            if name and target:
                found[target] = name
    return found
