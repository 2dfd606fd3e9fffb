"""The machines' door: who signs with a partner's secret is heard, stored and acknowledged; nobody else learns anything."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import orjson
import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, update
from standardwebhooks import Webhook
from werkzeug.test import TestResponse

from engine import blobs, deliveries, partners
from engine.schema import deliveries as delivery_table
from engine.schema import documents, incoming, journal
from engine.world import MovedWorld
from portal.app import create_app
from tests.webhooks.office import Office
from tests.webhooks.receiver import Receiver
from webhooks.strict import JsonRefused, parse
from webhooks.throttle import Throttle

Send = Callable[..., TestResponse]


@pytest.fixture
def app(office: Office) -> Flask:
    """The portal, with the machines' door in it."""
    found = create_app(office.engine)
    found.testing = True
    return found


@pytest.fixture
def secrets(office: Office, centre: Receiver) -> partners.Secrets:
    """The centre is a partner; these are its secrets."""
    return office.partner(centre)


@pytest.fixture
def send(app: Flask, office: Office, secrets: partners.Secrets) -> Send:
    """Send a message as the centre's machine, signed by the library of the standard."""

    def post(
        content: Any,
        *,
        webhook_id: str = "jwb_1",
        partner: str = "pusat",
        secret: str = secrets.answers,
        late: timedelta = timedelta(0),
        **changed: str,
    ) -> TestResponse:
        body = content if isinstance(content, bytes) else orjson.dumps(content)
        at = office.world.now() - late
        signature = Webhook(secret).sign(webhook_id, at, body.decode("utf-8", "surrogateescape"))
        given = {
            "webhook-id": webhook_id,
            "webhook-timestamp": f"{at.timestamp():.0f}",
            "webhook-signature": signature,
            "Content-Type": "application/json",
        }
        headers = {name: changed.get(name.replace("-", "_"), value) for name, value in given.items()}
        return app.test_client().post(f"/webhooks/{partner}", data=body, headers=headers)

    return post


def answer(reference: str, **content: str) -> dict[str, Any]:
    """The centre's answer."""
    isi = {"nomor": "12/PUSAT", "keputusan": "setuju"} | content
    return {"type": "JawabanIzin", "timestamp": "2026-01-05T08:00:00+07:00", "data": {"rujukan": reference, "isi": isi}}


def test_a_signed_answer_is_acknowledged_once_stored_and_reaches_its_case(office: Office, send: Send) -> None:
    case_id = office.ask()

    first = send(answer(office.number(case_id)))
    again = send(answer(office.number(case_id)))
    office.work()

    assert (first.status_code, first.json) == (202, {"id": "jwb_1", "status": "stored"})
    assert (again.status_code, again.json) == (200, {"id": "jwb_1", "status": "known"})
    assert "Set-Cookie" not in first.headers
    assert office.history(case_id)[-1] == "message:delivered jawaban"


def test_a_replay_days_later_is_refused_and_acts_no_second_time(office: Office, send: Send) -> None:
    case_id = office.ask()
    send(answer(office.number(case_id), keputusan="jadwal_lain"))
    office.work()
    office.act("ani", case_id, "ubah", catatan="Pekan depan.")

    replayed = send(answer(office.number(case_id), keputusan="jadwal_lain"), late=timedelta(minutes=6))
    within = send(answer(office.number(case_id), keputusan="jadwal_lain"), late=timedelta(minutes=1))
    office.work()

    assert (replayed.status_code, within.status_code) == (401, 200)
    assert office.history(case_id)[-1] == "task:completed ubah ani"


def test_all_who_are_not_partners_hear_the_same(
    office: Office, send: Send, secrets: partners.Secrets, app: Flask
) -> None:
    other = MovedWorld(seed=9).signing_secret()
    nobody = send(answer("x"), partner="tidak-ada")
    refusals = [
        send(answer("x"), secret=other),
        send(answer("x"), secret=secrets.out),  # what we sign is no answer, even sent back to us
        send(answer("x"), webhook_signature=""),
        send(answer("x"), webhook_id="a" * 151),
        send(answer("x"), webhook_timestamp="x"),
        send(answer("x"), partner="pusat" * 50),
        app.test_client().post("/webhooks/pusat", data={"a": "b"}),
    ]
    partners.pause(office.engine, office.person("oka"), "pusat", why="")
    refusals.append(send(answer("x")))

    assert nobody.status_code == 401
    assert {(one.status_code, one.data) for one in refusals} == {(401, nobody.data)}
    assert office.column(func.count(incoming.c.id)) == 0


def test_many_failures_are_slowed_down_but_a_partner_is_never_locked_out(office: Office, send: Send) -> None:
    statuses = [send(answer("x"), partner=f"tamu{number}").status_code for number in range(35)]
    case_id = office.ask()

    assert statuses == [401] * 30 + [429] * 5
    assert int(send(answer("x"), partner="tamu").headers["Retry-After"]) > 0
    assert send(answer(office.number(case_id))).status_code == 202
    office.world.move(minutes=2)
    assert send(answer("x"), partner="tamu").status_code == 401


