"""The gate: who gets in, and which requests count as one's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from engine.world import MovedWorld
from tests.portal.visitors import PASSWORD, Page, Visitor

Visit = Callable[[str | None], Visitor]


@pytest.mark.parametrize(
    "address",
    ["/", "/tugas", "/perkara", "/perkara/x", "/perkara/baru", "/gangguan", "/saya", "/perkara/x/diagram.bpmn"],
)
def test_without_a_session_every_page_asks_to_log_in(visit: Visit, address: str) -> None:
    page = visit(None).get(address)

    assert page.status == 302
    assert page.location.startswith("/masuk")


def test_after_logging_in_one_is_where_one_wanted_to_be(visit: Visit) -> None:
    nobody = visit(None)
    door = nobody.get(nobody.get("/perkara?cari=cuti").location)

    page = nobody.send(door, "/masuk", pengguna="ani", sandi=PASSWORD)

    assert (page.status, page.location) == (303, "/perkara?cari=cuti")


@pytest.mark.parametrize(
    "elsewhere", ["https://luar.example/", "//luar.example", "/\\luar.example", "javascript:alert(1)", "/a\nb"]
)
def test_logging_in_never_leads_to_another_site(visit: Visit, elsewhere: str) -> None:
    page = visit(None).log_in("ani", lanjut=elsewhere)

    assert page.location == "/"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(visit: Visit) -> None:
    wrong = visit(None).log_in("ani", "salah")
    unknown = visit(None).log_in("siapa", "salah")

    assert wrong.status == unknown.status == 401
    assert wrong.all("//*[@role='alert']") == unknown.all("//*[@role='alert']") != []


def test_guessing_is_slowed_down(visit: Visit, world: MovedWorld) -> None:
    guesser = visit(None)
    for _ in range(5):
        guesser.log_in("ani", "salah")

    assert guesser.log_in("ani").status == 429

    world.move(minutes=6)
    assert guesser.log_in("ani").status == 303


def test_logging_out_ends_the_session_for_every_copy_of_the_cookie(visit: Visit) -> None:
    ani = visit("ani")
    stolen = ani.client.get_cookie("alur_sesi")
    page = ani.get("/saya")

    out = ani.send(page, "/keluar")

    assert out.location == "/masuk"
    assert out.response.headers["Clear-Site-Data"] == '"cache"'
    assert stolen is not None
    ani.client.set_cookie("alur_sesi", stolen.value)
    assert ani.get("/tugas").location.startswith("/masuk")


def test_a_session_ends_by_itself(visit: Visit, world: MovedWorld) -> None:
    ani = visit("ani")

    world.moment += timedelta(hours=13)

    assert ani.get("/tugas").location.startswith("/masuk")


def test_the_session_cookie_is_out_of_reach_for_scripts_and_other_sites(visit: Visit) -> None:
    cookie = next(
        value
        for value in visit(None).log_in("ani").response.headers.getlist("Set-Cookie")
        if value.startswith("alur_sesi=")
    )

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("fields", [{}, {"_csrf": ""}, {"_csrf": "tebakan"}, {"_csrf": "00"}, {"_csrf": "abcd" * 40}])
def test_a_change_without_our_token_is_refused(visit: Visit, fields: dict[str, str]) -> None:
    ani = visit("ani")

    page = ani.post("/perkara/baru/cuti", perihal="Cuti", hari="3", **fields)

    assert page.status == 400
    assert visit("ani").get("/perkara").all("//h2[@class='case-title']") == []


def test_one_persons_token_is_nobody_elses(visit: Visit) -> None:
    token = visit("bram").get("/saya").hidden("/keluar")["_csrf"]

    assert visit("ani").post("/keluar", _csrf=token).status == 400


def test_the_log_in_form_has_a_token_too(visit: Visit) -> None:
    page = visit(None).post("/masuk", pengguna="ani", sandi=PASSWORD)

    assert page.status == 400


def test_what_another_site_sends_is_refused_even_with_the_token(visit: Visit) -> None:
    ani = visit("ani")
    token = ani.get("/saya").hidden("/keluar")["_csrf"]

    answer = ani.client.post("/keluar", data={"_csrf": token}, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403


@pytest.mark.parametrize("address", ["/perkara/%00", "/perkara?cari=%00", "/perkara/x/tugas/%00", "/masuk?lanjut=/%00"])
def test_a_nul_in_an_address_is_refused(visit: Visit, address: str) -> None:
    assert visit("ani").get(address).status == 400


def test_a_nul_in_a_form_is_refused(visit: Visit) -> None:
    assert visit(None).log_in("ani\0").status == 400


def test_more_than_we_can_take_is_refused_in_words(visit: Visit, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    ani = visit("ani")
    page = ani.get("/perkara/baru/cuti")
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 1000)

    sent = ani.send(page, "/perkara/baru/cuti", perihal="x" * 2000, hari="3")

    assert sent.status == 413
    assert "Perkecil berkasnya" in sent.text


def resumed(page: Page) -> dict[str, str]:
    """The fields of the page that gives somebody's typing back."""
    assert page.document is not None
    return {field.get("name"): field.get("value") for field in page.document.xpath("//main//form//input")}


