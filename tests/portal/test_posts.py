"""Positions and mandates as operators and heads keep them, and as everybody else does not."""

from __future__ import annotations

from collections.abc import Callable

from engine.engine import Engine
from engine.schema import mandates, persons
from engine.world import MovedWorld
from tests.portal.visitors import Visitor, task_address

Visit = Callable[[str | None], Visitor]
HEAD = "/jabatan/kantor.kepala"
MANDATE = {
    "pegawai": "citra",
    "bentuk": "plh",
    "surat": "800/7/2026",
    "mulai": "2026-01-05",
    "sampai": "2026-01-07",
}


def test_a_plh_is_named_everywhere_until_the_last_day_is_over(visit: Visit, world: MovedWorld) -> None:
    ani, oka = visit("ani"), visit("oka")
    case_id = ani.start()
    ani.complete(case_id, "susun", isi="Mohon cuti.")

    sent = oka.send(oka.get(HEAD), f"{HEAD}/mandat", **MANDATE, dikecualikan="")

    assert sent.status == 422  # an empty choice is no element
    sent = oka.send(oka.get(HEAD), f"{HEAD}/mandat", **MANDATE)
    assert sent.status == 303
    assert "Plh. Kepala Kantor" in oka.get(sent.location).text
    citra = visit("citra")
    assert "Plh. Kepala Kantor s.d. 7 Jan 2026" in citra.get("/saya").text
    assert "Memeriksa surat" in citra.get("/tugas").text
    citra.complete(case_id, "periksa", keputusan="setuju")
    assert "Citra, Plh. Kepala Kantor" in ani.get(f"/perkara/{case_id}").text
    world.move(days=3)
    assert "Plh." not in visit("citra").get("/saya").text


def test_what_was_typed_stays_when_the_mandate_ends_under_the_hand(visit: Visit, world: MovedWorld) -> None:
    ani, oka = visit("ani"), visit("oka")
    case_id = ani.start()
    ani.complete(case_id, "susun", isi="Mohon cuti.")
    oka.send(oka.get(HEAD), f"{HEAD}/mandat", **MANDATE)
    citra = visit("citra")
    address = task_address(case_id, "periksa")
    page = citra.get(address)
    world.move(hours=1)

    oka_page = oka.get(HEAD)
    action = oka_page.all("//form[contains(@action, '/mandat/')]/@action")[0]
    assert oka.send(oka_page, action, alasan=" ").status == 422
    assert oka.send(oka_page, action, alasan="Pejabat sudah kembali.").status == 303
    sent = citra.send(page, address, keputusan="kembalikan", catatan="Tanggalnya belum ada.")

    assert sent.status == 403
    assert "Mandat Anda sebagai Plh. Kepala Kantor (surat 800/7/2026) berakhir" in sent.text
    assert "Tanggalnya belum ada." in sent.text
    assert "Pejabat sudah kembali." in oka.get(HEAD).text


def test_a_refused_mandate_says_why_and_keeps_what_was_typed(visit: Visit, engine: Engine) -> None:
    oka = visit("oka")

    sent = oka.send(oka.get(HEAD), f"{HEAD}/mandat", **(MANDATE | {"bentuk": "plt"}))

    assert sent.status == 422
    assert "Plt. hanya untuk jabatan yang kosong; Bram memegangnya." in sent.text
    assert sent.all("//input[@id='surat-mandat']/@value") == ["800/7/2026"]
    with engine.database.reading() as connection:
        assert connection.execute(mandates.select()).all() == []


def test_a_vacant_post_is_loud(visit: Visit) -> None:
    oka = visit("oka")
    page = oka.get(HEAD)

    address = f"{HEAD}/pejabat/akhir"
    sent = oka.send(page, address, alasan="Pensiun.", sampai="")

    assert sent.status == 303
    assert "1 jabatan kosong" in oka.get("/jabatan").text
    again = oka.send(oka.get(HEAD), f"{HEAD}/pejabat", pegawai="citra", surat="SK 1", mulai="2026-01-05")
    assert again.status == 303
    assert "jabatan kosong" not in oka.get("/jabatan").text


def test_in_a_large_office_the_nip_is_typed(visit: Visit, engine: Engine) -> None:
    with engine.database.transaction() as connection:
        connection.execute(persons.insert(), [{"id": f"p{n}", "name": f"Orang {n}"} for n in range(300)])
    oka = visit("oka")
    page = oka.get(HEAD)

    sent = oka.send(page, f"{HEAD}/mandat", **(MANDATE | {"pegawai": "19800104 200501 1 004"}))
    wrong = oka.send(page, f"{HEAD}/mandat", **(MANDATE | {"pegawai": "199005142013122002"}))

    assert page.all("//select[@name='pegawai']") == []
    assert sent.status == 303
    assert "Plh. Kepala Kantor" in visit("citra").get("/saya").text
    assert wrong.status == 422


def test_what_is_wrong_stands_in_the_form_that_was_sent_and_nothing_of_it_is_lost(visit: Visit) -> None:
    oka = visit("oka")
    address = "/jabatan/kantor.kepala/mandat"
    typed = {"pegawai": "citra", "bentuk": "plt", "surat": "800/7", "mulai": "0026-01-12", "sampai": "13/01/2026"}

    page = oka.send(oka.get("/jabatan/kantor.kepala"), address, **typed, dikecualikan="periksa")

    assert page.status == 422
    assert page.all("//*[@class='field-error']") == ["Tahun 26 tidak mungkin; periksa tahunnya."]
    assert page.all("//input[@name='surat']/@value") == ["800/7", ""]
    assert page.all("//input[@name='dikecualikan'][@checked]/@value") == ["periksa"]
    assert page.all("//select[@id='pegawai-mandat']/option[@selected]/@value") == ["citra"]
    assert page.all("//select[@id='pegawai-angkat']/option[@selected]") == []


def test_ending_a_seat_without_a_reason_opens_its_form_again(visit: Visit) -> None:
    oka = visit("oka")
    address = "/jabatan/kantor.umum/pejabat/akhir"
    given = oka.get("/jabatan/kantor.umum").hidden(address) | {"pegawai": "dewi", "sejak": "2025-01-01"}

    page = oka.post(address, **given, sampai="2026-01-20", alasan=" ")

    assert page.status == 422
    assert page.all("//details[@open]/summary") == ["Akhiri: Dewi"]
    assert page.all("//details[@open]//input[@name='sampai']/@value") == ["2026-01-20"]
    assert page.all("//*[@class='field-error']") == ["Tulis alasannya, misalnya mutasi atau pensiun."]
