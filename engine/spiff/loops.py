"""Multi-instance and standard loops as drawn."""

from __future__ import annotations

from typing import Any

from engine.spiff.model import Loop
from engine.spiff.names import RESERVED, tag
from engine.spiff.reading import Node, Reading, constant, parsed


def read(reading: Reading, node: Node, file: str) -> Loop | None:
    """The loop of an activity, None when it runs once; refusals become findings."""
    several = node.find(tag("multiInstanceLoopCharacteristics"))
    if several is not None:
        return _multi(reading, node, several, file)
    standard = node.find(tag("standardLoopCharacteristics"))
    return _standard(reading, standard, file) if standard is not None else None


def _multi(reading: Reading, node: Node, several: Node, file: str) -> Loop | None:
    if several.get("behavior", "All") != "All":
        reading.refuse(
            "unsupported-attribute",
            several,
            f'behavior="{several.get("behavior")}" belum didukung.',
            "Pakai All.",
            file=file,
        )
        return None
    collection, cardinality = _text(several, "loopDataInputRef"), _text(several, "loopCardinality")
    if (collection is None) == (cardinality is None):
        reading.refuse(
            "loop-without-count", several, "Banyaknya ulangan tidak ditentukan (atau dua kali).",
            "Isi loopDataInputRef atau loopCardinality, salah satu.", file=file,
        )  # fmt: skip
        return None
    count = _expression(reading, several, cardinality, file)
    known = constant(count)
    if known is not None and (type(known) is not int or known < 0):
        reading.refuse(
            "bad-count", several, f"Banyaknya ulangan '{cardinality}' bukan bilangan mulai 0.", "Perbaiki.", file=file
        )
    return Loop(
        kind="sequential" if several.get("isSequential") == "true" else "parallel",
        collection=_expression(reading, several, collection, file),
        cardinality=count,
        item=_name(reading, several, "inputDataItem", file),
        output=_reference(reading, several, "loopDataOutputRef", file),
        output_item=_name(reading, several, "outputDataItem", file),
        condition=_expression(reading, several, _text(several, "completionCondition"), file),
    )


def _standard(reading: Reading, node: Node, file: str) -> Loop | None:
    condition, maximum = _text(node, "loopCondition"), node.get("loopMaximum")
    if maximum is not None and (not maximum.isdigit() or int(maximum) < 1):
        reading.refuse("bad-count", node, f"loopMaximum '{maximum}' harus bilangan mulai 1.", "Perbaiki.", file=file)
        return None
    if condition is None and maximum is None:
        reading.refuse(
            "loop-without-count", node, "Pengulangan tanpa syarat dan tanpa batas.", "Isi loopCondition.", file=file
        )
        return None
    return Loop(
        kind="standard",
        condition=_expression(reading, node, condition, file),
        test_before=node.get("testBefore") == "true",
        maximum=int(maximum) if maximum else None,
    )


def _text(node: Node, name: str) -> str | None:
    found = node.find(tag(name))
    text = (found.text or "").strip() if found is not None else ""
    return text or None


def _expression(reading: Reading, node: Node, text: str | None, file: str) -> Any:
    return None if text is None else parsed(reading, node, text, file)


def _name(reading: Reading, node: Node, which: str, file: str) -> str | None:
    """The name of an item: `<inputDataItem name="p"/>`, its id when it has no name, or its text."""
    found = node.find(tag(which))
    if found is None:
        return None
    name = (found.get("name") or found.get("id") or found.text or "").strip()
    return _checked(reading, found, name, file)


def _reference(reading: Reading, node: Node, which: str, file: str) -> str | None:
    text = _text(node, which)
    return None if text is None else _checked(reading, node, text, file)


def _checked(reading: Reading, node: Node, name: str, file: str) -> str | None:
    if not name.isidentifier() or name in RESERVED:
        reading.refuse("bad-name", node, f"'{name}' tidak dapat menjadi nama variabel.", "Pilih nama lain.", file=file)
        return None
    return name
