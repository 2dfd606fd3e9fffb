"""What must hold for an event on the border of an activity."""

from __future__ import annotations

from collections.abc import Iterator

from engine.spiff.findings import Finding, about
from engine.spiff.model import Element
from engine.spiff.names import ACTIVITIES
from engine.spiff.reading import Reading


def border(element: Element, reading: Reading) -> Iterator[Finding]:
    """What is wrong with a border event; nothing for other elements."""
    if element.kind != "boundaryEvent":
        return
    host = reading.elements.get(element.attached_to or "")
    if host is None or host.kind not in ACTIVITIES or host.scope != element.scope:
        yield about(
            "border-missing", element, "Kejadian tepi ini tidak menempel pada kegiatan.", "Tempelkan pada kegiatannya."
        )
    yield from _undoing(element, host, reading)
    yield from _interrupted(element, host)
    if element.incoming:
        yield about(
            "border-with-incoming", element, "Kejadian tepi tidak boleh punya alur masuk.", "Hapus alur masuknya."
        )
    if element.event == "error" and not element.interrupting:
        yield about(
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
            yield about("unsupported-attribute", element, message, remedy)


def _undoing(element: Element, host: Element | None, reading: Reading) -> Iterator[Finding]:
    """A compensation border is joined by an association to its handler; a cancel border sits on a transaction."""
    if element.event == "cancel" and host is not None and host.kind != "transaction":
        yield about("cancel-here", element, "Pembatalan hanya ada pada tepi transaksi.", "Ganti kejadiannya.")
    if element.event != "compensate":
        return
    handler = reading.elements.get(element.handler or "")
    if handler is None or not handler.undoes or handler.scope != element.scope:
        remedy = 'Hubungkan dengan asosiasi ke kegiatan pembatal (isForCompensation="true") di lingkup yang sama.'
        yield about("handler-missing", element, "Kompensasi ini tidak punya kegiatan pembatal.", remedy)
    if element.outgoing:
        yield about(
            "compensation-with-flow", element, "Kejadian kompensasi tidak punya alur keluar.", "Pakai asosiasi."
        )
