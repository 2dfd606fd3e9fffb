"""Multi-instance and standard loops as drawn."""

from __future__ import annotations

from typing import Any

from lxml import etree

from engine.spiff.events import definitions_of, event_of
from engine.spiff.model import Element, Loop
from engine.spiff.names import RESERVED, tag
from engine.spiff.reading import Node, Reading, constant, parsed

#: What a multi-instance may throw as its instances complete.
THROWN = ("signalEventDefinition", "escalationEventDefinition")


def read(reading: Reading, node: Node, file: str) -> Loop | None:
    """The loop of an activity, None when it runs once; refusals become findings."""
    several = node.find(tag("multiInstanceLoopCharacteristics"))
    if several is not None:
        return _multi(reading, node, several, file)
    standard = node.find(tag("standardLoopCharacteristics"))
    return _standard(reading, standard, file) if standard is not None else None


def _multi(reading: Reading, node: Node, several: Node, file: str) -> Loop | None:
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
        behavior=several.get("behavior", "All"),
        throws=_throws(reading, node, several, file),
    )


def _throws(reading: Reading, node: Node, several: Node, file: str) -> tuple[tuple[Any, Element], ...]:
    """What is thrown as instances complete (BPMN 10.3.8), each with its condition."""
    behavior = several.get("behavior", "All")
    if behavior == "All":
        return ()
    if behavior in ("None", "One"):
        return _thrown(reading, node, several, _referred(several, f"{behavior.lower()}BehaviorEventRef"), None, file)
    found: list[tuple[Any, Element]] = []
    for each in several.findall(tag("complexBehaviorDefinition")):
        text = _text(each, "condition")
        if text is None:
            reading.refuse(
                "condition-missing", each, "Perilaku ulangan ini belum punya syarat.", "Isi syaratnya.", file=file
            )
            continue
        event = each.find(tag("event"))
        inside = definitions_of(reading, event, file) if event is not None else []
        found += _thrown(reading, node, each, inside, parsed(reading, each, text, file), file)
    return tuple(found)


def _referred(several: Node, name: str) -> list[Node]:
    """The event definition that an attribute refers to, wherever in the file it stands."""
    wanted = (several.get(name) or "").strip().rpartition(":")[2]
    return [each for each in several.getroottree().getroot().iter() if wanted and each.get("id") == wanted][:1]


def _thrown(
    reading: Reading, node: Node, at: Node, definitions: list[Node], condition: Any, file: str
) -> tuple[tuple[Any, Element], ...]:
    if len(definitions) != 1 or etree.QName(definitions[0]).localname not in THROWN:
        reading.refuse(
            "event-empty", at, "Perilaku ulangan ini tidak melempar tepat satu sinyal atau eskalasi.",
            "Pilih sinyal atau eskalasi, atau pakai behavior=\"All\".", file=file,
        )  # fmt: skip
        return ()
    given = event_of(reading, node, "intermediateThrowEvent", definitions[0], {}, file)
    event = Element(
        id=str(node.get("id")),
        kind="intermediateThrowEvent",
        name=node.get("name"),
        process="",
        scope="",
        lane=None,
        **given,
    )
    return ((condition, event),)


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
