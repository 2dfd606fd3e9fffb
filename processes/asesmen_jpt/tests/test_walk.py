"""Cases walked through the whole SOP: every step, every ending, every way back."""

from __future__ import annotations

import pytest

from engine.sop import Definition
from processes.bersama.tests.walk import Walk, definition

NOTE = {"keputusan": "kembalikan", "catatan": "Mohon diperbaiki."}


@pytest.fixture(scope="module")
def sop() -> Definition:
    return definition("asesmen_jpt")


def straight(**answers: object) -> dict[str, object]:
    """Answers of a case in which nobody returns, refuses or stays away, except where the answers say so."""
    agree = {"keputusan": "setuju"}
    sign = {"keputusan": "setuju", "tte_terganggu": False}
    forms = {
        "T02b_konfirmasi": agree,
        "NK_paraf": agree,
        "NK_ttd": sign,
        "SM_catat": {"keputusan": "setuju", "jadwal": "2026-03-10"},
        "T15_periksa": agree,
        "T16_periksa": sign,
        "T17_paraf": agree,
        "T17b_ttd": sign,
        "T19_konfirmasi": {"kesediaan": "ya"},
        "BK_unggah": {"tindakan": "kirim"},
        "BK_verifikasi": {"keputusan": "lengkap"},
        "T21_presensi": {"tidak_hadir": []},
        "T22_periksa": agree,
    }
    return {**forms, **answers}


def test_a_straight_case_visits_every_step_and_is_archived(sop: Definition) -> None:
    walk = Walk(sop, 4, straight()).run()

    assert walk.endings[-1] == "End_A"
    assert set(walk.steps) == set(range(1, 26))


def test_the_letters_of_the_sop_are_printed_signed(sop: Definition) -> None:
    walk = Walk(sop, 4, straight()).run()

    signed = {name for name, data in walk.letters if data.get("tanda_tangan")}
    assert signed >= {"npknd", "surat_pemanggilan", "surat_pengarahan", "laporan_kegiatan"}
    assert any(name.startswith("surat_permohonan") for name in signed)
    assert {"rekap_berkas", "rundown", "berita_acara", "rekap_level", "tanda_terima"} <= {
        name for name, _ in walk.letters
    }


def test_nothing_is_signed_without_number_and_date(sop: Definition) -> None:
    walk = Walk(sop, 4, straight()).run()

    assert all(data["nomor"] and data["tanggal"] for _, data in walk.letters if data.get("tanda_tangan"))


def test_letters_of_the_regional_secretary_carry_its_unit_code(sop: Definition) -> None:
    walk = Walk(sop, 4, straight()).run()

    letters = [data for name, data in walk.letters if name == "surat_pemanggilan" and data.get("tanda_tangan")]
    assert "/433.011/" in letters[0]["nomor"] and letters[0]["kop"] == "SETDA"


@pytest.mark.parametrize("element", ["T15_periksa", "T16_periksa", "T17_paraf", "T17b_ttd"])
def test_a_returned_bundle_goes_back_to_the_officer_with_its_note(sop: Definition, element: str) -> None:
    walk = Walk(sop, 4, straight(**{element: [NOTE, {"keputusan": "setuju"}]})).run()

    assert walk.endings[-1] == "End_A"
    assert walk.elements["T14_susun_paket"] == 2
    assert walk.execution.data()["catatan_paket"] == "Mohon diperbaiki."


@pytest.mark.parametrize("element", ["NK_paraf", "NK_ttd"])
def test_a_returned_letter_counts_its_revision(sop: Definition, element: str) -> None:
    walk = Walk(sop, 4, straight(**{element: [NOTE, {"keputusan": "setuju"}, {"keputusan": "setuju"}]})).run()

    assert walk.execution.data()["surat_permohonan"]["revisi"] == 1
    assert walk.execution.data()["laporan"]["revisi"] == 0


def test_a_list_that_does_not_match_is_made_again(sop: Definition) -> None:
    walk = Walk(sop, 4, straight(T02b_konfirmasi=[NOTE, {"keputusan": "setuju"}])).run()

    assert walk.elements["T02_daftar_peserta"] == 2
    assert walk.endings[-1] == "End_A"


def test_another_date_leads_back_to_coordination_and_a_second_letter(sop: Definition) -> None:
    other = {"keputusan": "jadwal_lain", "jadwal": "2026-04-01"}
    agreed = {"keputusan": "setuju", "jadwal": "2026-04-01"}
    walk = Walk(sop, 4, straight(SM_catat=[other, agreed])).run()

    assert walk.elements["T03_koordinasi_bkd"] == 2
    assert walk.execution.data()["surat_permohonan"]["kunci"] == "surat_permohonan_2"


def test_a_refusal_ends_the_case_after_a_report(sop: Definition) -> None:
    walk = Walk(sop, 4, straight(SM_catat={"keputusan": "tolak", "jadwal": ...})).run()

    assert walk.endings == ["End_batal"]
    assert walk.elements["T12t_lapor"] == 1


@pytest.mark.parametrize(
    ("element", "fallback"), [("NK_ttd", "NK_basah"), ("T16_periksa", "T16w_basah"), ("T17b_ttd", "T17w_basah")]
)
def test_an_outage_of_the_signature_service_leads_to_ink_and_scan(sop: Definition, element: str, fallback: str) -> None:
    down = {"keputusan": "setuju", "tte_terganggu": True}
    walk = Walk(sop, 4, straight(**{element: down})).run()

    assert walk.elements[fallback] >= 1
    assert "basah" in {(data.get("tanda_tangan") or {}).get("cara") for _, data in walk.letters}
    assert walk.endings[-1] == "End_A"


def test_a_participant_who_withdraws_is_not_on_the_final_list(sop: Definition) -> None:
    gone = {"kesediaan": "tidak", "alasan": "Sedang sakit."}
    walk = Walk(sop, 4, straight(T19_konfirmasi=[gone, {"kesediaan": "ya"}], T19e_tetapkan={"pengganti": []})).run()

    data = walk.execution.data()
    withdrawn = {item["nip"] for item in data["semua_status"] if item["status"] == "mundur"}
    assert withdrawn and not withdrawn & {person["nip"] for person in data["peserta_tetap"]}


def test_incomplete_files_return_to_the_participant(sop: Definition) -> None:
    lacking = {"keputusan": "kurang", "kurang": ["spmt"], "catatan": "SPMT tidak terbaca."}
    walk = Walk(sop, 4, straight(BK_verifikasi=[lacking])).run()

    assert walk.elements["BK_S_kurang"] == 1
    assert walk.endings[-1] == "End_A"


def test_no_participant_left_ends_the_case(sop: Definition) -> None:
    walk = Walk(sop, 4, straight(T19e_tetapkan={"ditetapkan": [], "pengganti": []})).run()

    assert walk.endings[-1] == "End_tanpa_peserta"


def test_robots_reach_every_element_and_every_ending_within_two_hundred_cases(sop: Definition) -> None:
    unseen = {e.id for e in sop.model.elements.values()}
    endings: set[str] = set()
    for seed in range(200):
        walk = Walk(sop, seed).run()
        endings.update(walk.endings[-1:])
        unseen -= set(walk.elements)
        assert walk.silent == set()
        if not unseen:
            break

    assert unseen == set()
    assert endings == {"End_A", "End_batal", "End_tanpa_peserta"}
