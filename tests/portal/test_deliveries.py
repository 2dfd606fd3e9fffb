"""Operators see what went out and came in, and mend it; auditors read; nobody else is let in."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select, text

from engine.engine import Engine
from engine.schema import deliveries, incoming, journal, partner_secrets, partners
from tests.portal.hand_overs import fill
from tests.portal.visitors import Visitor

Visit = Callable[[str | None], Visitor]


def test_an_operator_reads_why_a_delivery_failed_and_sends_it_again(visit: Visit, engine: Engine) -> None:
    case_id = fill(engine)
    oka = visit("oka")

    page = oka.get("/kiriman?keadaan=failed")
    assert page.all("//main//h2/a/@href") == ["/kiriman/msg_gagal"]
    assert f"/perkara/{case_id}" in page.all("//main//a/@href")
    one = oka.get("/kiriman/msg_gagal")
    sent = oka.send(one, "/kiriman/msg_gagal/ulang")

    assert "tidak menjawab dalam 15 detik" in one.text and "dijawab 500" in one.text
    assert "<h1>Gangguan</h1>" in one.text
    assert sent.status == 303
    assert "Akan dikirim lagi" in oka.get(sent.location).text
    with engine.database.reading() as connection:
        found = connection.execute(select(deliveries).where(deliveries.c.id == "msg_gagal")).one()
        acts = list(connection.scalars(select(journal.c.act).order_by(journal.c.seq)))
    assert (found.state, found.tries) == ("waiting", 0)
    assert acts[-1] == "delivery:again"


def test_an_operator_reads_why_a_message_was_refused_and_tries_again(visit: Visit, engine: Engine) -> None:
    fill(engine)
    oka = visit("oka")

    page = oka.get("/kiriman/masuk?keadaan=refused")
    assert page.all("//main//h2/a/@href") == ["/kiriman/masuk/5", "/kiriman/masuk/1"]
    assert "Rujukan 'JPT-2026-9999' tidak dikenal." in page.text
    one = oka.get("/kiriman/masuk/1")
    sent = oka.send(one, "/kiriman/masuk/1/ulang")

    assert "keputusan: Pilih salah satu." in one.text and "800.1.14/3951" in one.text
    assert sent.status == 303
    with engine.database.reading() as connection:
        assert connection.scalar(select(incoming.c.state).where(incoming.c.id == 1)) == "received"


def test_an_auditor_reads_and_changes_nothing(visit: Visit, engine: Engine) -> None:
    fill(engine)
    audi = visit("audi")

    for address in ("/kiriman/msg_gagal", "/kiriman/masuk/1", "/kiriman/mitra", "/kiriman/mitra/bkd-jatim"):
        page = audi.get(address)
        assert page.status == 200
        assert page.all("//main//button") == []


def test_lists_are_read_a_page_at_a_time_each_row_once(visit: Visit, engine: Engine) -> None:
    fill(engine, more=120)
    oka = visit("oka")

    for start, count in (("/kiriman", 124), ("/kiriman/masuk", 125)):
        seen, address = [], start
        while address:
            page = oka.get(address)
            seen += page.all("//main//h2/a/@href")
            (address,) = page.all("//a[text()='Lebih lama']/@href") or [""]
        assert len(seen) == len(set(seen)) == count

    assert oka.get("/kiriman?sebelum=bukan~waktu").status == 200
    assert oka.get("/kiriman/masuk?sebelum=x").status == 200


def test_lists_are_read_along_an_index(engine: Engine) -> None:
    plans = {
        "SELECT * FROM deliveries ORDER BY created_at DESC, id DESC LIMIT 51": "deliveries_by_time",
        "SELECT * FROM deliveries WHERE state = 'x' ORDER BY created_at DESC, id DESC LIMIT 51": "deliveries_by_state",
        "SELECT * FROM incoming WHERE state = 'x' ORDER BY id DESC LIMIT 51": "incoming_by_state",
        "SELECT * FROM numbers WHERE text = 'x'": "numbers_by_text",
    }

    with engine.database.reading() as connection:
        for statement, index in plans.items():
            told = " ".join(str(row) for row in connection.execute(text(f"EXPLAIN QUERY PLAN {statement}")))
            assert index in told and "TEMP B-TREE" not in told


def test_a_partner_is_added_and_its_secrets_are_shown_once(visit: Visit, engine: Engine) -> None:
    oka = visit("oka")
    typed = {
        "nama": "bkd-jatim",
        "lengkap": "BKD Provinsi Jawa Timur",
        "alamat": "https://bkd.example.go.id/kiriman",
        "dikirim": "PermohonanFasilitasi RekapPA",
        "diterima": "BalasanBKD",
    }

    form = oka.get("/kiriman/mitra/baru")
    shown = oka.send(form, "/kiriman/mitra/baru", **typed)
    secrets = shown.all("//input[@readonly]/@value")
    page = oka.get("/kiriman/mitra/bkd-jatim")
    rotated = oka.send(page, "/kiriman/mitra/bkd-jatim/rahasia/keluar").all("//input[@readonly]/@value")

    assert len(set(secrets)) == 2 and all(secret.startswith("whsec_") for secret in [*secrets, *rotated])
    assert shown.response.headers["Cache-Control"] == "no-store"
    assert rotated[0] not in secrets
    assert "whsec_" not in oka.get("/kiriman/mitra/bkd-jatim").response.get_data(as_text=True)
    with engine.database.reading() as connection:
        assert len(connection.execute(select(partner_secrets)).all()) == 3
        written = "".join(str(row) for row in connection.execute(select(journal)))
    assert not any(secret in written for secret in [*secrets, *rotated])


def test_what_was_typed_for_a_partner_stays_when_it_is_refused(visit: Visit) -> None:
    oka = visit("oka")

    page = oka.send(
        oka.get("/kiriman/mitra/baru"),
        "/kiriman/mitra/baru",
        nama="bkd",
        lengkap="BKD",
        alamat="http://10.0.0.1/",
        dikirim="A",
        diterima="B",
    )

    assert page.status == 422
    assert "Alamat harus diawali https://" in page.text
    assert page.all("//input[@name='alamat']/@value") == ["http://10.0.0.1/"]


def test_a_partner_is_paused_with_a_reason_and_resumed(visit: Visit, engine: Engine) -> None:
    fill(engine)
    oka = visit("oka")
    page = oka.get("/kiriman/mitra/bkd-jatim")

    oka.send(page, "/kiriman/mitra/bkd-jatim/jeda", alasan="Pemeliharaan sampai Senin.")
    paused = oka.get("/kiriman/mitra/bkd-jatim")
    oka.send(paused, "/kiriman/mitra/bkd-jatim/aktif")

    assert "dijeda" in paused.text and "Pemeliharaan sampai Senin." in paused.text
    with engine.database.reading() as connection:
        assert connection.scalar(select(partners.c.active))
        states = list(connection.scalars(select(deliveries.c.state).where(deliveries.c.id == "msg_tahan")))
    assert states == ["waiting"]
