"""Printing and signing a letter: what reaches the template."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from engine.authoring import BpmnError, Job
from engine.world import JAKARTA
from processes.bersama import handlers

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=JAKARTA)


class Desk:
    """Keeps what is printed."""

    def __init__(self) -> None:
        self.printed: list[tuple[str, Any]] = []

    def render(self, template: str, data: Any) -> tuple[str, int]:
        self.printed.append((template, data))
        return "ab" * 32, 1

    def holder(self, position: str, day: datetime) -> dict[str, Any]:
        return {"nama": "Pejabat Definitif", "nip": "1", "jabatan": "Kepala Badan", "bentuk": "definitif"}

    def decide(self, decision: str, scope: Any) -> Any:
        raise AssertionError(decision)


def letter(**more: Any) -> dict[str, Any]:
    return {
        "jenis": "nota_dinas",
        "judul": "Nota",
        "hal": "Rencana",
        "penandatangan": "kepala_badan",
        "isi": {"latar": "x"},
        **more,
    }


def job(**given: Any) -> tuple[Job, Desk]:
    desk = Desk()
    base = {
        "naskah": letter(),
        "kunci": "nota",
        "isi": {},
        "nomor": "800/1/433.202/2026",
        "tanggal": "2026-03-02",
        "paraf": [],
    }
    case = {"nomor": "JPT-2026-0001", "judul": "Uji"}
    return Job(input=base | given, case=case, now=NOW, element="x", office=desk, confidential=None), desk


def test_a_draft_has_neither_number_nor_signature() -> None:
    work, desk = job(nomor=None, tanggal=None)

    assert handlers.cetak_naskah(work)["keadaan"] == "draf"
    assert desk.printed[0][1]["tanda_tangan"] is None


def test_the_drafters_own_words_replace_the_standard_text() -> None:
    work, desk = job(isi={"hal": "Hal lain", "paragraf": "Satu.\n\nDua.\n"})

    handlers.cetak_naskah(work)

    assert desk.printed[0][1]["hal"] == "Hal lain"
    assert desk.printed[0][1]["isi"] == {"latar": "x", "paragraf": ["Satu.", "Dua."]}


def test_whoever_acted_stands_in_the_signature_block() -> None:
    acted = {"nama": "Pelaksana Harian", "nip": "2", "bentuk": "plh", "mandat": {"nomor": "x"}, "golongan": None}
    work, desk = job(ttd={"keputusan": "setuju", "oleh": acted, "pada": NOW.isoformat()})

    assert handlers.tandatangani(work)["keadaan"] == "ditandatangani"
    block = desk.printed[0][1]["penandatangan"]
    assert (block["nama"], block["bentuk"], block["jabatan"]) == ("Pelaksana Harian", "plh", "Kepala Badan")
    assert "mandat" not in block


def test_a_simulated_signature_says_so() -> None:
    work, desk = job(ttd={"oleh": {"nama": "A"}, "pada": NOW.isoformat()})

    handlers.tandatangani(work)

    assert desk.printed[0][1]["tanda_tangan"]["cara"] == "simulasi"


def test_an_outage_is_a_business_error_and_prints_nothing() -> None:
    work, desk = job(ttd={"tte_terganggu": True, "oleh": {"nama": "A"}, "pada": NOW.isoformat()})

    with pytest.raises(BpmnError) as raised:
        handlers.tandatangani(work)

    assert raised.value.code == "TTE_GAGAL"
    assert desk.printed == []


def test_only_those_who_agreed_stand_in_the_paraf_box() -> None:
    act = {"oleh": {"jabatan": "Kabid", "nama": "B"}, "pada": "2026-03-01T09:00:00+07:00"}
    work, desk = job(paraf=[{**act, "keputusan": "setuju"}, {**act, "keputusan": "kembalikan"}])

    handlers.cetak_naskah(work)

    assert [box["nama"] for box in desk.printed[0][1]["paraf"]] == ["B"]


def test_a_secret_letter_names_its_readers() -> None:
    work, _ = job(naskah=letter(keamanan="rahasia", pembaca=["kepala_badan"]))

    assert handlers.cetak_naskah(work)["pembaca"] == "kepala_badan"


def test_a_bundle_prints_each_letter_under_its_own_number() -> None:
    desk = Desk()
    letters = [letter(kunci="a"), letter(kunci="b")]
    given = {"paket": letters, "nomor": {"b": {"nomor": "7", "tanggal": "2026-03-02"}}, "paraf": [], "ttd": None}
    work = Job(input=given, case={}, now=NOW, element="x", office=desk, confidential=None)

    printed = handlers.cetak_paket(work)["dokumen"]

    assert {key: item["keadaan"] for key, item in printed.items()} == {"a": "draf", "b": "bernomor"}
