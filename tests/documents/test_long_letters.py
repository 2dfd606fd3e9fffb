"""Long lists break over pages with their heads; a signature never stands alone."""

from __future__ import annotations

from tests.documents.letters import example, letter, pages


def _with_participants(count: int) -> list[str]:
    data = example("surat_pemanggilan")
    some = data["isi"]["peserta"]
    data["isi"]["peserta"] = [{**some[i % len(some)], "nama": f"Peserta Urutan {i + 1}, S.T."} for i in range(count)]
    return pages(letter("surat_pemanggilan", data).pdf)


def test_a_hundred_and_twenty_participants_keep_their_table_head_on_every_page() -> None:
    sheets = _with_participants(120)

    tables = sheets[1:]
    assert len(tables) > 4
    assert all("Nama / NIP" in sheet and "Perangkat daerah" in sheet for sheet in tables)
    assert "Peserta Urutan 1, S.T." in tables[0] and "Peserta Urutan 120, S.T." in tables[-1]
    assert all(sum(f"Peserta Urutan {i}, S.T." in sheet for sheet in tables) == 1 for i in range(1, 121))


def test_the_attachment_repeats_number_and_date_and_pages_are_counted() -> None:
    sheets = _with_participants(60)

    assert "Lampiran Surat Nomor : 800.1.14.1/456/433.011/2026 Tanggal : 25 November 2026" in sheets[1]
    assert "– 2 –" in sheets[1] and "– 3 –" in sheets[2] and "– 1 –" not in sheets[0]


def test_the_letterhead_stands_on_the_first_page_only() -> None:
    sheets = _with_participants(60)

    assert [("SEKRETARIAT DAERAH" in sheet) for sheet in sheets][:2] == [True, False]


def test_more_than_five_assigned_people_move_to_an_attachment() -> None:
    data = example("surat_perintah_tugas")
    data["isi"]["kepada"] = data["isi"]["kepada"] * 2

    first, second = pages(letter("surat_perintah_tugas", data).pdf)

    assert "Pegawai sebagaimana tercantum dalam lampiran, sebanyak 6 (enam) orang" in first
    assert "Peserta Contoh A" not in first
    assert "DAFTAR PEGAWAI YANG DITUGASKAN" in second and "Peserta Contoh A" in second


def test_a_signature_is_never_torn_from_the_closing_words_and_the_copies() -> None:
    for lines in range(1, 40, 3):
        data = example("surat_dinas")
        data["tembusan"] = ["Bupati Bangkalan", "Sekretaris Daerah"]
        data["isi"]["butir"] = [f"Butir {i}" for i in range(lines)]

        sheets = pages(letter("surat_dinas", data).pdf)

        (last,) = [sheet for sheet in sheets if "Demikian kami sampaikan" in sheet]
        assert "KEPALA BADAN" in last and "Tembusan" in last
