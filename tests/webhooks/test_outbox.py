"""What a case hands over goes out once it is committed, is tried for days, and is never lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import func, select

from engine import deliveries, jobs, partners
from engine.errors import NotAllowed, PartnerPaused, PartnerRefused
from engine.schema import deliveries as table
from engine.schema import partner_secrets
from tests.webhooks.office import Office
from tests.webhooks.receiver import Receiver


def test_a_hand_over_is_sent_with_as_little_as_it_needs(office: Office, centre: Receiver) -> None:
    office.partner(centre)
    case_id = office.ask()

    office.work()

    ((headers, body),) = centre.came
    sent = orjson.loads(body)
    assert sent == {
        "type": "PermohonanIzin",
        "timestamp": "2026-01-05T01:00:00Z",
        "data": {
            "rujukan": office.number(case_id),
            "isi": {
                "surat": "800.1.11/1/433.900/2026",
                "tanggal": "2026-01-05",
                "berkas": [{"sha256": "ab12", "ukuran": 9}],
            },
        },
    }
    assert (headers["webhook-id"], headers["content-type"]) == (office.delivery().id, "application/json")
    assert office.delivery().state == "delivered"
    assert office.attempts() == [(1, 204, None)]


def test_what_names_people_stays_here() -> None:
    letter = {"kunci": "x", "judul": "Surat tentang Ani", "nomor": "1/2", "sha256": "cd", "halaman": 2, "pembaca": "a"}
    file = {"nama": "Ani.pdf", "sha256": "ab", "ukuran": 9, "jenis": "application/pdf"}
    payload = {"surat": "1/2", "sha256": "cd", "dokumen": letter, "peserta": [{"nip": "1", "berkas": {"foto": [file]}}]}

    body = orjson.loads(deliveries.envelope("M", "IZN-1", payload, at=datetime(2026, 1, 5, tzinfo=UTC)))

    assert body["data"]["isi"] == {
        "surat": "1/2",
        "sha256": "cd",
        "dokumen": {"nomor": "1/2", "sha256": "cd", "halaman": 2},
        "peserta": [{"nip": "1", "berkas": {"foto": [{"sha256": "ab", "ukuran": 9, "jenis": "application/pdf"}]}}],
    }


def test_without_a_partner_for_it_nothing_is_stored(office: Office, centre: Receiver) -> None:
    office.ask()

    office.work()

    assert office.column(func.count(table.c.id)) == 0
    assert centre.came == []


def test_a_command_that_fails_hands_nothing_over(office: Office, centre: Receiver, monkeypatch: Any) -> None:
    office.partner(centre)
    case_id = office.ask(until="periksa")
    monkeypatch.setattr("engine.commands.acting.remember", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        office.act("ani", case_id, "periksa", catatan="Lengkap.")
    office.work()

    assert office.column(func.count(table.c.id)) == 0
    assert centre.came == []


def test_a_receiver_that_fails_is_tried_for_three_days_then_the_operator_is_told(
    office: Office, centre: Receiver
) -> None:
    centre.statuses = [500]
    office.partner(centre)
    office.ask()
    began = office.world.now()

    while office.delivery().state == "waiting":
        office.work()
        office.world.move_to(office.delivery().next_at or office.world.now())

    assert [status for _, status, _ in office.attempts()] == [500] * 10
    assert timedelta(days=3) < office.world.now() - began < timedelta(days=4)
    assert len({headers["webhook-id"] for headers, _ in centre.came}) == 1
    assert len({headers["webhook-signature"] for headers, _ in centre.came}) == 10
    assert office.told() == [("oka", "delivery.failed")]

    centre.statuses = [200]
    deliveries.redeliver(office.engine, office.person("oka"), office.delivery().id)
    office.work()

    assert office.delivery().state == "delivered"
    assert office.attempts()[-1] == (11, 200, None)


def test_a_receiver_may_put_the_next_try_off(office: Office, centre: Receiver) -> None:
    centre.statuses, centre.headers = [429], {"Retry-After": "1200"}
    office.partner(centre)
    office.ask()

    office.work()

    assert office.delivery().next_at == office.world.now() + timedelta(seconds=1200)


def test_gone_pauses_the_partner_and_what_follows_is_held(office: Office, centre: Receiver) -> None:
    centre.statuses = [410, 204]
    office.partner(centre)
    office.ask()
    office.work()
    office.ask()
    office.work()

    with office.engine.database.reading() as connection:
        states = list(connection.scalars(select(table.c.state).order_by(table.c.state)))
        assert not partners.is_active(connection, "pusat")
    assert states == ["failed", "held"]
    assert office.told() == [("oka", "delivery.failed")]

    partners.resume(office.engine, office.person("oka"), "pusat")
    office.work()

    assert office.column(func.count(table.c.id), table.c.state == "delivered") == 1
    assert len(centre.came) == 2


def test_a_paused_partner_holds_what_waits(office: Office, centre: Receiver) -> None:
    office.partner(centre)
    office.ask()
    partners.pause(office.engine, office.person("oka"), "pusat", why="Pemeliharaan.")

    office.work()

    assert (office.delivery().state, centre.came) == ("held", [])
    with pytest.raises(PartnerPaused):
        deliveries.redeliver(office.engine, office.person("oka"), office.delivery().id)


def test_a_crash_between_sending_and_recording_sends_again_under_the_same_id(
    office: Office, centre: Receiver, monkeypatch: Any
) -> None:
    office.partner(centre)
    office.ask()
    with monkeypatch.context() as patched:
        patched.setattr(deliveries, "record", lambda *_: 1 / 0)
        office.work()

    office.world.move(minutes=1)
    office.work()

    first, second = (headers["webhook-id"] for headers, _ in centre.came)
    assert first == second
    assert office.attempts() == [(1, 204, None)]
    assert office.delivery().state == "delivered"


def test_an_attempt_is_recorded_once_however_often_its_job_runs(office: Office, centre: Receiver) -> None:
    office.partner(centre)
    office.ask()
    office.work()
    with office.engine.database.transaction() as connection:
        jobs.defer(connection, "send_delivery", delivery=office.delivery().id, attempt=1)

    office.work()

    assert len(centre.came) == 1
    assert office.attempts() == [(1, 204, None)]


def test_a_job_that_cannot_even_try_ends_where_the_operator_sees_it(
    office: Office, centre: Receiver, monkeypatch: Any
) -> None:
    office.partner(centre)
    office.ask()
    monkeypatch.setattr("webhooks.sending.post", lambda *_, **__: 1 / 0)

    for _ in range(9):
        office.work()
        office.world.move(hours=4)

    assert office.delivery().state == "failed"
    assert office.told() == [("oka", "delivery.failed")]


def test_secrets_are_stored_encrypted_and_rotated_with_an_overlap(office: Office, centre: Receiver) -> None:
    first = office.partner(centre).out
    second = partners.rotate(office.engine, office.person("oka"), "pusat", partners.OUT, overlap=timedelta(hours=1))
    office.ask()

    office.work()
    office.world.move(hours=2)
    deliveries.redeliver(office.engine, office.person("oka"), office.delivery().id)
    office.work()

    assert [len(headers["webhook-signature"].split()) for headers, _ in centre.came] == [2, 1]
    with office.engine.database.reading() as connection:
        assert partners.secrets_of(office.engine, connection, "pusat", partners.OUT) == [second]
        stored = b"".join(connection.scalars(select(partner_secrets.c.content)))
    assert first != second
    assert first.encode() not in stored and first.removeprefix("whsec_").encode() not in stored


def test_nothing_is_sent_unsigned(office: Office, centre: Receiver) -> None:
    office.partner(centre)
    office.ask()
    (office.engine.home / "confidential.key").unlink()

    office.work()

    assert (centre.came, office.attempts()) == ([], [(1, None, "unsigned")])


@pytest.mark.parametrize(
    "address",
    [
        "http://bkd.example.go.id/hooks",
        "ftp://bkd.example.go.id/hooks",
        "https://user:pass@bkd.example.go.id/",
        "https://",
        "https://bkd.example.go.id/a b",
        "https://bkd.example.go.id/#x",
        "https://bkd.example.go.id:0/",
        "https://bkd.example.go.id:99999999/",
        "https://[::1",
        "bkd",
    ],
)
def test_an_address_that_is_none_is_refused(office: Office, address: str) -> None:
    with pytest.raises(PartnerRefused):
        office.partner(address, internal=False)


def test_a_new_address_is_not_internal_by_inheritance(office: Office, centre: Receiver) -> None:
    office.partner(centre)
    words: dict[str, Any] = {"title": "Pusat", "sends": ["PermohonanIzin"], "answers": []}

    with pytest.raises(PartnerRefused, match="https"):
        partners.change(office.engine, office.person("oka"), "pusat", address="http://10.0.0.1/", **words)
    partners.change(office.engine, office.person("oka"), "pusat", address="https://10.0.0.1/", **words)
    office.ask()
    office.work()

    assert office.attempts() == [(1, None, "private")]


def test_only_an_operator_manages_partners(office: Office, centre: Receiver) -> None:
    office.partner(centre)
    ani = office.person("ani")

    for act in (
        lambda: partners.pause(office.engine, ani, "pusat", why=""),
        lambda: partners.resume(office.engine, ani, "pusat"),
        lambda: partners.rotate(office.engine, ani, "pusat", partners.OUT),
        lambda: deliveries.redeliver(office.engine, ani, "msg_x"),
    ):
        with pytest.raises(NotAllowed):
            act()
