"""What an event waits for or throws: timers, messages, signals, conditions, links, errors, escalations, terminate."""

from __future__ import annotations

from typing import Any

from lxml import etree

from engine.spiff.names import EVENT_KINDS, tag
from engine.spiff.reading import Node, Reading, callable_here, parsed_condition
from engine.spiff.timers import TimerRefused, read_timer

TIMES = ("timeDate", "timeDuration", "timeCycle")


def read(reading: Reading, node: Node, kind: str, file: str) -> dict[str, Any]:
    """The part of an Element that its event definition gives; refusals become findings."""
    given: dict[str, Any] = {}
    if kind in ("receiveTask", "sendTask"):
        if node.get("messageRef"):
            given["message"] = _message(reading, node, file)
        return given
    if kind not in EVENT_KINDS:
        return given
    if kind == "boundaryEvent":
        given["attached_to"] = (node.get("attachedToRef") or "").strip()
        given["interrupting"] = node.get("cancelActivity", "true") != "false"
    elif kind == "startEvent":
        given["interrupting"] = node.get("isInterrupting", "true") != "false"
    definitions = definitions_of(reading, node, file)
    if not definitions:
        given["event"] = ""
        return given | _plain_refused(reading, node, kind, file)
    if len(definitions) == 1:
        return given | event_of(reading, node, kind, definitions[0], given, file)
    parts = [event_of(reading, node, kind, definition, given, file) for definition in definitions]
    return given | {"event": "multiple", "parts": parts, "all_of": node.get("parallelMultiple") == "true"}


def event_of(
    reading: Reading, node: Node, kind: str, definition: Node, about: dict[str, Any], file: str
) -> dict[str, Any]:
    """What one event definition gives: the kind of event, and what it waits for or throws."""
    event = etree.QName(definition).localname.removesuffix("EventDefinition")
    given: dict[str, Any] = {"event": event}
    if event not in EVENT_KINDS[kind]:
        reading.refuse(
            "unsupported-event",
            node,
            f"Kejadian '{event}' pada '{kind}' belum didukung.",
            "Gambar ulang dengan kejadian lain.",
            file=file,
        )
    elif event == "timer":
        given["timer"] = _timer(reading, node, definition, file)
        if not _begins_case(node, kind):
            _check_cycle(reading, node, kind, about | given, file)
    elif event in ("message", "signal"):
        given["message"] = _message(reading, definition, file, event)
    elif event == "conditional":
        given["condition"] = _condition(reading, node, definition, file)
    elif event == "link":
        given["code"] = _link(reading, node, definition, file)
    elif event == "compensate":
        given["code"] = (definition.get("activityRef") or "").strip().rpartition(":")[2] or None
    elif event in ("error", "escalation"):
        given["code"] = _code(reading, definition, event, kind, file)
    return given


def definitions_of(reading: Reading, node: Node, file: str) -> list[Node]:
    """The event definitions of an event, its own and those it refers to."""
    inside = [child for child in node if etree.QName(child).localname.endswith("EventDefinition")]
    for reference in node.findall(tag("eventDefinitionRef")):
        name = (reference.text or "").strip().rpartition(":")[2]
        if (file, name) in reading.definitions:
            inside.append(reading.definitions[(file, name)])
        else:
            reading.refuse(
                "reference-missing",
                reference,
                f"eventDefinitionRef '{name}' tidak ada.",
                "Gambar definisinya.",
                file=file,
            )
    return inside


def _plain_refused(reading: Reading, node: Node, kind: str, file: str) -> dict[str, Any]:
    if "" not in EVENT_KINDS[kind]:
        reading.refuse(
            "event-empty", node, f"{kind} ini tidak menunggu apa-apa.", "Pilih pengatur waktu atau pesan.", file=file
        )
    return {}


def _timer(reading: Reading, node: Node, definition: Node, file: str) -> Any:
    bodies = [body for name in TIMES for body in definition.findall(tag(name)) if (body.text or "").strip()]
    if len(bodies) != 1:
        reading.refuse(
            "timer-without-time", node, "Pengatur waktu harus punya tepat satu waktu.", "Isi, mis. P5D.", file=file
        )
        return None
    try:
        timer = read_timer(bodies[0].text or "", cycle=etree.QName(bodies[0]).localname == "timeCycle")
        if timer.expression is not None:
            callable_here(reading, bodies[0], timer.expression, file)
        return timer
    except TimerRefused as refused:
        reading.refuse("bad-timer", bodies[0], str(refused), "Tulis mis. P5D, PT2H, 2026-12-01 atau R3/P1D.", file=file)
        return None


