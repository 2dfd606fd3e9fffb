"""A participant reads Indonesian first, English by choice: for the visit, without an account, nothing lost, nothing untranslated."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest

from engine.engine import Engine
from tests.links.guest import come_in, photo, send
from tests.links.summons import CONFIRM, PESI, UPLOAD, secret_for, summon
from tests.links.test_room import _check
from tests.portal.test_languages import _catalogue
from tests.portal.visitors import Page, Visitor

Visit = Callable[[str | None], Visitor]
SWITCH = "/urusan/bahasa"


@pytest.fixture
def pesi(summoning: Engine, visit: Visit) -> Visitor:
    """A participant who came in and chose English."""
    visitor = visit(None)
    come_in(visitor, secret_for(summoning, summon(summoning), PESI), PESI[-6:])
    visitor.send(visitor.get("/urusan"), SWITCH, _bahasa="en")
    return visitor


def _indonesian(page: Page) -> list[str]:
    """The portal's own Indonesian texts that a page in English still shows; what is marked as Indonesian is the SOP's."""
    english = {message.id: message.string for message in _catalogue() if isinstance(message.id, str)}
    foreign = {text for text, told in english.items() if told and told != text and " " in text} | {"Kirim", "Hapus"}
    root = page.document
    assert root is not None and root.get("lang") == "en"
    texts = root.xpath("//text()[not(ancestor::*[@lang='id']) and not(ancestor::script)]")
    told = root.xpath(
        "//*[not(ancestor-or-self::*[@lang='id'])]/@*[name()='aria-label' or name()='title' or name()='data-said']"
    )
    return [" ".join(text.split()) for text in [*texts, *told] if " ".join(text.split()) in foreign]


def test_english_lasts_for_the_visit_and_ends_with_it(summoning: Engine, visit: Visit) -> None:
    secret = secret_for(summoning, summon(summoning), PESI)
    visitor = visit(None)
    door = visitor.get("/urusan/masuk")
    assert door.document is not None and door.document.get("lang") == "id"

    again = visitor.send(door, "/urusan/masuk", kode=f"http://localhost/urusan/masuk#{secret}", angka="", _bahasa="en")
    assert again.all("//h1") == ["Enter by your personal link"]
    assert again.all("//input[@name='kode']/@value") == [secret]
    visitor.send(again, "/urusan/masuk", kode=secret, angka=PESI[-6:])
    room = visitor.get("/urusan")
    assert room.all("//h1") == ["My matter"]
    assert visitor.get("/masuk").all("//h1") == ["Masuk ke Alur"]

    visitor.send(room, "/urusan/keluar")
    assert visitor.get("/urusan/masuk").all("//h1") == ["Masuk dengan tautan pribadi"]


def test_changing_the_language_of_a_task_loses_no_typing_and_does_nothing(summoning: Engine, pesi: Visitor) -> None:
    address = f"/urusan/tugas/{quote(CONFIRM.format(0), safe='/~')}"

    page = pesi.send(pesi.get(address), address, kesediaan="tidak", _bahasa="id")

    assert page.status == 200
    assert page.document is not None and page.document.get("lang") == "id"
    assert page.all("//input[@name='kesediaan'][@checked]/@value") == ["tidak"]
    assert "Yang ditunggu dari Anda" in pesi.get("/urusan").text


def test_no_page_in_english_shows_our_indonesian(summoning: Engine, pesi: Visitor) -> None:
    case_id = summon(summoning)
    come_in(pesi, secret_for(summoning, case_id, PESI), PESI[-6:])
    confirm, upload = (f"/urusan/tugas/{quote(task, safe='/~')}" for task in (CONFIRM.format(0), UPLOAD.format(0, "")))
    pages = [pesi.get("/urusan/masuk"), pesi.get("/urusan"), pesi.get(confirm), pesi.get("/urusan/tugas/x")]

    pages += [pesi.send(pages[2], confirm)]  # nothing filled in
    assert "One answer needs to be corrected" in pages[-1].text
    send(pesi, CONFIRM.format(0), kesediaan="ya")
    pages += [pesi.get("/urusan"), pesi.get(upload), pesi.send(pesi.get(upload), upload, tindakan="kirim")]
    assert "Upload " in pages[-1].text
    files = {"berkas.sk_pangkat": photo("sk.jpg"), "berkas.foto": photo("foto.jpg")}
    pesi.send(pesi.get(upload), upload, tindakan="kirim", **files)
    pages += [pesi.get("/urusan"), pesi.get(upload)]
    _check(summoning, case_id, 0, keputusan="kurang", kurang=["foto"], catatan="Foto terlalu gelap.")
    pages += [pesi.get("/urusan"), pesi.get(f"/urusan/tugas/{quote(UPLOAD.format(0, '~2'), safe='/~')}")]
    pages += [pesi.send(pages[1], "/urusan/masuk", kode="0" * 40, angka="123456", _csrf="")]

    assert [found for page in pages for found in _indonesian(page)] == []


def test_only_pages_of_the_room_are_returned_to(pesi: Visitor) -> None:
    went = [
        pesi.send(pesi.get("/urusan"), SWITCH, _bahasa="en", kembali=where).location
        for where in ("/urusan/tugas/x", "//jahat.example/urusan", "/operasi", "/urusanku", "")
    ]

    assert went == ["/urusan/tugas/x", "/urusan", "/urusan", "/urusan", "/urusan"]


def test_a_language_that_is_not_ours_changes_nothing(pesi: Visitor) -> None:
    pesi.send(pesi.get("/urusan"), SWITCH, _bahasa="xx")

    assert pesi.get("/urusan").all("//h1") == ["My matter"]
