"""BKD Provinsi as a machine, for the demonstration: takes our deliveries, shows them, and answers after a moment."""

from __future__ import annotations

import http.client
import logging
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import orjson
from flask import Flask, Response, redirect, render_template_string, request
from werkzeug.wrappers import Response as AnyResponse

from engine.world import World, dice
from webhooks.signatures import headers, verify
from webhooks.strict import JsonRefused, parse

logger = logging.getLogger("alur.demo-bkd")

DECISIONS = {"setuju": "Menyetujui", "jadwal_lain": "Menawarkan jadwal lain", "tolak": "Menolak"}
#: The messages that the demonstration sends and takes.
SENDS = ("PermohonanFasilitasi", "PortofolioKeBKD", "BeritaAcaraAsesmen", "RekapPA")
ANSWERS = ("BalasanBKD", "RekapLevel", "LaporanIndividu", "HasilBoxTalent")
#: What is remembered, deliveries.
MOST = 200
#: An answer that the office does not take is sent again after so many seconds.
WAITS = (1, 5, 30, 120)

COMPETENCIES = (
    *("integritas", "kerja_sama", "komunikasi", "orientasi_hasil", "pelayanan_publik"),
    *("pengembangan", "perubahan", "keputusan", "perekat_bangsa"),
)

PAGE = """<!doctype html><html lang="id"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>BKD Provinsi (peragaan)</title><main><h1>BKD Provinsi Jawa Timur (peragaan)</h1>
<p>Kiriman yang diterima dan sudah diperiksa tanda tangannya, terbaru dahulu.</p>
{% for item in items %}<article><h2>{{ item.type }} · {{ item.reference }}</h2><p>{{ item.at }} · {{ item.said or "belum dijawab" }}</p>
{% if item.waiting %}<form method="post" action="/jawab/{{ item.id }}">{% for value, label in decisions.items() %}
<button name="keputusan" value="{{ value }}">{{ label }}</button> {% endfor %}</form>{% endif %}
<pre>{{ item.content }}</pre></article>{% else %}<p>Belum ada.</p>{% endfor %}</main></html>"""


@dataclass
class Item:
    """A delivery that came, and what was answered."""

    id: str
    type: str
    reference: str
    at: str
    content: str
    data: dict[str, Any]
    waiting: bool = False
    said: str = ""


