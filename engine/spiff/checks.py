"""What must hold between the elements of a model before it may run. Findings, never guesses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from engine.spiff.findings import Finding
from engine.spiff.model import Element, Flow
from engine.spiff.names import ACTIVITIES, EMBEDDED
from engine.spiff.reading import Reading
from engine.spiff.soundness import never_joined

CHOOSING = ("exclusiveGateway", "inclusiveGateway")
#: What is said about other tools' words: everything that is drawn was read nevertheless.
FOREIGN = ("vendor-extension", "unbound")
AFTER_EVENT_GATEWAY = ("intermediateCatchEvent", "receiveTask")


def check(reading: Reading, decisions: Mapping[str, Any], process: str) -> list[Finding]:
    """All findings about elements and flows that were read, after those of the reading itself. What has no id in the file
    is told by its line."""
    found = _check(reading, decisions, process)
    return [replace(finding, element=None) if finding.element in reading.derived else finding for finding in found]


def _check(reading: Reading, decisions: Mapping[str, Any], process: str) -> list[Finding]:
    found = list(reading.findings)
    named = {finding.element for finding in found if finding.code == "unbound"}
    for element in reading.elements.values():
        said = _element(element, reading, decisions)
        found += [finding for finding in said if finding.code != "unbound" or finding.element not in named]
    if any(finding.code not in FOREIGN for finding in reading.findings):
        return found  # parts of the graph are missing: what follows would blame the wrong element
    found += _unreachable(reading)
    found += _starts(reading, process)
    found += _links(reading)
    found += _cancels(reading)
    found += _cyclic_calls(reading, process)
    if not found:
        for scope in scopes_of(reading.elements).values():
            found += never_joined(scope, reading.flows)
    return found


def _finding(code: str, element: Element, message: str, remedy: str) -> Finding:
    return Finding(code, element.id, element.line, message, remedy, element.file)


def _element(element: Element, reading: Reading, decisions: Mapping[str, Any]) -> Iterator[Finding]:
    yield from _branches(element, [reading.flows[flow] for flow in element.outgoing])
    yield from _border(element, reading)
    yield from _ends(element)
    yield from _bound(element)
    yield from _referring(element, reading, decisions)


def _bound(element: Element) -> Iterator[Finding]:
    """A task that somebody or something else must do says what that is."""
    service = element.attributes.get("service")
    if element.kind == "serviceTask" and not service:
        remedy = "Isi alur:service dengan nama fungsi di handlers.py."
        yield _finding("unbound", element, "Tugas layanan ini belum punya fungsi.", remedy)
    if element.kind == "sendTask" and not service and not element.message:
        remedy = "Isi alur:service atau pilih pesannya."
        yield _finding("unbound", element, "Tugas kirim ini tidak mengirim apa-apa.", remedy)
    if element.kind == "receiveTask" and not element.message:
        yield _finding("reference-empty", element, "Tugas terima ini tidak menunggu pesan.", "Pilih pesannya.")


def _referring(element: Element, reading: Reading, decisions: Mapping[str, Any]) -> Iterator[Finding]:
    """What an element names exists."""
    decision = element.attributes.get("decision")
    if element.kind == "businessRuleTask" and decision not in decisions:
        remedy = "Isi alur:decision dengan id tabel di berkas .dmn."
        yield _finding("decision-missing", element, f"Keputusan '{decision or ''}' tidak ada.", remedy)
    if element.kind == "callActivity" and element.calls not in reading.processes:
        message = f"Proses '{element.calls or ''}' yang dipanggil tidak ada."
        yield _finding("call-missing", element, message, "Sertakan berkasnya (sop.toml: shared).")
    for name in filter(None, map(str.strip, element.attributes.get("separateFrom", "").split(","))):
        if name not in reading.elements:
            message = f"alur:separateFrom menyebut '{name}' yang tidak ada."
            yield _finding("reference-missing", element, message, "Perbaiki id-nya.")


def _branches(element: Element, out: list[Flow]) -> Iterator[Finding]:
    if element.default is not None and element.default not in element.outgoing:
        yield _finding(
            "default-missing",
            element,
            f"Cabang bawaan '{element.default}' bukan alur keluar elemen ini.",
            "Pilih ulang.",
        )
    for flow in out:
        if flow.condition is not None and flow.id == element.default:
            yield _finding(
                "default-with-condition", element, f"Cabang bawaan '{flow.id}' punya syarat.", "Hapus syaratnya."
            )
        if flow.condition is not None and element.kind not in (*CHOOSING, *ACTIVITIES):
            yield _finding(
                "condition-here",
                element,
                f"Alur '{flow.id}' dari {element.kind} tidak boleh bersyarat.",
                "Pakai gerbang eksklusif.",
            )
        if element.kind in CHOOSING and len(out) > 1 and flow.condition is None and flow.id != element.default:
            yield Finding(
                "condition-missing", flow.id, flow.line,
                f"Cabang '{flow.name or flow.id}' dari '{element.name or element.id}' tidak punya syarat.",
                "Isi syaratnya, atau jadikan cabang bawaan.", element.file,
            )  # fmt: skip


def _border(element: Element, reading: Reading) -> Iterator[Finding]:
    if element.kind != "boundaryEvent":
        return
    host = reading.elements.get(element.attached_to or "")
    if host is None or host.kind not in ACTIVITIES or host.scope != element.scope:
        yield _finding(
            "border-missing", element, "Kejadian tepi ini tidak menempel pada kegiatan.", "Tempelkan pada kegiatannya."
        )
    yield from _undoing(element, host, reading)
    yield from _interrupted(element, host)
    if element.incoming:
        yield _finding(
            "border-with-incoming", element, "Kejadian tepi tidak boleh punya alur masuk.", "Hapus alur masuknya."
        )
    if element.event == "error" and not element.interrupting:
        yield _finding(
            "error-not-interrupting", element, "Galat selalu menghentikan kegiatannya.", 'Hapus cancelActivity="false".'
        )


def _interrupted(element: Element, host: Element | None) -> Iterator[Finding]:
    """A multi-instance that throws what interrupts itself: engines differ in whether the rest of it still counts."""
    throws = host.loop.throws if host is not None and host.loop is not None else ()
    for event in element.several or (element,):
        heard = [thrown for _, thrown in throws if thrown.event == event.event]
        if element.interrupting and any(
            event.message == each.message and event.code in (None, each.code) for each in heard
        ):
            message = "Tepi ini menghentikan ulangan yang melempar kejadiannya sendiri; standar tidak mengatakan apa yang sesudah itu."
            remedy = 'Gambar putus-putus (cancelActivity="false"), atau akhiri ulangan dengan completionCondition.'
            yield _finding("unsupported-attribute", element, message, remedy)


def _undoing(element: Element, host: Element | None, reading: Reading) -> Iterator[Finding]:
    """A compensation border is joined by an association to its handler; a cancel border sits on a transaction."""
    if element.event == "cancel" and host is not None and host.kind != "transaction":
        yield _finding("cancel-here", element, "Pembatalan hanya ada pada tepi transaksi.", "Ganti kejadiannya.")
    if element.event != "compensate":
        return
    handler = reading.elements.get(element.handler or "")
    if handler is None or not handler.undoes or handler.scope != element.scope:
        remedy = 'Hubungkan dengan asosiasi ke kegiatan pembatal (isForCompensation="true") di lingkup yang sama.'
        yield _finding("handler-missing", element, "Kompensasi ini tidak punya kegiatan pembatal.", remedy)
    if element.outgoing:
        yield _finding(
            "compensation-with-flow", element, "Kejadian kompensasi tidak punya alur keluar.", "Pakai asosiasi."
        )


def _ends(element: Element) -> Iterator[Finding]:
    if element.kind == "startEvent" and element.incoming:
        yield _finding(
            "start-with-incoming",
            element,
            "Kejadian mulai tidak boleh punya alur masuk.",
            "Sambungkan ke elemen sesudahnya.",
        )
    if element.instantiates and (element.incoming or element.scope != element.process):
        message = "Tugas terima yang memulai perkara berdiri di awal proses, tanpa alur masuk."
        yield _finding("start-with-incoming", element, message, 'Hapus alur masuknya atau instantiate="true".')
    if element.undoes and (element.incoming or element.outgoing):
        yield _finding("handler-with-flow", element, "Kegiatan pembatal tidak punya alur.", "Hapus alurnya.")
    if element.kind == "endEvent" and element.outgoing:
        yield _finding(
            "end-with-outgoing",
            element,
            "Kejadian akhir tidak boleh punya alur keluar.",
            "Ganti dengan kejadian antara.",
        )
    if element.kind == "eventBasedGateway" and not element.outgoing:
        yield _finding(
            "gateway-without-events",
            element,
            "Gerbang kejadian ini tidak menunggu apa-apa.",
            "Gambar kejadian sesudahnya.",
        )


def _unreachable(reading: Reading) -> Iterator[Finding]:
    """Where a scope has start events, nothing else may begin by itself (BPMN 10.5.2)."""
    with_start = {e.scope for e in reading.elements.values() if e.kind == "startEvent" or e.instantiates}
    for element in reading.elements.values():
        if (
            begins(element)
            and element.kind != "startEvent"
            and not element.instantiates
            and element.scope in with_start
        ):
            yield _finding("unreachable", element, "Elemen ini tidak pernah tercapai.", "Sambungkan, atau hapus.")
    for element in reading.elements.values():
        if element.kind == "eventBasedGateway":
            for flow in (reading.flows[each] for each in element.outgoing):
                target = reading.elements[flow.target]
                if target.kind not in AFTER_EVENT_GATEWAY or target.several or target.event == "link":
                    yield _finding(
                        "gateway-without-event", target, "Sesudah gerbang kejadian harus ada kejadian tunggu.", "Ganti."
                    )
                elif len(target.incoming) > 1:
                    yield _finding(
                        "gateway-shared-event",
                        target,
                        "Kejadian ini juga dicapai dari tempat lain.",
                        "Gambar terpisah.",
                    )


def _starts(reading: Reading, process: str) -> Iterator[Finding]:
    """A scope begins at one place; only the process a case starts may have several start events."""
    scopes = scopes_of(reading.elements)
    for scope, elements in scopes.items():
        starts = [element for element in elements if element.kind == "startEvent"]
        if not starts and not any(map(begins, elements)):
            yield _finding("no-start", elements[0], f"'{scope}' tidak punya tempat mulai.", "Gambar kejadian mulai.")
        if scope == process:
            yield from _case_starts(starts)
            continue
        if len(starts) > 1:
            yield _finding(
                "several-starts", starts[1], f"'{scope}' punya lebih dari satu kejadian mulai.", "Sisakan satu."
            )
        holder = reading.elements.get(scope)
        if holder is not None and holder.triggered:
            yield from _event_subprocess(holder, starts)
            continue
        for start in starts:
            if start.event:
                yield _finding("start-not-plain", start, "Di sini kejadian mulai harus polos.", "Hapus pemicunya.")
    mentioned = {process, *(e.id for e in reading.elements.values() if e.kind in EMBEDDED)}
    mentioned |= {e.calls for e in reading.elements.values() if e.calls in reading.processes}
    for scope in sorted(each for each in mentioned if each is not None):
        if scope not in scopes:
            line = reading.ids.get(scope, ("", None))
            yield Finding("empty", scope, line[1], f"'{scope}' tidak berisi apa-apa.", "Gambar isinya.", line[0])


def _case_starts(starts: list[Element]) -> Iterator[Finding]:
    """A case is started by a person, a message, a signal or a time; a condition has no data to look at before."""
    for start in starts:
        for event in start.several or (start,):
            if event.event not in ("", "message", "signal", "timer"):
                message = f"Kejadian {event.event} tidak dapat memulai perkara: sebelum ada perkara, tidak ada datanya."
                remedy = "Pakai kejadian mulai polos, pesan, sinyal atau waktu."
                yield _finding("unsupported-event", start, message, remedy)


def _cancels(reading: Reading) -> Iterator[Finding]:
    """A cancel end belongs directly into a transaction; a thrown compensation names an activity that is there."""
    for element in reading.elements.values():
        scope = reading.elements.get(element.scope)
        events = {event.event: event for event in (element.several or (element,))}
        if element.kind == "endEvent" and "cancel" in events and (scope is None or scope.kind != "transaction"):
            yield _finding("cancel-here", element, "Pembatalan hanya ada di dalam transaksi.", "Ganti kejadiannya.")
        thrown = events.get("compensate") if element.kind in ("endEvent", "intermediateThrowEvent") else None
        if thrown is not None and thrown.code is not None and thrown.code not in reading.elements:
            message = f"Kegiatan '{thrown.code}' yang hendak dibatalkan tidak ada."
            yield _finding("reference-missing", element, message, "Pilih kegiatannya.")


def _event_subprocess(holder: Element, starts: list[Element]) -> Iterator[Finding]:
    """An event sub-process begins with exactly one event, and no flow leads to or from it (BPMN 10.3.5)."""
    if not starts or not starts[0].event:
        remedy = "Pilih pesan, sinyal, waktu, syarat, galat atau eskalasi pada kejadian mulainya."
        yield _finding(
            "event-empty", starts[0] if starts else holder, "Subproses kejadian ini tidak menunggu apa-apa.", remedy
        )
    elif starts[0].event == "error" and not starts[0].interrupting:
        yield _finding(
            "error-not-interrupting",
            starts[0],
            "Galat selalu menghentikan lingkupnya.",
            'Hapus isInterrupting="false".',
        )
    if holder.incoming or holder.outgoing or holder.loop is not None:
        yield _finding(
            "event-subprocess-with-flow", holder, "Subproses kejadian tidak boleh punya alur masuk, alur keluar atau ulangan.",
            "Hapus alurnya; ia dimulai oleh kejadiannya sendiri.",
        )  # fmt: skip


def _links(reading: Reading) -> Iterator[Finding]:
    """Every link's source has exactly one target of the same name in its scope (BPMN 10.5.5)."""
    for scope in scopes_of(reading.elements).values():
        links = [element for element in scope if element.event == "link"]
        targets = [element for element in links if element.kind == "intermediateCatchEvent"]
        sources = [element for element in links if element.kind == "intermediateThrowEvent"]
        for source in sources:
            if [target.code for target in targets].count(source.code) != 1:
                message = f"Tautan '{source.code}' tidak punya tepat satu sasaran dalam lingkup ini."
                yield _finding(
                    "link-target", source, message, "Gambar satu kejadian tangkap dengan nama tautan yang sama."
                )
            if source.outgoing:
                yield _finding(
                    "link-with-outgoing", source, "Sumber tautan tidak boleh punya alur keluar.", "Hapus alurnya."
                )
        for target in targets:
            if target.incoming:
                yield _finding(
                    "link-with-incoming", target, "Sasaran tautan tidak boleh punya alur masuk.", "Hapus alurnya."
                )
            if target.code not in {source.code for source in sources}:
                yield _finding(
                    "link-source",
                    target,
                    f"Tautan '{target.code}' tidak punya sumber.",
                    "Gambar sumbernya, atau hapus.",
                )


