"""Every letter of both SOPs: its words, its draft, its signature, its gaps."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.documents.letters import EXAMPLES, example, letter, pages, words

KINDS = sorted(EXAMPLES)
TITLES = {
    "berita_acara": "BERITA ACARA",
    "daftar_hadir": "DAFTAR HADIR",
    "laporan_kegiatan": "LAPORAN TENTANG PELAKSANAAN",
    "lembar_disposisi": "LEMBAR DISPOSISI",
    "nota_dinas": "NOTA DINAS",
    "npknd": "NOTA PENGAJUAN KONSEP NASKAH DINAS",
    "rekap_berkas": "REKAPITULASI KELENGKAPAN BERKAS PESERTA",
    "rekap_box": "REKAPITULASI KOTAK MANAJEMEN TALENTA",
    "rekap_level": "REKAPITULASI LEVEL KOMPETENSI",
    "rekap_pa": "REKAPITULASI PENILAIAN KINERJA DAN UMPAN BALIK 360 DERAJAT",
    "rundown": "SUSUNAN ACARA",
    "surat_dinas": "Penyampaian Portofolio Peserta",
    "surat_pemanggilan": "mengharap kehadiran pegawai sebagaimana daftar terlampir",
    "surat_pembatalan": "dibatalkan",
    "surat_pengantar": "SURAT PENGANTAR",
    "surat_pengarahan": "untuk mengikuti pengarahan",
    "surat_pengingat": "belum menerima surat balasan",
    "surat_perintah_tugas": "MEMERINTAHKAN:",
    "surat_permohonan_fasilitasi": "kami mohon kesediaan Saudara untuk memfasilitasi",
    "surat_permohonan_narasumber": "menugaskan asesor sebagai tenaga ahli",
    "tanda_terima": "TANDA TERIMA",
}

INK = ("berita_acara", "daftar_hadir", "tanda_terima")  # signed with a pen, on paper


def test_every_letter_has_an_example_and_its_words_are_known() -> None:
    assert set(TITLES) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_says_what_it_is_under_its_letterhead(kind: str) -> None:
    data = example(kind)

    rendered = letter(kind, data)

    text = words(rendered)
    assert TITLES[kind] in text
    assert data["instansi"]["nama"].upper() in text
    assert rendered.pages == len(pages(rendered.pdf))
    assert rendered.replaced == ""
    if data["nomor"]:
        assert data["nomor"] in text
    if data["penandatangan"] and kind != "tanda_terima":
        assert data["penandatangan"]["nama"] in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_simulated_signature_never_speaks_for_bsre(kind: str) -> None:
    data = example(kind)
    data["tanda_tangan"] = {"cara": "simulasi", "pada": "2026-11-25T02:30:00+00:00", "verifikasi_url": None}

    text = words(letter(kind, data))

    assert "Simulasi – tidak ditandatangani BSrE" in text
    assert "sertifikat elektronik" not in text and "Balai Besar" not in text
    if "Ditandatangani secara elektronik oleh:" in text:
        assert "25 November 2026, pukul 09.30 WIB" in text


@pytest.mark.parametrize("kind", [k for k in KINDS if k not in INK])
def test_a_draft_says_that_it_is_one_and_leaves_room_for_its_number(kind: str) -> None:
    data = {**example(kind), "nomor": None, "tanggal": None, "tanda_tangan": None}

    text = words(letter(kind, data))

    assert "KONSEP – belum ditandatangani" in text
    assert "Ditandatangani secara elektronik" not in text
    if example(kind)["nomor"]:
        assert "......" in text


@pytest.mark.parametrize("kind", INK)
def test_a_paper_that_is_signed_with_a_pen_is_no_draft(kind: str) -> None:
    text = words(letter(kind, {**example(kind), "tanda_tangan": None}))

    assert "konsep" not in text.lower() and "Simulasi" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_missing_and_null_fields_leave_a_letter_standing(kind: str) -> None:
    whole = example(kind)

    nothing = letter(kind, {})
    nulls = letter(kind, dict.fromkeys(whole))
    empty_body = letter(kind, {**whole, "isi": dict.fromkeys(whole["isi"])})

    assert nothing.pages == nulls.pages == 1
    assert nothing.pdf == nulls.pdf
    assert empty_body.pages >= 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("field", ["yth", "penandatangan", "paraf", "tembusan", "instansi", "lampiran", "hal", "kop"])
def test_each_part_of_the_head_may_be_absent(kind: str, field: str) -> None:
    data = example(kind)
    del data[field]

    assert letter(kind, data).pages >= 1


def test_the_drafter_may_write_the_body_anew() -> None:
    data = example("surat_permohonan_fasilitasi")
    data["isi"]["paragraf"] = ["Paragraf pertama dari konseptor.", "Paragraf penutup dari konseptor."]

    text = words(letter("surat_permohonan_fasilitasi", data))

    assert "Paragraf pertama dari konseptor. Paragraf penutup dari konseptor." in text
    assert "kami mohon kesediaan" not in text


def test_a_confidential_letter_is_marked_on_every_page() -> None:
    data = {**example("surat_pemanggilan"), "keamanan": "sangat_rahasia"}

    sheets = pages(letter("surat_pemanggilan", data).pdf)

    assert len(sheets) > 1
    assert all("SANGAT RAHASIA" in sheet for sheet in sheets)
    assert "SANGAT RAHASIA" not in words(letter("surat_pemanggilan"))


def test_a_report_and_a_plan_are_two_memos() -> None:
    data = example("nota_dinas")
    data["isi"].update(maksud="laporan", hasil=["36 orang hadir"], jumlah_hadir=36)

    assert "rencana pelaksanaan" in words(letter("nota_dinas"))
    assert "telah selesai dilaksanakan" in words(letter("nota_dinas", data))


def test_a_recap_prints_decimals_with_a_comma() -> None:
    text = words(letter("rekap_level"))

    assert "86,11" in text and "86.11" not in text


def test_scores_of_a_column_have_the_same_number_of_decimals() -> None:
    text = words(letter("rekap_pa"))

    assert "80,50 84,25 79,00 81,20" in text
    assert "Bobot: atasan 50%; sejawat 30%; sekretariat 20%" in text


def test_competencies_may_be_named_without_abbreviations() -> None:
    data = example("rekap_level")
    data["isi"]["kompetensi"] = ["Integritas", "Kerja sama", "Orientasi pada hasil"]

    text = words(letter("rekap_level", data))

    assert "INT KS OH" in text and "OH: Orientasi pada hasil" in text


def test_a_disposition_goes_to_whoever_followed_unless_told_otherwise() -> None:
    data = example("lembar_disposisi")
    data["isi"]["diteruskan"] = None

    assert "Diteruskan kepada Saudara: Asisten Administrasi Umum" in words(letter("lembar_disposisi", data))


def test_dates_that_an_event_does_not_know_are_left_out_of_its_minutes() -> None:
    data = example("berita_acara")
    del data["isi"]["tanggal_rekap"]
    data["isi"]["tanggal_laporan_individu"] = None

    text = words(letter("berita_acara", data))

    assert "Rekapitulasi Level" not in text
    assert "Laporan Individu : belum ditetapkan" in text


def _holed(value: Any, dice: random.Random) -> Any:
    """A copy in which about every fifth field is gone, null or empty, at any depth."""
    if isinstance(value, dict):
        kept = {key: _holed(item, dice) for key, item in value.items() if dice.random() > 0.07}
        return {key: dice.choice([None, "", item]) if dice.random() < 0.2 else item for key, item in kept.items()}
    return [_holed(item, dice) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("kind", KINDS)
def test_holes_at_any_depth_leave_a_letter_standing(kind: str) -> None:
    for seed in range(4):
        holed = _holed(example(kind), random.Random(f"{kind} {seed}"))

        assert letter(kind, holed).pages >= 1, seed