def _begins_case(node: Node, kind: str) -> bool:
    """Whether this is the start of a process: its timer may begin one case after the other."""
    return kind == "startEvent" and node.getparent().tag == tag("process")


def _check_cycle(reading: Reading, node: Node, kind: str, given: dict[str, Any], file: str) -> None:
    timer = given["timer"]
    repeats = kind in ("boundaryEvent", "startEvent") and not given["interrupting"]
    if timer is not None and timer.cycle and not repeats:
        reading.refuse(
            "cycle-here", node, "Di sini waktu terjadi satu kali; standar tidak mengatakan apa arti pengulangan.",
            "Pakai durasi; untuk berulang, gambar pengatur waktu pada tepi yang tidak menghentikan (cancelActivity=\"false\").", file=file,
        )  # fmt: skip


def _message(reading: Reading, node: Node, file: str, kind: str = "message") -> str | None:
    """The name of the message or signal that a node refers to."""
    name = (node.get(f"{kind}Ref") or "").strip().rpartition(":")[2]
    found = reading.definitions.get((file, name))
    if found is None or found.tag != tag(kind):
        word = {"message": "Pesan", "signal": "Sinyal"}[kind]
        what = f"{word} '{name}' tidak ada." if name else f"{word} belum dipilih."
        code = "reference-missing" if name else "reference-empty"
        reading.refuse(code, node, what, f"Pilih {word.lower()} yang ada.", file=file)
        return None
    called = str(found.get("name") or found.get("id"))
    remedy = "Beri nama tetap; yang membedakan penerimanya adalah alur:correlation."
    _fixed(reading, node, called, "Nama", remedy, file)
    if kind == "message" and called.startswith("signal: "):
        reading.refuse(
            "bad-name", found, f"Nama pesan '{called[:60]}' tidak dapat dipakai.", "Beri nama lain.", file=file
        )
    return called


def _fixed(reading: Reading, node: Node, text: str, what: str, remedy: str, file: str) -> None:
    """Names and codes are texts here; other tools take expressions for some of them, which never meet their partner."""
    if text.startswith("=") or "${" in text or "#{" in text:
        reading.refuse("vendor-extension", node, f"{what} '{text[:60]}' adalah ekspresi.", remedy, file=file)


def _condition(reading: Reading, node: Node, definition: Node, file: str) -> Any:
    body = definition.find(tag("condition"))
    text = (body.text or "").strip() if body is not None else ""
    if not text:
        reading.refuse(
            "condition-missing", node, "Kejadian bersyarat ini belum punya syarat.", "Isi syaratnya.", file=file
        )
        return None
    return parsed_condition(reading, body, text, file)


def _link(reading: Reading, node: Node, definition: Node, file: str) -> str | None:
    """What pairs a link: its name; where the file joins source and target by their ids, the target's id."""
    target = (definition.findtext(tag("target")) or "").strip().rpartition(":")[2]
    if definition.find(tag("source")) is not None:
        target = definition.get("id") or ""
    name = target or " ".join((definition.get("name") or "").split())
    if not name:
        reading.refuse("reference-empty", node, "Tautan ini tidak bernama.", "Beri nama tautannya.", file=file)
    return name or None


def _code(reading: Reading, definition: Node, event: str, kind: str, file: str) -> str | None:
    """The error or escalation code; None on a border, or at the start of an event sub-process, catches every code."""
    name = (definition.get(f"{event}Ref") or "").strip().rpartition(":")[2]
    if not name:
        if kind not in ("boundaryEvent", "startEvent"):
            reading.refuse("reference-empty", definition, f"Kejadian {event} tanpa kode.", "Pilih kodenya.", file=file)
        return None
    found = reading.definitions.get((file, name))
    if found is None or found.tag != tag(event):
        reading.refuse("reference-missing", definition, f"{event} '{name}' tidak ada.", "Pilih yang ada.", file=file)
        return None
    code = str(found.get(f"{event}Code") or found.get("id"))
    _fixed(
        reading, definition, code, "Kode", "Beri kode tetap; kode yang berbeda memerlukan kejadian masing-masing.", file
    )
    return code
