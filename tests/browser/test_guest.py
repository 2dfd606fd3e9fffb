"""A participant with a phone in the hand: opens the link, confirms, photographs papers, mends what is lacking, is done."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from engine import commands
from engine.engine import Engine
from tests.browser.looking import faults, picture
from tests.links.guest import PHOTO
from tests.links.summons import PESI, TAMU, secret_for, somebody, summon, summoning

__all__ = ["summoning"]

Phone = Callable[..., Page]


@pytest.fixture
def phone(chromium: Browser, address: str) -> Iterator[Phone]:
    """A small phone with touch: `phone(dark=True)`."""
    contexts = []

    def take(*, dark: bool = False) -> Page:
        context = chromium.new_context(
            base_url=address,
            viewport={"width": 360, "height": 740},
            device_scale_factor=2,
            is_mobile=True,
            has_touch=True,
            locale="id-ID",
            color_scheme="dark" if dark else "light",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context.new_page()

    yield take
    for context in contexts:
        context.close()


def _photo(name: str) -> dict[str, object]:
    return {"name": name, "mimeType": "image/jpeg", "buffer": PHOTO + name.encode()}


def _enter(page: Page, secret: str, nip: str) -> None:
    page.goto(f"/urusan/masuk#{secret}")
    page.get_by_label("6 angka terakhir NIP Anda").fill(nip[-6:])
    page.get_by_role("button", name="Buka urusan saya").tap()
    page.wait_for_url("**/urusan")


def _check(engine: Engine, case_id: str, again: str = "", **answer: object) -> None:
    task = f"setiap[0]/berkas_peserta/BK_verifikasi{again}"
    commands.complete(engine, somebody(engine, "umi"), case_id, task, answer)


@pytest.mark.parametrize("dark", [False, True])
def test_a_participant_on_a_phone(summoning: Engine, phone: Phone, dark: bool) -> None:
    case_id = summon(summoning)
    secret = secret_for(summoning, case_id, PESI)
    page, found = phone(dark=dark), {}
    look = "-gelap" if dark else ""

    def judge(name: str) -> None:
        picture(page, f"peserta-{name}{look}")
        found[name] = faults(page)

    page.goto(f"/urusan/masuk#{secret}")
    expect(page.get_by_label("6 angka terakhir NIP Anda")).to_be_focused()
    assert secret not in page.url
    judge("pintu")
    _enter(page, secret, PESI)
    judge("urusan")
    page.get_by_role("link", name="Kerjakan: Konfirmasi kesediaan").tap()
    page.get_by_label("Bersedia").check()
    page.get_by_role("button", name="Kirim").tap()
    page.get_by_role("link", name="Kerjakan: Unggah berkas persyaratan").tap()
    page.get_by_label("SK pangkat").set_input_files(_photo("sk.jpg"))
    page.get_by_text("sk.jpg tersimpan").wait_for()
    page.get_by_label("Pas foto").set_input_files(_photo("foto.jpg"))
    page.get_by_text("foto.jpg tersimpan").wait_for()
    real = {"name": "tugas.jpg", "mimeType": "image/jpeg", "buffer": page.screenshot(type="jpeg")}
    page.get_by_label("Foto kertasnya").set_input_files([real, real])
    page.get_by_text("tugas.pdf tersimpan").wait_for()
    judge("unggah")
    page.get_by_role("button", name="Kirim").tap()
    expect(page.get_by_text("Petugas Umum sedang mengerjakan")).to_be_visible()
    _check(summoning, case_id, keputusan="kurang", kurang=["foto"], catatan="Foto terlalu gelap; mohon difoto ulang.")
    page.goto("/urusan")
    expect(page.get_by_text("kurang", exact=True)).to_be_visible()
    judge("kurang")
    page.get_by_role("link", name="Kerjakan: Unggah berkas persyaratan").tap()
    page.get_by_role("heading", name="Unggah berkas persyaratan").wait_for()
    judge("perbaiki")
    page.get_by_label("Pas foto").set_input_files(_photo("terang.jpg"))
    page.get_by_text("terang.jpg tersimpan").wait_for()
    page.get_by_role("button", name="Kirim").tap()
    page.get_by_text("Terkirim. Terima kasih.").wait_for()
    _check(summoning, case_id, "~2", keputusan="lengkap")
    page.goto("/urusan")
    expect(page.get_by_text("diterima", exact=True)).to_have_count(3)
    judge("selesai")

    assert {name: what for name, what in found.items() if what} == {}


def test_a_stored_file_outlives_a_lost_network_and_a_closed_page(summoning: Engine, phone: Phone) -> None:
    case_id = summon(summoning)
    page = phone()
    _enter(page, secret_for(summoning, case_id, PESI), PESI)
    page.get_by_role("link", name="Kerjakan: Konfirmasi kesediaan").tap()
    page.get_by_label("Bersedia").check()
    page.get_by_role("button", name="Kirim").tap()
    page.get_by_role("link", name="Kerjakan: Unggah berkas persyaratan").tap()

    def lose(route: Route) -> None:
        route.abort("internetdisconnected")

    page.route("**/urusan/berkas", lose)
    page.get_by_label("SK pangkat").set_input_files(_photo("sk.jpg"))
    page.get_by_text("Jaringan terputus").wait_for()
    page.unroute("**/urusan/berkas", lose)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.get_by_text("sk.jpg tersimpan").wait_for()
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()

    expect(page.locator(".stored-name")).to_have_text("sk.jpg")
    page.get_by_label("Pas foto").set_input_files(_photo("foto.jpg"))
    page.get_by_text("foto.jpg tersimpan").wait_for()
    page.get_by_role("button", name="Kirim").tap()
    expect(page.get_by_text("Petugas Umum sedang mengerjakan")).to_be_visible()


def test_a_file_chosen_before_the_scripts_came_is_stored_once_they_come(summoning: Engine, phone: Phone) -> None:
    case_id = summon(summoning)
    page = phone()
    _enter(page, secret_for(summoning, case_id, PESI), PESI)
    page.get_by_role("link", name="Kerjakan: Konfirmasi kesediaan").tap()
    page.get_by_label("Bersedia").check()
    page.get_by_role("button", name="Kirim").tap()
    work = page.get_by_role("link", name="Kerjakan: Unggah berkas persyaratan").get_attribute("href")

    def hold(route: Route) -> None:
        """A slow network: the page is there, its script is not."""

    page.route("**/mine-*.js", hold)
    page.goto(work or "", wait_until="commit")
    page.get_by_label("SK pangkat").set_input_files(_photo("sk.jpg"))
    page.unroute("**/mine-*.js", hold)  # which lets the held ones go

    page.get_by_text("sk.jpg tersimpan").wait_for()
    expect(page.locator(".stored-name")).to_have_text("sk.jpg")


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_an_official_copies_a_link(summoning: Engine, somebody: Callable[..., object], size: str) -> None:
    case_id = summon(summoning)
    ani = somebody("ani", size, dark=size == "narrow")
    page: Page = ani.page  # type: ignore[attr-defined]  # Somebody by its fixture
    page.goto(f"/perkara/{case_id}/tautan")
    before = faults(page)
    picture(page, f"tautan-{size}")

    page.get_by_role("button", name="Buat tautan Tamu Contoh, S.E.").or_(
        page.get_by_role("button", name=f"Buat tautan {TAMU}")
    ).click()
    expect(page.get_by_label("Pesan WhatsApp", exact=True)).to_have_value(re.compile("/urusan/masuk#"))
    picture(page, f"tautan-dibuat-{size}")

    assert before + faults(page) == []


def test_an_old_link_says_whom_to_ask(summoning: Engine, phone: Phone) -> None:
    case_id = summon(summoning)
    old = secret_for(summoning, case_id, PESI)
    secret_for(summoning, case_id, PESI)
    page = phone()

    page.goto(f"/urusan/masuk#{old}")
    page.get_by_label("6 angka terakhir NIP Anda").fill(PESI[-6:])
    page.get_by_label("6 angka terakhir NIP Anda").press("Enter")  # not the language that stands above it

    expect(page.get_by_text("hubungi Kantor Contoh")).to_be_visible()
    picture(page, "peserta-tidak-berlaku")
    assert faults(page) == []