@dataclass(kw_only=True)
class Bkd:
    """BKD's side. `decision`: how requests are answered; None: by key on its page. `portal`: where the office listens."""

    portal: str
    partner: str
    out: str
    answers: str
    decision: str | None = "setuju"
    after: float = 3.0
    world: World = field(default_factory=World)
    items: OrderedDict[str, Item] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _hands: list[threading.Timer] = field(default_factory=list)

    def take(self, webhook_id: str, value: dict[str, Any]) -> None:
        """Remember a delivery once, and answer it after a moment."""
        with self._lock:
            if webhook_id in self.items:
                return
            data = value["data"]
            item = Item(
                id=webhook_id,
                type=value["type"],
                reference=data["rujukan"],
                at=value["timestamp"],
                content=orjson.dumps(data["isi"], option=orjson.OPT_INDENT_2).decode(),
                data=data["isi"],
                waiting=value["type"] == "PermohonanFasilitasi" and self.decision is None,
            )
            self.items[webhook_id] = item
            while len(self.items) > MOST:
                self.items.popitem(last=False)
        if not item.waiting:
            self.answer(item, self.decision or "setuju")

    def answer(self, item: Item, decision: str) -> None:
        """Answer a delivery after a moment, in a thread of its own."""
        item.waiting = False
        for name, content in self.contents(item, decision):
            item.said = f"dijawab {name}" if name != "BalasanBKD" else f"dijawab: {DECISIONS[decision].lower()}"
            self._later(self.after, item, name, content, 0)

    def wait(self) -> None:
        """Wait until every answer on its way has been sent (or has failed and waits for its next try)."""
        while self._hands:
            self._hands.pop().join()

    def contents(self, item: Item, decision: str) -> list[tuple[str, dict[str, Any]]]:
        """What BKD answers to a delivery: name and content of each message."""
        rng, today = dice(item.id), self.world.now()
        number = f"800.1.14/{rng.randint(100, 9999)}/204.6/{today.year}"
        letter = {"nomor": number, "tanggal": _day(today), "asal": "BKD Provinsi Jawa Timur"}
        if item.type == "PermohonanFasilitasi":
            hal = "Fasilitasi Penilaian Kompetensi"
            return [("BalasanBKD", letter | {"hal": hal, "keputusan": decision, "cara": "surel"})]
        if (
            item.type == "BeritaAcaraAsesmen"
        ):  # who came stands in the minutes; the portfolios before them say it of nobody
            people = [person["nip"] for person in item.data["hadir"]]
            rows = [{"nip": nip, **{key: rng.choice((2, 3, 3, 4, 4)) for key in COMPETENCIES}} for nip in people]
            return [
                ("RekapLevel", {"nomor": number, "rekap": rows}),
                ("LaporanIndividu", {"nomor": number, "jumlah": len(people)}),
            ]
        if item.type == "RekapPA":
            envelopes = rng.randint(3, 8)  # BKD's own count; the demonstration invents it like the levels
            return [("HasilBoxTalent", letter | {"hal": "Hasil Penilaian Kompetensi", "jumlah": envelopes})]
        return []

    def _send(self, item: Item, name: str, content: dict[str, Any], tries: int) -> None:
        message = {
            "type": name,
            "timestamp": self.world.now().isoformat(timespec="seconds"),
            "data": {"rujukan": item.reference, "menjawab": item.id, "isi": content},
        }
        body, webhook_id = orjson.dumps(message), f"bkd_{item.id}_{name}"
        signed = headers(webhook_id, self.world.now(), body, [self.answers])
        try:
            status = _post(f"{self.portal}/webhooks/{self.partner}", body, signed)
        except OSError as error:
            status = 0
            logger.warning("the office does not answer: %s", error)
        logger.info("%s for %s: %s", name, item.reference, status)
        if not 200 <= status < 300 and tries < len(WAITS):
            self._later(WAITS[tries], item, name, content, tries + 1)

    def _later(self, seconds: float, item: Item, name: str, content: dict[str, Any], tries: int) -> None:
        hand = threading.Timer(seconds, self._send, args=(item, name, content, tries))
        hand.daemon = True
        hand.start()
        self._hands = [other for other in self._hands if other.is_alive()] + [hand]


def create_app(bkd: Bkd) -> Flask:
    """BKD's machine as a WSGI application: `/` shows, `/kiriman` receives, `/jawab/<id>` answers by key."""
    app = Flask("bkd", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = 1_000_000

    @app.get("/")
    def index() -> str:
        return render_template_string(PAGE, items=list(bkd.items.values())[::-1], decisions=DECISIONS)

    @app.post("/kiriman")
    def receive() -> Response:
        body = request.get_data()
        found = {name: request.headers.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature")}
        if not verify(
            webhook_id=found["id"],
            timestamp=found["timestamp"],
            signature=found["signature"],
            body=body,
            secrets=[bkd.out],
            now=bkd.world.now(),
        ):
            return Response(status=401)
        try:
            bkd.take(found["id"], parse(body))
        except JsonRefused as refused:
            return Response(str(refused), status=400)
        return Response(status=204)

    @app.post("/jawab/<webhook_id>")
    def answer(webhook_id: str) -> AnyResponse:
        item, decision = bkd.items.get(webhook_id), request.form.get("keputusan", "")
        own = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        if item is not None and item.waiting and decision in DECISIONS and own:
            bkd.answer(item, decision)
        return redirect("/", code=303)

    return app


def _day(moment: datetime) -> str:
    return (moment + timedelta(hours=7)).date().isoformat()


def _post(address: str, body: bytes, signed: dict[str, str]) -> int:
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=15)
    try:
        connection.request("POST", parts.path, body, {"Content-Type": "application/json", **signed})
        return connection.getresponse().status
    except http.client.HTTPException as error:
        raise OSError(str(error)) from error
    finally:
        connection.close()
