"""What must hold between the elements of a model before it may run. Findings, never guesses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from engine.spiff.borders import border
from engine.spiff.findings import Finding, about
from engine.spiff.linking import cancels, cyclic_calls, links
from engine.spiff.model import Element, Flow, scopes_of
from engine.spiff.names import ACTIVITIES, CHOOSING
from engine.spiff.reading import Reading
from engine.spiff.soundness import never_joined
from engine.spiff.starting import ends, starts_of, unreachable
from engine.spiff.waiting import may_wait_for_ever

#: What is said about other tools' words: everything that is drawn was read nevertheless.
FOREIGN = ("vendor-extension", "unbound")
#: What is not worth saying of an element of which one of these has been said: it only follows from that.
FOLLOWS = {
    "unbound": ("unbound",),
    "decision-missing": ("unbound", "vendor-extension"),
    "condition-missing": ("bad-expression",),
}


def check(reading: Reading, decisions: Mapping[str, Any], process: str) -> list[Finding]:
    """All findings about elements and flows that were read, after those of the reading itself. What has no id in the file
    is told by its line."""
    found = _check(reading, decisions, process)
    return [replace(finding, element=None) if finding.element in reading.derived else finding for finding in found]


def _check(reading: Reading, decisions: Mapping[str, Any], process: str) -> list[Finding]:
    found = list(reading.findings)
    said = {(finding.element, finding.code) for finding in found}
    for element in reading.elements.values():
        for finding in _element(element, reading, decisions):
            if not any((finding.element, code) in said for code in FOLLOWS.get(finding.code, ())):
                found.append(finding)
    if any(finding.code not in FOREIGN for finding in reading.findings):
        return found  # parts of the graph are missing: what follows would blame the wrong element
    found += unreachable(reading)
    found += starts_of(reading, process)
    found += links(reading)
    found += cancels(reading)
    found += cyclic_calls(reading, process)
    if not found:
        for scope in scopes_of(reading.elements).values():
            found += never_joined(scope, reading.flows)
    if not found:
        for scope in scopes_of(reading.elements).values():
            found += may_wait_for_ever(scope, reading.elements, reading.flows)
    return found


def _element(element: Element, reading: Reading, decisions: Mapping[str, Any]) -> Iterator[Finding]:
    yield from _branches(element, [reading.flows[flow] for flow in element.outgoing])
    yield from border(element, reading)
    yield from ends(element)
    yield from _bound(element)
    yield from _referring(element, reading, decisions)


def _bound(element: Element) -> Iterator[Finding]:
    """A task that somebody or something else must do says what that is."""
    service = element.attributes.get("service")
    if element.kind == "serviceTask" and not service:
        remedy = "Isi alur:service dengan nama fungsi di handlers.py."
        yield about("unbound", element, "Tugas layanan ini belum punya fungsi.", remedy)
    if element.kind == "sendTask" and not service and not element.message:
        remedy = "Isi alur:service atau pilih pesannya."
        yield about("unbound", element, "Tugas kirim ini tidak mengirim apa-apa.", remedy)
    if element.kind == "receiveTask" and not element.message:
        yield about("reference-empty", element, "Tugas terima ini tidak menunggu pesan.", "Pilih pesannya.")


def _referring(element: Element, reading: Reading, decisions: Mapping[str, Any]) -> Iterator[Finding]:
    """What an element names exists."""
    decision = element.attributes.get("decision")
    if element.kind == "businessRuleTask" and decision not in decisions:
        remedy = "Isi alur:decision dengan id tabel di berkas .dmn."
        yield about("decision-missing", element, f"Keputusan '{decision or ''}' tidak ada.", remedy)
    if element.kind == "callActivity" and element.calls not in reading.processes:
        message = f"Proses '{element.calls or ''}' yang dipanggil tidak ada."
        yield about("call-missing", element, message, "Sertakan berkasnya (sop.toml: shared).")
    for name in filter(None, map(str.strip, element.attributes.get("separateFrom", "").split(","))):
        if name not in reading.elements:
            message = f"alur:separateFrom menyebut '{name}' yang tidak ada."
            yield about("reference-missing", element, message, "Perbaiki id-nya.")


def _branches(element: Element, out: list[Flow]) -> Iterator[Finding]:
    if element.default is not None and element.default not in element.outgoing:
        yield about(
            "default-missing",
            element,
            f"Cabang bawaan '{element.default}' bukan alur keluar elemen ini.",
            "Pilih ulang.",
        )
    for flow in out:
        if flow.condition is not None and element.kind not in (*CHOOSING, *ACTIVITIES):
            yield Finding(
                "condition-here", flow.id, flow.line, f"Alur '{flow.id}' dari {element.kind} tidak boleh bersyarat.",
                "Pakai gerbang eksklusif.", element.file,
            )  # fmt: skip
        if element.kind in CHOOSING and len(out) > 1 and flow.condition is None and flow.id != element.default:
            yield Finding(
                "condition-missing", flow.id, flow.line,
                f"Cabang '{flow.name or flow.id}' dari '{element.name or element.id}' tidak punya syarat.",
                "Isi syaratnya, atau jadikan cabang bawaan.", element.file,
            )  # fmt: skip
