"""Who signs, and as whom: Permendagri 1/2023 article 44 and the forms a.n., u.b., Plt., Plh."""

from __future__ import annotations

from typing import Any

import pytest

from tests.documents.letters import example, letter, words


def _signed_by(**signer: Any) -> str:
    data = example("surat_dinas")
    data["penandatangan"].update(signer)
    return words(letter("surat_dinas", data))


def test_a_head_of_agency_signs_with_rank_and_nip() -> None:
    text = _signed_by()

    assert "Dr. Contoh Satu, S.H., M.Si. Pembina Utama Muda (IV/c) NIP 19700101 199501 1 001" in text


@pytest.mark.parametrize("post", ["Bupati Bangkalan", "Wakil Bupati Bangkalan", "Sekretaris Daerah"])
def test_regent_and_regional_secretary_sign_without_rank_and_nip(post: str) -> None:
    text = _signed_by(jabatan=post)

    assert post.upper() + "," in text
    assert "NIP" not in text and "Pembina Utama Muda" not in text


def test_an_office_may_decide_otherwise_for_its_secretary() -> None:
    assert "NIP 19700101" in _signed_by(jabatan="Sekretaris Daerah", tampilkan_nip=True)


@pytest.mark.parametrize(("form", "prefix"), [("plt", "Plt."), ("plh", "Plh."), ("pj", "Pj.")])
def test_an_acting_official_says_so_before_the_post(form: str, prefix: str) -> None:
    assert f"{prefix} KEPALA BADAN" in _signed_by(bentuk=form)
    assert prefix not in _signed_by(bentuk="definitif")


def test_on_behalf_of_names_the_mandator_above_the_post() -> None:
    text = _signed_by(jabatan="Sekretaris Daerah", atas_nama="Bupati Bangkalan")

    assert "a.n. BUPATI BANGKALAN SEKRETARIS DAERAH," in text


def test_for_the_attention_of_two_levels_below() -> None:
    text = _signed_by(jabatan="Asisten Administrasi Umum", atas_nama=["Bupati Bangkalan", "Sekretaris Daerah"])

    assert "a.n. BUPATI BANGKALAN SEKRETARIS DAERAH u.b. ASISTEN ADMINISTRASI UMUM," in text


@pytest.mark.parametrize(
    ("head", "name"), [("BKPSDA", "BADAN KEPEGAWAIAN"), ("SETDA", "SEKRETARIAT DAERAH"), ("BUPATI", "BUPATI BANGKALAN")]
)
def test_the_letterhead_follows_its_key_even_beside_another_units_address(head: str, name: str) -> None:
    data = {**example("surat_dinas"), "kop": head}  # the address in the data is BKPSDA's

    text = words(letter("surat_dinas", data))

    assert name in text.split("Nomor")[0]
    assert ("Soekarno-Hatta" in text) == (head == "BKPSDA")