def test_ten_thousand_strangers_do_not_grow_memory() -> None:
    throttle, now = Throttle(), MovedWorld().now()

    for number in range(10_000):
        throttle.failed(f"2001:db8::{number:x}", now)

    assert len(throttle) == 1_000


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"x"',
        b'{"type":"JawabanIzin"}',
        b'{"type":1,"data":{"rujukan":"a","isi":{}}}',
        b'{"type":"JawabanIzin","data":{"rujukan":"","isi":{}}}',
        b'{"type":"JawabanIzin","data":{"rujukan":7,"isi":{}}}',
        b'{"type":"JawabanIzin","data":{"rujukan":"a","isi":[]}}',
        b'{"type":"JawabanIzin","type":"X","data":{"rujukan":"a","isi":{}}}',
        b'{"type":"JawabanIzin","data":{"rujukan":"a","isi":{"x":NaN}}}',
        b'{"type":"JawabanIzin","data":{"rujukan":"a","isi":{"x":1e999}}}',
        b'{"type":"JawabanIzin","data":{"rujukan":"a\\u0000","isi":{}}}',
        b'{"type":"JawabanIzin","data":{"rujukan":"a","isi":{"x":"\\ud800"}}}',
        b'{"type":"JawabanIzin","data":{"rujukan":"a","isi":{"x":' + b"9" * 5_000 + b"}}}",
        b'{"type":"JawabanIzin","data":{"rujukan":"a","isi":' + b'{"a":' * 30 + b"1" + b"}" * 30 + b"}}",
        b"[" * 100_000,
    ],
)
def test_what_is_not_our_json_is_refused_with_a_reason(office: Office, send: Send, body: bytes) -> None:
    refused = send(body)

    assert (refused.status_code, list(refused.json or {})) == (400, ["error"])
    assert office.column(func.count(incoming.c.id)) == 0


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_the_parser_gives_a_value_or_a_reason(body: bytes) -> None:
    try:
        parse(body)
    except JsonRefused as refused:
        assert str(refused)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(json_values.filter(lambda value: "\\u0000" not in json.dumps(value)))
def test_the_parser_reads_what_json_writes(value: Any) -> None:
    assert parse(json.dumps(value).encode()) == value


def test_a_partner_sends_only_what_it_may(office: Office, send: Send) -> None:
    assert send({"type": "RekapLevel", "data": {"rujukan": "a", "isi": {}}}).status_code == 403


def test_a_body_too_large_is_not_read(send: Send) -> None:
    assert send(b" " * 256_001).status_code == 413


def test_an_id_is_used_once(office: Office, send: Send) -> None:
    send(answer("a"))

    assert send(answer("b")).status_code == 409


@pytest.fixture
def named(office: Office) -> tuple[str, str, str]:
    """A delivery that names a letter and a confidential one: its id, and the hash of each."""
    case_id = office.ask()
    delivery, hashes = office.delivery().id, []
    with office.engine.database.transaction() as connection:
        for key, readers in (("surat", None), ("rahasia", "kantor.kepala")):
            hashes.append(blobs.put(connection, f"%PDF {key}".encode()))
            connection.execute(
                insert(documents).values(
                    case_id=case_id,
                    key=key,
                    version=1,
                    kind="surat",
                    title="Surat",
                    state="ditandatangani",
                    sha256=hashes[-1],
                    pages=1,
                    readers=readers,
                    seq=1,
                    made_at=office.world.now(),
                )
            )
        payload = {"surat": {"sha256": hashes[0], "halaman": 1}, "dokumen": hashes[1]}
        body = deliveries.envelope("PermohonanIzin", "IZN-2026-0001", payload, at=office.world.now())
        connection.execute(update(delivery_table).values(body=body))
    return delivery, hashes[0], hashes[1]


def test_a_partner_fetches_the_letter_that_it_was_sent(office: Office, send: Send, named: tuple[str, str, str]) -> None:
    delivery, letter, _ = named

    answered = send({"type": "berkas.minta", "data": {"kiriman": delivery, "sha256": letter}}, partner="pusat/berkas")

    assert (answered.status_code, answered.data, answered.mimetype) == (200, b"%PDF surat", "application/pdf")
    assert answered.headers["Content-Disposition"] == "attachment"
    assert office.column(journal.c.subject, journal.c.act == "delivery:read") == delivery


def test_a_partner_fetches_nothing_else(
    office: Office, send: Send, centre: Receiver, named: tuple[str, str, str]
) -> None:
    delivery, letter, confidential = named
    other = office.partner(centre, name="lain")

    def ask(kiriman: Any, sha256: Any, **how: str) -> int:
        content = {"type": "berkas.minta", "data": {"kiriman": kiriman, "sha256": sha256}}
        return send(content, **({"partner": "pusat/berkas"} | how)).status_code

    assert ask(delivery, confidential) == 404
    assert ask(delivery, "0" * 64) == 404
    assert ask("msg_x", letter) == 404
    assert ask(delivery, letter, partner="lain/berkas", secret=other.answers) == 404
    assert ask(delivery, letter, secret=other.answers) == 401
    assert ask(delivery, None) == 400


def test_another_method_is_no_door(app: Flask, secrets: partners.Secrets) -> None:
    assert app.test_client().get("/webhooks/pusat").status_code == 405


def test_an_unknown_name_costs_as_many_statements_as_a_known_one(office: Office, send: Send) -> None:
    other = MovedWorld(seed=9).signing_secret()

    with office.engine.database.counting() as known:
        send(answer("x"), secret=other)
    with office.engine.database.counting() as unknown:
        send(answer("x"), secret=other, partner="tidak-ada")

    assert known.statements == unknown.statements
