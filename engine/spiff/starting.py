"""Where a scope begins and ends, and that everything in it is reached."""

from __future__ import annotations

from collections.abc import Iterator

from engine.spiff.findings import Finding, about
from engine.spiff.model import Element, begins, scopes_of
from engine.spiff.names import EMBEDDED
from engine.spiff.reading import Reading

AFTER_EVENT_GATEWAY = ("intermediateCatchEvent", "receiveTask")


def ends(element: Element) -> Iterator[Finding]:
    """What is wrong with where an element stands: starts have no flow in, ends none out."""
    if element.kind == "startEvent" and element.incoming:
        yield about(
            "start-with-incoming",
            element,
            "Kejadian mulai tidak boleh punya alur masuk.",
            "Sambungkan ke elemen sesudahnya.",
        )
    if element.instantiates and (element.incoming or element.scope != element.process):
        message = "Tugas terima yang memulai perkara berdiri di awal proses, tanpa alur masuk."
        yield about("start-with-incoming", element, message, 'Hapus alur masuknya atau instantiate="true".')
    if element.undoes and (element.incoming or element.outgoing):
        yield about("handler-with-flow", element, "Kegiatan pembatal tidak punya alur.", "Hapus alurnya.")
    if element.kind == "endEvent" and element.outgoing:
        yield about(
            "end-with-outgoing",
            element,
            "Kejadian akhir tidak boleh punya alur keluar.",
            "Ganti dengan kejadian antara.",
        )
    if element.kind == "eventBasedGateway" and not element.outgoing:
        yield about(
            "gateway-without-events",
            element,
            "Gerbang kejadian ini tidak menunggu apa-apa.",
            "Gambar kejadian sesudahnya.",
        )


def unreachable(reading: Reading) -> Iterator[Finding]:
    """Where a scope has start events, nothing else may begin by itself (BPMN 10.5.2)."""
    with_start = {e.scope for e in reading.elements.values() if e.kind == "startEvent" or e.instantiates}
    for element in reading.elements.values():
        if (
            begins(element)
            and element.kind != "startEvent"
            and not element.instantiates
            and element.scope in with_start
        ):
            yield about("unreachable", element, "Elemen ini tidak pernah tercapai.", "Sambungkan, atau hapus.")
    for element in reading.elements.values():
        if element.kind == "eventBasedGateway":
            for flow in (reading.flows[each] for each in element.outgoing):
                target = reading.elements[flow.target]
                if target.kind not in AFTER_EVENT_GATEWAY or target.several or target.event == "link":
                    yield about(
                        "gateway-without-event", target, "Sesudah gerbang kejadian harus ada kejadian tunggu.", "Ganti."
                    )
                elif len(target.incoming) > 1:
                    yield about(
                        "gateway-shared-event",
                        target,
                        "Kejadian ini juga dicapai dari tempat lain.",
                        "Gambar terpisah.",
                    )


def starts_of(reading: Reading, process: str) -> Iterator[Finding]:
    """A scope begins at one place; only the process a case starts may have several start events."""
    scopes = scopes_of(reading.elements)
    for scope, elements in scopes.items():
        starts = [element for element in elements if element.kind == "startEvent"]
        if not starts and not any(map(begins, elements)):
            yield about("no-start", elements[0], f"'{scope}' tidak punya tempat mulai.", "Gambar kejadian mulai.")
        if scope == process:
            yield from _case_starts(starts)
            continue
        if len(starts) > 1:
            yield about(
                "several-starts", starts[1], f"'{scope}' punya lebih dari satu kejadian mulai.", "Sisakan satu."
            )
        holder = reading.elements.get(scope)
        if holder is not None and holder.triggered:
            yield from _event_subprocess(holder, starts)
            continue
        for start in starts:
            if start.event:
                yield about("start-not-plain", start, "Di sini kejadian mulai harus polos.", "Hapus pemicunya.")
    mentioned = {process, *(e.id for e in reading.elements.values() if e.kind in EMBEDDED)}
    mentioned |= {e.calls for e in reading.elements.values() if e.calls in reading.processes}
    for scope in sorted(each for each in mentioned if each is not None):
        if scope not in scopes:
            line = reading.ids.get(scope, ("", None))
            yield Finding("empty", scope, line[1], f"'{scope}' tidak berisi apa-apa.", "Gambar isinya.", line[0])


def _case_starts(starts: list[Element]) -> Iterator[Finding]:
    """A case is started by a person, a message, a signal or a time; a condition has no data to look at before."""
    plain = [start for start in starts if not start.event]
    if len(plain) > 1:
        message = "Proses ini punya beberapa kejadian mulai polos; tidak tentu di mana perkara mulai."
        remedy = "Sisakan satu; dari sana gerbang membagi."
        yield about("several-plain-starts", plain[1], message, remedy)
    for start in starts:
        for event in start.several or (start,):
            if event.event not in ("", "message", "signal", "timer"):
                message = (
                    f"Kejadian '{event.event}' tidak dapat memulai perkara: sebelum ada perkara, tidak ada datanya."
                )
                remedy = "Pakai kejadian mulai polos, pesan, sinyal atau waktu."
                yield about("unsupported-event", start, message, remedy)


def _event_subprocess(holder: Element, starts: list[Element]) -> Iterator[Finding]:
    """An event sub-process begins with exactly one event, and no flow leads to or from it (BPMN 10.3.5)."""
    if not starts or not starts[0].event:
        remedy = "Pilih pesan, sinyal, waktu, syarat, galat atau eskalasi pada kejadian mulainya."
        yield about(
            "event-empty", starts[0] if starts else holder, "Subproses kejadian ini tidak menunggu apa-apa.", remedy
        )
    elif starts[0].event == "error" and not starts[0].interrupting:
        yield about(
            "error-not-interrupting",
            starts[0],
            "Galat selalu menghentikan lingkupnya.",
            'Hapus isInterrupting="false".',
        )
    if holder.incoming or holder.outgoing or holder.loop is not None:
        yield about(
            "event-subprocess-with-flow", holder, "Subproses kejadian tidak boleh punya alur masuk, alur keluar atau ulangan.",
            "Hapus alurnya; ia dimulai oleh kejadiannya sendiri.",
        )  # fmt: skip
