"""What must hold between elements that no flow joins: links, cancels and what they undo, processes that call each other."""

from __future__ import annotations

from collections.abc import Iterator

from engine.spiff.findings import Finding, about
from engine.spiff.model import Element, scopes_of
from engine.spiff.reading import Reading


def cancels(reading: Reading) -> Iterator[Finding]:
    """A cancel end belongs directly into a transaction; a thrown compensation names an activity that is there."""
    for element in reading.elements.values():
        scope = reading.elements.get(element.scope)
        events = {event.event: event for event in (element.several or (element,))}
        if element.kind == "endEvent" and "cancel" in events and (scope is None or scope.kind != "transaction"):
            yield about("cancel-here", element, "Pembatalan hanya ada di dalam transaksi.", "Ganti kejadiannya.")
        thrown = events.get("compensate") if element.kind in ("endEvent", "intermediateThrowEvent") else None
        if thrown is not None and thrown.code is not None and thrown.code not in reading.elements:
            message = f"Kegiatan '{thrown.code}' yang hendak dibatalkan tidak ada."
            yield about("reference-missing", element, message, "Pilih kegiatannya.")


def links(reading: Reading) -> Iterator[Finding]:
    """Every link's source has exactly one target of the same name in its scope (BPMN 10.5.5)."""
    for scope in scopes_of(reading.elements).values():
        links = [element for element in scope if element.event == "link"]
        targets = [element for element in links if element.kind == "intermediateCatchEvent"]
        sources = [element for element in links if element.kind == "intermediateThrowEvent"]
        for source in sources:
            if [target.code for target in targets].count(source.code) != 1:
                message = f"Tautan '{source.code}' tidak punya tepat satu sasaran dalam lingkup ini."
                yield about(
                    "link-target", source, message, "Gambar satu kejadian tangkap dengan nama tautan yang sama."
                )
            if source.outgoing:
                yield about(
                    "link-with-outgoing", source, "Sumber tautan tidak boleh punya alur keluar.", "Hapus alurnya."
                )
        for target in targets:
            if target.incoming:
                yield about(
                    "link-with-incoming", target, "Sasaran tautan tidak boleh punya alur masuk.", "Hapus alurnya."
                )
            if target.code not in {source.code for source in sources}:
                yield about(
                    "link-source",
                    target,
                    f"Tautan '{target.code}' tidak punya sumber.",
                    "Gambar sumbernya, atau hapus.",
                )


def cyclic_calls(reading: Reading, process: str) -> Iterator[Finding]:
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
            yield about(
                "cyclic-call",
                element,
                f"Proses '{element.calls}' memanggil dirinya sendiri.",
                "Pakai pengulangan di dalam proses.",
            )
        elif element.calls not in done and element.calls is not None:
            stack.append((element.calls, 0))
            path.add(element.calls)
