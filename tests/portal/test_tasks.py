"""The task page: one act once, and nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest

from engine.engine import Engine
from engine.world import MovedWorld
from tests.portal.visitors import PASSWORD, Visitor, task_address

Visit = Callable[[str | None], Visitor]
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def test_a_case_walks_from_the_first_order_to_its_end(visit: Visit, engine: Engine) -> None:
    from engine import jobs

    ani, bram, umi = visit("ani"), visit("bram"), visit("umi")
    case_id = ani.start()
    assert ani.complete(case_id, "susun", isi="Mohon cuti.").status == 303
    assert bram.complete(case_id, "periksa", keputusan="setuju").status == 303
    assert umi.complete(case_id, "nomori", agenda="12").status == 303
    jobs.run_pending(engine)
    assert umi.complete(case_id, "jawaban", keputusan="ya").status == 303

    page = umi.get(f"/perkara/{case_id}")

    assert "Selesai" in page.all("//*[contains(@class, 'case-head')]")[0]
    assert page.all("//*[@id='kejadian-2']//*[@class='what']") == ["Menyusun surat"]


def test_what_was_done_is_said_with_whom_the_case_now_waits_for(visit: Visit) -> None:
    ani = visit("ani")
    case_id = ani.start()

    done = ani.get(ani.complete(case_id, "susun", isi="Mohon cuti.").location)

    notice = done.all("//*[@role='status']")[0]
    assert "Terkirim: Menyusun surat" in notice
    assert "menunggu Kepala Kantor" in notice


def test_a_return_shows_its_note_on_top_to_whom_must_mend_it(visit: Visit) -> None:
    ani, bram = visit("ani"), visit("bram")
    case_id = ani.start()
    ani.complete(case_id, "susun", isi="Mohon cuti.")

    bram.complete(case_id, "periksa", keputusan="kembalikan", catatan="Tanggalnya keliru.")

    page = ani.get(task_address(case_id, "susun~2"))
    note = page.all("//*[contains(@class, 'notice')]")[0]
    assert "Dikembalikan untuk diperbaiki" in note
    assert "Tanggalnya keliru." in note
    assert "Bram" in note


def test_an_error_stands_beside_its_field_and_the_typing_stays(visit: Visit) -> None:
    bram, ani = visit("bram"), visit("ani")
    case_id = ani.start()
    ani.complete(case_id, "susun", isi="Mohon cuti.")

    page = bram.complete(case_id, "periksa", keputusan="kembalikan", catatan="")

    assert page.status == 422
    assert page.all("//input[@name='keputusan'][@checked]/@value") == ["kembalikan"]
    assert page.all("//*[@aria-invalid='true']/@name") == ["catatan"]
    assert page.all("//title")[0].startswith("Kesalahan")


def test_sending_twice_acts_once(visit: Visit) -> None:
    ani = visit("ani")
    case_id = ani.start()
    address = task_address(case_id, "susun")
    page = ani.get(address)

    first = ani.send(page, address, isi="Mohon cuti.")
    second = ani.send(page, address, isi="Mohon cuti.")

    assert (first.status, second.status) == (303, 303)
    assert first.location == second.location
    assert len(ani.get(f"/perkara/{case_id}").all("//ol[@class='timeline']/li")) == 2


def test_starting_twice_starts_one_case(visit: Visit) -> None:
    ani = visit("ani")
    page = ani.get("/perkara/baru/cuti")

    sent = [ani.send(page, "/perkara/baru/cuti", perihal="Cuti", hari="2").location for _ in range(2)]

    assert sent[0] == sent[1]
    assert len(ani.get("/perkara").all("//*[@class='case-title']")) == 1


def test_the_loser_of_a_race_is_told_kindly_and_keeps_the_input(visit: Visit) -> None:
    umi, dewi, bram, ani = visit("umi"), visit("dewi"), visit("bram"), visit("ani")
    case_id = ani.start()
    ani.complete(case_id, "susun", isi="Mohon cuti.")
    bram.complete(case_id, "periksa", keputusan="setuju")
    address = task_address(case_id, "nomori")
    seen_by_dewi = dewi.get(address)
    umi.complete(case_id, "nomori", agenda="12")

    lost = dewi.send(seen_by_dewi, address, agenda="Agenda 13 dari Dewi")

    assert lost.status == 409
    assert "baru saja diselesaikan oleh Umi" in lost.text
    assert "Agenda 13 dari Dewi" in lost.text


def test_a_stale_page_comes_back_fresh_with_the_typing_in_it(visit: Visit) -> None:
    ani = visit("ani")
    case_id = ani.start()
    address = task_address(case_id, "susun")
    fields = ani.get(address).hidden(address)

    stale = ani.post(address, **(fields | {"_versi": "99", "isi": "Mohon cuti tiga hari."}))

    assert stale.status == 409
    assert stale.all("//textarea[@name='isi']") == ["Mohon cuti tiga hari."]
    assert ani.send(stale, address, isi="Mohon cuti tiga hari.").status == 303


def test_a_colleagues_claim_is_respected_and_the_typing_stays(visit: Visit) -> None:
    umi, dewi, bram, ani = visit("umi"), visit("dewi"), visit("bram"), visit("ani")
    case_id = ani.start()
    ani.complete(case_id, "susun", isi="Mohon cuti.")
    bram.complete(case_id, "periksa", keputusan="setuju")
    address = task_address(case_id, "nomori")
    seen_by_dewi = dewi.get(address)
    umi.send(umi.get(address), f"{address}/ambil")

    refused = dewi.send(seen_by_dewi, address, agenda="13")

    assert refused.status == 409
    assert "Umi" in refused.text
    assert refused.all("//input[@name='agenda']/@value") == ["13"]
    assert umi.send(umi.get(address), f"{address}/lepas").status == 303
    assert dewi.send(dewi.get(address), address, agenda="13").status == 303


def test_an_uploaded_file_survives_an_error_elsewhere(visit: Visit) -> None:
    ani = visit("ani")
    case_id = ani.start()

    wrong = ani.complete(case_id, "susun", isi="", lampiran=(BytesIO(PDF), "surat dokter.pdf"))
    address = task_address(case_id, "susun")
    mended = ani.send(wrong, address, isi="Mohon cuti.")

    assert wrong.status == 422
    assert "surat dokter.pdf" in wrong.text
    assert mended.status == 303


def test_a_disguised_file_is_refused_and_the_typing_stays(visit: Visit) -> None:
    ani = visit("ani")
    case_id = ani.start()

    page = ani.complete(case_id, "susun", isi="Mohon cuti.", lampiran=(BytesIO(b"MZ\x90\x00program"), "surat.pdf"))

    assert page.status == 422
    assert "tidak sesuai dengan namanya" in page.text
    assert page.all("//textarea[@name='isi']") == ["Mohon cuti."]


def test_a_session_that_ended_while_typing_loses_nothing(visit: Visit, world: MovedWorld) -> None:
    ani = visit("ani")
    case_id = ani.start()
    address = task_address(case_id, "susun")
    page = ani.get(address)
    world.move(hours=13)

    door = ani.send(page, address, isi='Mohon cuti "tiga" hari & <segera>.')
    wrong = ani.send(door, "/masuk", pengguna="ani", sandi="salah")
    back = ani.send(wrong, "/masuk", pengguna="ani", sandi=PASSWORD)
    form = ani.send(back, address)

    assert (door.status, wrong.status, back.status, form.status) == (401, 401, 200, 200)
    assert "kiriman tadi belum diterima" in door.text
    assert form.all("//textarea[@name='isi']") == ['Mohon cuti "tiga" hari & <segera>.']
    assert ani.send(form, address, isi="Mohon cuti.").status == 303


@pytest.mark.parametrize("kept", ["", "x", "{}", "[1]", '[["a"]]', '[["a", 1]]', '[["isi", "b"]]'])
def test_the_door_takes_any_nonsense_as_typing(visit: Visit, kept: str) -> None:
    assert visit(None).log_in("ani", _isian=kept, lanjut="/tugas").status in (200, 303)


@pytest.mark.parametrize("task", ["periksa", "susun~2", "tidak_ada", "../../x", "susun/lain[0]"])
def test_tasks_that_are_not_there_are_not_there(visit: Visit, task: str) -> None:
    ani = visit("ani")
    case_id = ani.start()

    assert ani.get(task_address(case_id, task)).status == 404


def test_somebody_from_elsewhere_sees_nothing_and_changes_nothing(visit: Visit) -> None:
    ani, citra = visit("ani"), visit("citra")
    case_id = ani.start()
    address = task_address(case_id, "susun")
    token = citra.get("/saya").hidden("/keluar")

    assert citra.get(address).status == 404
    assert citra.post(address, **token, isi="Punya saya").status == 404
    assert ani.get(address).status == 200


def test_acting_under_a_mandate_is_seen_on_every_page(visit: Visit, give_mandate: Callable[..., None]) -> None:
    give_mandate("umi", "kantor.kepala", date(2026, 1, 5), date(2026, 1, 9))
    ani, umi = visit("ani"), visit("umi")
    case_id = ani.start()
    ani.complete(case_id, "susun", isi="Mohon cuti.")

    page = umi.get(task_address(case_id, "periksa"))

    assert page.all("//header[contains(@class, 'by-mandate')]//*[@class='header-as']")[0].startswith(
        "Plh. Kepala Kantor s.d. 9 Jan 2026"
    )
    assert umi.send(page, task_address(case_id, "periksa"), keputusan="setuju").status == 303
    assert "Plh. Kepala Kantor" in umi.get(f"/perkara/{case_id}").all("//*[@id='kejadian-3']")[0]


def test_a_mandate_that_ended_while_typing_gives_the_typing_back(
    visit: Visit, world: MovedWorld, give_mandate: Callable[..., None]
) -> None:
    give_mandate("umi", "kantor.kepala", date(2026, 1, 5), date(2026, 1, 5))
    ani = visit("ani")
    case_id = ani.start()
    ani.complete(case_id, "susun", isi="Mohon cuti.")
    world.move(hours=9)
    umi = visit("umi")
    address = task_address(case_id, "periksa")
    page = umi.get(address)
    world.move(hours=8)

    sent = umi.send(page, address, keputusan="kembalikan", catatan="Tanggalnya keliru sekali.")

    assert sent.status in (403, 404)
    assert "Tanggalnya keliru sekali." in sent.text
