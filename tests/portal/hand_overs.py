"""Deliveries of a small office, as the pages show them: one of each state, tried by hand-made attempts."""

from __future__ import annotations

import orjson
from sqlalchemy import insert, select

from engine import commands, partners
from engine.deliveries import envelope
from engine.engine import Engine
from engine.people import Actor, actor_of
from engine.schema import cases, deliveries, delivery_attempts, incoming

OKA = Actor(person="oka", nip=None, name="Oka", roles=frozenset({"operator"}))


def fill(engine: Engine, *, more: int = 0) -> str:
    """A case, the partner `bkd-jatim`, deliveries to it and messages from it; gives the case's id. `more`: so many more of each."""
    partners.add(
        engine,
        OKA,
        name="bkd-jatim",
        title="BKD Provinsi Jawa Timur",
        address="https://bkd.example.go.id/kiriman",
        sends=["PermohonanFasilitasi", "PortofolioKeBKD", "BeritaAcaraAsesmen", "RekapPA"],
        answers=["BalasanBKD", "RekapLevel"],
    )
    now = engine.world.now()
    with engine.database.reading() as connection:
        ani = actor_of(connection, "ani", now=now)
    case_id = commands.start(engine, ani, "cuti", {"perihal": "Cuti tahunan", "hari": 3}).case_id
    with engine.database.transaction() as connection:
        number = str(connection.scalar(select(cases.c.number).where(cases.c.id == case_id)))
        body = envelope("PermohonanFasilitasi", number, {"surat": "800.1.14.1/12/433.202/2026"}, at=now)
        rows = [("gagal", "failed"), ("sampai", "delivered"), ("tahan", "held"), ("tunggu", "waiting")]
        rows += [(f"lain{index:04}", "delivered") for index in range(more)]
        for name, state in rows:
            connection.execute(
                insert(deliveries).values(
                    id=f"msg_{name}",
                    partner="bkd-jatim",
                    message="PermohonanFasilitasi",
                    case_id=case_id,
                    body=body,
                    state=state,
                    attempts=2,
                    tries=2,
                    created_at=now,
                    next_at=now if state == "waiting" else None,
                )
            )
        for attempt, status, error, text in (
            (1, None, "timeout", ""),
            (2, 500, None, "<h1>Gangguan</h1> " + "layanan sedang diperbaiki " * 12),
        ):
            connection.execute(
                insert(delivery_attempts).values(
                    delivery="msg_gagal",
                    number=attempt,
                    at=now,
                    milliseconds=15_000 if error else 81,
                    status=status,
                    error=error,
                    excerpt=text,
                )
            )
        arrived = [
            ("refused", "Isi pesan 'BalasanBKD' tidak sesuai: keputusan: Pilih salah satu.", case_id),
            ("answered", "Jawaban ini sudah dicatat lebih dahulu.", case_id),
            ("waiting", None, case_id),
            ("delivered", None, case_id),
            ("refused", "Rujukan 'JPT-2026-9999' tidak dikenal.", None),
        ] + [("delivered", None, case_id)] * more
        for index, (state, reason, found) in enumerate(arrived, start=1):
            said = {"nomor": "800.1.14/3951/204.6/2026", "keputusan": "setuju"}
            connection.execute(
                insert(incoming).values(
                    partner="bkd-jatim",
                    webhook_id=f"bkd_{index}",
                    name="BalasanBKD",
                    reference=number if found else "JPT-2026-9999",
                    body=orjson.dumps({"type": "BalasanBKD", "data": {"rujukan": number, "isi": said}}),
                    received_at=now,
                    state=state,
                    reason=reason,
                    case_id=found,
                )
            )
    return case_id
