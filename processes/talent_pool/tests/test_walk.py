"""Cases walked through the whole talent pool: every step, every ending, every way back."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from engine import canonical
from engine.sop import Definition
from processes.bersama.tests.walk import Walk, definition

PERIKSA = {"keputusan": "kembalikan", "catatan": "Mohon diperiksa kembali."}
SETUJU = {"keputusan": "setuju"}


@pytest.fixture(scope="module")
def sop() -> Definition:
    return definition("talent_pool")


def straight(**answers: Any) -> dict[str, Any]:
    """Answers of a case in which nobody returns, refuses or stays away, except where the answers say so."""
    plain = {
        "T2_disposisi_bupati": SETUJU,
        "NK_paraf": SETUJU,
        "NK_ttd": {"keputusan": "setuju", "tte_terganggu": False},
        "SM_catat": {"keputusan": "setuju", "jadwal": "2026-03-10"},
        "BK_unggah": {"tindakan": "kirim"},
        "BK_verifikasi": {"keputusan": "lengkap"},
        "T7_rekap": {"keputusan": "lanjut"},
        "T8_presensi": {"tidak_hadir": []},
        "T9_wawancara": {"terlaksana": "ya"},
        "T10b_periksa": SETUJU,
        "T10c_periksa": SETUJU,
        "T12_terima": {"keputusan": "serahkan"},
        "T14c_verifikasi": SETUJU,
    }
    return {**plain, **answers}


def test_a_straight_case_visits_every_step_and_is_reported(sop: Definition) -> None:
    walk = Walk(sop, 4, straight()).run()

    assert "End_B" in walk.endings
    assert set(walk.steps) == set(range(1, 16))


def test_the_letters_of_the_sop_are_printed_signed_with_number_and_date(sop: Definition) -> None:
    walk = Walk(sop, 4, straight()).run()

    signed = [(name, data) for name, data in walk.letters if data.get("tanda_tangan")]
    assert Counter(name for name, _ in signed) == {
        "surat_pengantar": 4,
        "nota_dinas": 2,
        "surat_permohonan_fasilitasi": 1,
        "surat_pemanggilan": 1,
        "surat_perintah_tugas": 1,
    }
    assert all(data["nomor"] and data["tanggal"] for _, data in signed)
    assert {data["kop"] for name, data in signed if name == "nota_dinas"} == {"SETDA"}


def test_the_bupati_may_ask_for_changes_and_the_drafter_reads_why(sop: Definition) -> None:
    first = {"keputusan": "revisi", "catatan": "Tambahkan jadwal cadangan."}

    walk = Walk(sop, 4, straight(T2_disposisi_bupati=[first, SETUJU])).run()

    assert "End_B" in walk.endings
    assert walk.elements["CA1b"] == 2
    assert walk.execution.data()["rencana"]["nota_dinas"]["catatan"] == "Arahan Bupati: Tambahkan jadwal cadangan."
    assert walk.execution.data()["nota_dinas_rencana"]["kunci"] == "nota_dinas_rencana_2"


def test_the_bupati_may_refuse(sop: Definition) -> None:
    walk = Walk(sop, 4, straight(T2_disposisi_bupati={"keputusan": "tolak", "catatan": "Anggaran dialihkan."})).run()

    assert "End_tolak" in walk.endings
    assert walk.elements["CA2"] == 0


def test_another_date_of_the_province_leads_to_a_second_request(sop: Definition) -> None:
    other = {"keputusan": "jadwal_lain", "jadwal": "2026-04-01"}

    walk = Walk(sop, 4, straight(SM_catat=[other, {"keputusan": "setuju", "jadwal": "2026-04-01"}])).run()

    assert "End_B" in walk.endings
    assert walk.elements["CA3a"] == 1
    assert walk.execution.data()["surat_permohonan"]["kunci"] == "surat_permohonan_2"
    requests = [data for name, data in walk.letters if name == "surat_permohonan_fasilitasi"]
    assert requests[-1]["isi"]["jadwal"] == [{"mulai": "2026-04-01"}]


def test_a_refusal_of_the_province_is_reported_to_the_bupati(sop: Definition) -> None:
    walk = Walk(sop, 4, straight(SM_catat={"keputusan": "tolak", "jadwal": ...})).run()

    assert walk.endings[-1] == "End_bkd_menolak"
    assert [name for name, data in walk.letters if data.get("tanda_tangan")][-1] == "nota_dinas"


def test_too_few_complete_files_extend_the_deadline(sop: Definition) -> None:
    gone = {"tindakan": "mundur", "alasan": "Sedang menjalani pengobatan."}

    walk = Walk(sop, 4, straight(BK_unggah=[gone, gone, gone])).run()

    assert "End_B" in walk.endings
    assert walk.elements["T7_perpanjang"] >= 1


def test_who_withdrew_can_be_replaced(sop: Definition) -> None:
    gone = {"tindakan": "mundur", "alasan": "Sedang menjalani pengobatan."}
    successor = {"nip": "198001012005011099", "nama": "Pengganti Contoh, S.T.", "golongan": "IV/a"}
    place = {"jabatan": "Sekretaris", "opd": "dinkes", "batch": 1}
    extension = {"hari": 5, "pengganti": [{**successor, **place}]}

    walk = Walk(sop, 4, straight(BK_unggah=[gone, gone, gone], T7_perpanjang=extension)).run()

    data = walk.execution.data()
    assert "198001012005011099" in [person["nip"] for person in data["peserta_tetap"]]
    assert data["rekap"]["jumlah_mundur"] == 3
    assert [unit["unit"] for unit in data["daftar_opd"]] == ["dinkes"]
    assert len(data["bukti_distribusi"]) == 1


def test_who_was_absent_gets_no_result(sop: Definition) -> None:
    walk = Walk(sop, 4, straight())
    absent: list[str] = []
    walk.answers["T8_presensi"] = [{"tidak_hadir": "first"}]
    original = walk._given

    def first_is_absent(element: str) -> dict[str, Any]:
        given = original(element)
        if given.get("tidak_hadir") == "first":
            absent.append(walk.execution.data()["daftar_batch"][0]["peserta"][0]["nip"])
            given = {"tidak_hadir": [{"nip": absent[0], "alasan": "Sakit"}]}
        return given

    walk._given = first_is_absent  # type: ignore[method-assign]  # the answer depends on who is in the batch
    walk.run()

    data = walk.execution.data()
    known = {row["nip"]: row for batch in data["hasil_batch"] for row in batch["tidak_hadir"]}
    assert [row["alasan"] for row in known.values()] == ["Sakit"]
    assert not set(known) & {person["nip"] for person in data["peserta_dinilai"]}
    assert len(data["serah_terima"]) == len(data["peserta_dinilai"]) == len(data["peserta_tetap"]) - 1


def test_a_missing_interview_is_made_up_with_another_rater(sop: Definition) -> None:
    missed = {"terlaksana": "tidak", "alasan": "Penilai cuti."}

    walk = Walk(sop, 5, straight(T9_wawancara=[missed])).run()

    data = walk.execution.data()
    if data["pelengkap"]["keputusan"] == "susulan":
        assert data["rekap_pa"]["lengkap"]
    assert walk.elements["T10_lengkapi"] >= 1


def test_a_returned_recap_is_made_again(sop: Definition) -> None:
    walk = Walk(sop, 4, straight(T10b_periksa=[PERIKSA, SETUJU], T10c_periksa=[PERIKSA, SETUJU])).run()

    assert walk.elements["S10_rekap"] == 3
    assert walk.elements["Send11"] == 1


def test_a_difference_can_be_cleared_up_with_the_province(sop: Definition) -> None:
    ask = {"keputusan": "klarifikasi", "catatan": "Mohon dijelaskan selisih satu peserta."}

    walk = Walk(sop, 4, straight(T12_terima=[ask, {"keputusan": "serahkan"}])).run()

    assert walk.elements["T12_klarifikasi"] == 1
    assert "End_B" in walk.endings


def test_no_answer_score_or_result_ever_enters_case_data(sop: Definition) -> None:
    words = {"saran": "Kalimat rahasia seorang penilai.", "kekuatan": "Kalimat rahasia yang lain."}

    walk = Walk(sop, 4, straight(T9_wawancara={"terlaksana": "ya", **words})).run()

    held = canonical.dumps(walk.execution.data()).decode() + walk.execution.dump().decode("utf-8", "replace")
    assert "Kalimat rahasia" not in held
    assert not [key for key in ("pelayanan", "nilai_akhir", "hasil_kerja", "jpm") if f'"{key}"' in held]
    assert len(walk.safe.held) > len(walk.execution.data()["daftar_wawancara"])


def test_the_recap_that_leaves_the_house_is_marked_confidential(sop: Definition) -> None:
    walk = Walk(sop, 4, straight()).run()

    recap = next(data for name, data in walk.letters if name == "rekap_pa")
    assert recap["keamanan"] == "rahasia"
    assert {"rekap_pa", "rekap_box", "tanda_terima", "laporan_kegiatan"} <= {name for name, _ in walk.letters}


def test_forty_random_cases_reach_every_ending_and_every_step(sop: Definition) -> None:
    endings: Counter[str] = Counter()
    steps: Counter[int] = Counter()

    for seed in range(40):
        walk = Walk(sop, seed).run()
        endings.update(set(walk.endings))
        steps += walk.steps

    assert set(endings) == {"End_B", "End_tolak", "End_bkd_menolak", "End_ingat2", "End_ingat15"}
    assert set(steps) == set(range(1, 16))


def test_what_is_stored_for_a_participant_is_read_for_that_participant(sop: Definition) -> None:
    walk = Walk(sop, 8, straight())
    original = walk._decided

    def signed(element: str, form: str, context: dict[str, Any], task: str) -> dict[str, Any]:
        chosen = original(element, form, context, task)
        return {**chosen, "sumber": context["p"]["nip"]} if element == "T10_kinerja" else chosen

    walk._decided = signed  # type: ignore[method-assign]  # the answer names the person it is about
    walk.run()

    data = walk.execution.data()
    stored = [walk.safe.read(item["ref"])["sumber"] for item in data["daftar_kinerja"]]
    assert stored == [person["nip"] for person in data["peserta_tetap"]]