def test_what_was_typed_into_a_short_form_waits_while_one_logs_in_again(visit: Visit, world: MovedWorld) -> None:
    ani = visit("ani")
    case_id = ani.start()
    address = f"/perkara/{case_id}/komentar"
    given = ani.get(f"/perkara/{case_id}").hidden(address)
    world.move(hours=13)

    door = ani.post(address, **given, komentar="Mohon dicek “lampiran”.\nTerima kasih.")
    waiting = ani.send(door, "/masuk", pengguna="ani", sandi=PASSWORD)
    sent = ani.post(address, **resumed(waiting))
    again = ani.post(address, **resumed(waiting))

    assert (door.status, waiting.status, sent.status, again.status) == (401, 200, 303, 303)
    assert "Mohon dicek “lampiran”. Terima kasih." in waiting.text
    assert waiting.all("//main//button") == ["Kirim sekarang"]
    assert len(ani.get(f"/perkara/{case_id}").all("//li[starts-with(@id, 'komentar-')]")) == 1


def test_a_form_of_an_older_log_in_shows_its_typing_and_does_nothing(visit: Visit, world: MovedWorld) -> None:
    oka = visit("oka")
    typed = {"pegawai": "citra", "bentuk": "plh", "surat": "800/7", "mulai": "2026-01-12", "sampai": "2026-01-13"}
    address = "/jabatan/kantor.kepala/mandat"
    stale = {"_csrf": oka.get("/jabatan/kantor.kepala").hidden(address)["_csrf"]}
    oka.post("/keluar", **oka.get("/saya").hidden("/keluar"))
    oka.log_in("oka")

    shown = Page(oka.client.post(address, data=stale | typed, headers={"Sec-Fetch-Site": "same-origin"}))
    elsewhere = Page(oka.client.post(address, data=stale | typed))

    assert (shown.status, elsewhere.status) == (409, 400)
    assert "800/7" in shown.text and "800/7" not in oka.get("/jabatan/kantor.kepala").text
    assert oka.post(address, **resumed(shown)).status == 303
    assert "800/7" in oka.get("/jabatan/kantor.kepala").text


def test_a_password_never_waits_in_a_page(visit: Visit, world: MovedWorld) -> None:
    ani = visit("ani")
    given = ani.get("/saya/kata-sandi").hidden("/saya/kata-sandi")
    world.move(hours=13)

    answer = ani.post("/saya/kata-sandi", **given, lama=PASSWORD, baru="kuda hijau lompat pagar", ulang="x")

    assert answer.status == 302
    assert b"kuda hijau" not in answer.response.data
