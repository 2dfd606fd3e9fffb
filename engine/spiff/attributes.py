"""The attributes of our own namespace, and what belongs to each kind of task: results, services, scripts, calls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from engine.spiff.names import ACTIVITIES, ALUR, ATTRIBUTES, EXPRESSIONS, RESERVED, tag
from engine.spiff.reading import Node, Reading, callable_here, parsed
from expressions import ExpressionRefused, Script, nodes, parse_script

#: Tokens that an activity may need or give at once.
MOST_TOKENS = 100

#: The forms of mandate that `alur:notMandate` may name.
MANDATES = frozenset({"plt", "plh"})


def read(reading: Reading, node: Node, kind: str, file: str) -> dict[str, Any]:
    """The part of an Element that its attributes, script and mappings give; refusals become findings."""
    prefix = f"{{{ALUR}}}"
    own = {name.removeprefix(prefix): value.strip() for name, value in node.attrib.items() if name.startswith(prefix)}
    for name in sorted(own):
        if name not in ATTRIBUTES:
            reading.refuse(
                "unknown-attribute", node, f"Atribut alur:{name} tidak dikenal.", "Periksa ejaannya.", file=file
            )
        elif kind not in ATTRIBUTES[name]:
            message = f"Atribut alur:{name} tidak ada artinya pada {kind}."
            reading.refuse("attribute-here", node, message, "Hapus, atau ganti jenis elemennya.", file=file)
    if "correlation" in own and kind == "startEvent" and node.getparent().tag == tag("process"):
        message = "Kejadian mulai perkara tidak punya korelasi: setiap pesan memulai satu perkara."
        reading.refuse("attribute-here", node, message, "Hapus alur:correlation.", file=file)
    if own.get("result", "") in RESERVED or not own.get("result", "x").isidentifier():
        reading.refuse(
            "bad-name", node, f"Nama hasil '{own['result']}' tidak dapat dipakai.", "Pilih nama lain.", file=file
        )
    for form in sorted({part.strip() for part in own.get("notMandate", "plt").split(",")} - MANDATES):
        message = f"alur:notMandate menyebut '{form}'."
        reading.refuse("bad-mandate", node, message, "Tulis plt, plh, atau keduanya.", file=file)
    found = {name: parsed(reading, node, own[name], file) for name in EXPRESSIONS if name in own}
    step = own.get("sopStep")
    if step is not None and not step.isdigit():
        found["sopStep"] = parsed(reading, node, step, file)
    given: dict[str, Any] = {"attributes": own, "expressions": found}
    if kind == "scriptTask":
        given["script"] = _script(reading, node, file)
    if kind == "callActivity":
        called = (node.get("calledElement") or "").strip() or None
        given["calls"] = f"{called} process" if f"{called} process" in reading.processes else called
        given["inputs"] = _mappings(reading, node, "in", file)
        given["outputs"] = _mappings(reading, node, "out", file)
    if kind == "receiveTask":
        given["instantiates"] = node.get("instantiate") == "true"
    if kind in ACTIVITIES:
        given["undoes"] = node.get("isForCompensation") == "true" and node.get("triggeredByEvent") != "true"
    if kind == "subProcess":
        given["triggered"] = node.get("triggeredByEvent") == "true"
    if kind in ACTIVITIES:
        given["needs"] = _quantity(reading, node, "startQuantity", file)
        given["gives"] = _quantity(reading, node, "completionQuantity", file)
    _refuse_oddities(reading, node, file)
    return given


def _quantity(reading: Reading, node: Node, name: str, file: str) -> int:
    """How many tokens start an activity, or leave it along each flow (BPMN 10.3.1); 1 to MOST_TOKENS."""
    text = node.get(name, "1").strip()
    if text.isdecimal() and 1 <= int(text) <= MOST_TOKENS:
        return int(text)
    message = f'{name}="{text[:20]}" bukan bilangan 1 sampai {MOST_TOKENS}.'
    reading.refuse("bad-count", node, message, "Tulis banyaknya token.", file=file)
    return 1


def _script(reading: Reading, node: Node, file: str) -> Any:
    body = node.find(tag("script"))
    text = (body.text or "") if body is not None else ""
    if not text.strip():
        reading.refuse("script-missing", node, "Tugas skrip tidak punya skrip.", "Isi skripnya.", file=file)
        return None
    try:
        script = callable_here(reading, body, parse_script(text), file)
    except ExpressionRefused as refused:
        reading.refuse("bad-script", body, f"Skrip tidak dapat dibaca: {refused}.", "Perbaiki skripnya.", file=file)
        return None
    for text in _unfilled(script):
        message = f"Teks '{text[:60]}' dalam skrip tetap apa adanya: ${{...}} tidak diisi."
        reading.refuse("bad-script", body, message, 'Tulis f"... {nilai} ...".', file=file)
    for name in sorted(script.assigns & RESERVED):
        reading.refuse(
            "bad-name", body, f"Skrip mengisi '{name}', yang selalu sudah ada.", "Pakai nama lain.", file=file
        )
    return script


def _unfilled(script: Script) -> Iterator[str]:
    """The texts of a script that Groovy or JUEL would fill with values, and this language does not."""
    for root in script.body:
        for node, _ in nodes.walk(root):
            if isinstance(node, nodes.Literal) and isinstance(node.value, str) and "${" in node.value:
                yield node.value


def _mappings(reading: Reading, node: Node, which: str, file: str) -> tuple[tuple[str, Any], ...]:
    found = []
    for each in node.iterfind(f"{tag('extensionElements')}/{{{ALUR}}}{which}"):
        target, source = (each.get("target") or "").strip(), (each.get("source") or "").strip()
        if not target.isidentifier() or target in RESERVED or not source:
            reading.refuse(
                "bad-mapping", each, f"alur:{which} memerlukan source dan target.", "Lengkapi keduanya.", file=file
            )
            continue
        found.append((target, parsed(reading, each, source, file)))
    return tuple(found)


def _refuse_oddities(reading: Reading, node: Node, file: str) -> None:
    """Legal BPMN that changes how an element runs and that we do not run: never ignored."""
    if etree.QName(node).localname == "eventBasedGateway" and node.get("instantiate") == "true":
        remedy = "Gambar satu kejadian mulai untuk setiap pesannya; gerbang paralel menunggu yang berikutnya."
        what = "Gerbang kejadian yang memulai perkara ('instantiate=true') tidak dijalankan."
        reading.refuse("unsupported-attribute", node, what, remedy, file=file)
        return
    odd = {
        "instantiate": node.get("instantiate") == "true" and etree.QName(node).localname != "receiveTask",
        "eventGatewayType": node.get("eventGatewayType", "Exclusive") != "Exclusive",
        "parallelMultiple": node.get("parallelMultiple") == "true"
        and etree.QName(node).localname != "intermediateCatchEvent",
    }
    for name in (name for name, present in odd.items() if present):
        reading.refuse(
            "unsupported-attribute", node, f"Atribut '{name}={node.get(name)}' belum didukung.",
            "Gambar ulang tanpa atribut itu.", file=file,
        )  # fmt: skip