def begins(element: Element) -> bool:
    """Whether a scope without start events would begin here: nothing leads to it (BPMN 13.2.1)."""
    if element.incoming or element.kind == "boundaryEvent" or element.triggered or element.undoes:
        return False
    return element.event != "link" or element.kind != "intermediateCatchEvent"


def scopes_of(elements: Mapping[str, Element]) -> dict[str, list[Element]]:
    """Scope id -> its elements, in document order."""
    found: dict[str, list[Element]] = {}
    for element in elements.values():
        found.setdefault(element.scope, []).append(element)
    return found


def _cyclic_calls(reading: Reading, process: str) -> Iterator[Finding]:
    """A process that calls itself, over however many others, would never end."""
    calls: dict[str, list[Element]] = {}
    for element in reading.elements.values():
        if element.calls is not None:
            calls.setdefault(element.process, []).append(element)
    done: set[str] = set()
    stack: list[tuple[str, int]] = [(process, 0)]
    path = {process}
    while stack:
        name, at = stack.pop()
        if at >= len(calls.get(name, ())):
            done.add(name)
            path.discard(name)
            continue
        stack.append((name, at + 1))
        element = calls[name][at]
        if element.calls in path:
            yield _finding(
                "cyclic-call",
                element,
                f"Proses '{element.calls}' memanggil dirinya sendiri.",
                "Pakai pengulangan di dalam proses.",
            )
        elif element.calls not in done and element.calls is not None:
            stack.append((element.calls, 0))
            path.add(element.calls)
