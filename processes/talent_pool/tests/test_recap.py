"""The arithmetic of the recap: means per kind of rater, then weights, never re-weighted in silence."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.authoring import Job
from engine.sop import Definition
from engine.world import JAKARTA
from processes.bersama.tests.walk import Office, Safe, definition
from processes.talent_pool.handlers import periksa_kotak, rekap_penilaian
from processes.talent_pool.raters import raters_of
from processes.talent_pool.recap import MINIMUM, PERILAKU, scored

BOBOT = {"sekretariat": Decimal("0.2"), "atasan": Decimal("0.5"), "sejawat": Decimal("0.3")}
PESERTA = {
    "nip": "198001012005011001",
    "nama": "Peserta Contoh, S.T.",
    "pangkat": "Pembina",
    "golongan": "IV/a",
    "jabatan": "Sekretaris",
    "opd": "dinkes",
    "jabatan_target": "Sekretaris",
    "batch": 1,
    "status": "lengkap",
}
answers = st.lists(st.integers(1, 5).map(Fraction), min_size=2, max_size=6)


@pytest.fixture(scope="module")
def sop() -> Definition:
    return definition("talent_pool")


def job(sop: Definition, safe: Safe, given: dict[str, Any]) -> Job:
    case = {"id": "uji", "nomor": "TP-2026-0001", "judul": "Uji"}
    moment = datetime(2026, 3, 2, 9, tzinfo=JAKARTA)
    office = Office(sop, [])
    return Job(input=given, case=case, now=moment, element="S10_rekap", office=office, confidential=safe)


def recap_of(
    sop: Definition, interviews: list[tuple[str, int]], bobot: dict[str, Any], *, again: str = ""
) -> tuple[dict[str, Any], Safe]:
    """The recap of one participant whose raters gave every question the same answer; 0: the interview failed.

    `again`: the kind whose interviews are all of one rater.
    """
    safe = Safe()
    talks = []
    for number, (kind, answer) in enumerate(interviews):
        form = {"terlaksana": "ya", **dict.fromkeys(PERILAKU, str(answer))} if answer else {"terlaksana": "tidak"}
        rater = f"penilai-{kind}-{number if kind != again else 0}"
        talks.append({"peserta": PESERTA["nip"], "jenis": kind, "penilai": rater, **safe.write(form, readers=[])})
    rating = {"hasil_kerja": "di atas ekspektasi", "perilaku": "sesuai ekspektasi"}
    given = {
        "kegiatan": {},
        "peserta": [PESERTA],
        "wawancara": talks,
        "kinerja": [safe.write(rating, readers=[])],
        "bobot": bobot,
    }
    return rekap_penilaian(job(sop, safe, given)), safe


def test_the_recap_weighs_the_mean_of_each_kind_of_rater(sop: Definition) -> None:
    interviews = [("sekretariat", 4), ("atasan", 5), ("sejawat", 3), ("sejawat", 4)]

    recap, safe = recap_of(sop, interviews, {"sekretariat": 0.2, "atasan": 0.5, "sejawat": 0.3})

    line = safe.read(recap["ref"])["peserta"][0]
    scores = [line[key] for key in ("sekretariat", "atasan", "sejawat", "nilai_akhir")]
    assert scores == [Decimal("80.00"), Decimal("100.00"), Decimal("70.00"), Decimal("87.00")]
    assert line["skp"] == "Baik"
    assert recap["lengkap"] and recap["kurang"] == []


def test_one_peer_alone_is_incomplete_and_gets_no_score(sop: Definition) -> None:
    interviews = [("sekretariat", 4), ("atasan", 5), ("sejawat", 3), ("sejawat", 0)]

    recap, safe = recap_of(sop, interviews, {"sekretariat": 0.2, "atasan": 0.5, "sejawat": 0.3})

    line = safe.read(recap["ref"])["peserta"][0]
    assert (line["sejawat"], line["nilai_akhir"]) == (None, None)
    assert [(item["kunci"], item["jumlah"], item["minimum"]) for item in recap["kurang"]] == [("sejawat", 1, 2)]
    assert not recap["lengkap"]


def test_weights_that_do_not_add_up_to_one_are_refused(sop: Definition) -> None:
    with pytest.raises(ValueError, match="harus 1"):
        recap_of(sop, [], {"sekretariat": 0.2, "atasan": 0.5, "sejawat": 0.2})


def test_what_the_recap_gives_the_case_holds_no_score(sop: Definition) -> None:
    interviews = [("sekretariat", 4), ("atasan", 5), ("sejawat", 3), ("sejawat", 4)]

    recap, _ = recap_of(sop, interviews, {"sekretariat": 0.2, "atasan": 0.5, "sejawat": 0.3})

    assert set(recap) == {"ref", "sha256", "lengkap", "kurang", "jumlah", "dokumen"}


@given(secretariat=answers, superior=answers, peers=answers)
@settings(max_examples=60, deadline=None)
def test_a_score_lies_between_the_lowest_and_the_highest_mean(
    secretariat: list[Fraction], superior: list[Fraction], peers: list[Fraction]
) -> None:
    scores, lacking = scored({"sekretariat": secretariat, "atasan": superior, "sejawat": peers}, BOBOT)

    means = [scores[kind] for kind in MINIMUM]
    assert lacking == []
    assert min(means) <= scores["nilai_akhir"] <= max(means)
    assert 20 <= scores["nilai_akhir"] <= 100


@given(peers=answers, times=st.integers(2, 4))
@settings(max_examples=30, deadline=None)
def test_more_peers_of_the_same_mind_change_nothing(peers: list[Fraction], times: int) -> None:
    others = {"sekretariat": [Fraction(4)], "atasan": [Fraction(3)]}

    few, _ = scored({**others, "sejawat": peers}, BOBOT)
    many, _ = scored({**others, "sejawat": peers * times}, BOBOT)

    assert few == many


def test_the_box_of_the_province_is_checked_not_replaced(sop: Definition) -> None:
    safe = Safe()
    result = {"jpm": 92, "kategori": "O", "kinerja": "di atas ekspektasi", "potensial": "tinggi", "kotak": 7}
    given = {"kegiatan": {}, "peserta": [PESERTA], "hasil": [safe.write(result, readers=[])]}

    check = periksa_kotak(job(sop, safe, given))

    line = safe.read(check["ref"])["peserta"][0]
    assert (line["kotak"], line["kotak_tabel"], line["sama"]) == (7, 9, False)
    assert (check["jumlah"], check["selisih"]) == (1, 1)
    assert set(check) == {"ref", "sha256", "jumlah", "selisih", "dokumen"}


def test_a_peer_who_is_met_twice_is_one_peer(sop: Definition) -> None:
    interviews = [("sekretariat", 4), ("atasan", 5), ("sejawat", 3), ("sejawat", 4)]

    recap, _ = recap_of(sop, interviews, {"sekretariat": 0.2, "atasan": 0.5, "sejawat": 0.3}, again="sejawat")

    assert [(item["kunci"], item["jumlah"]) for item in recap["kurang"]] == [("sejawat", 1)]


def test_nobody_rates_himself_or_speaks_for_two_kinds() -> None:
    superior, peer = {"nip": "1", "nama": "Atasan"}, {"nip": "2", "nama": "Sejawat"}
    raters = {"sekretariat": {"nip": "3", "nama": "Sekretariat"}, "atasan": superior}

    named = raters_of({**raters, "sejawat": [superior, peer, {"nip": "9", "nama": "Peserta"}, peer]}, "9")

    assert [(kind, rater["nip"]) for kind, rater in named] == [("sekretariat", "3"), ("atasan", "1"), ("sejawat", "2")]
