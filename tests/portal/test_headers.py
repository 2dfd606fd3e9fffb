"""What every answer tells the browser."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest

from portal.assets import manifest
from tests.portal.visitors import Visitor

Visit = Callable[[str | None], Visitor]
PAGES = ["/tugas", "/perkara", "/perkara/baru", "/perkara/baru/cuti", "/saya", "/bantuan", "/tidak-ada"]


@pytest.mark.parametrize("address", PAGES)
def test_pages_run_no_script_and_style_but_ours(visit: Visit, address: str) -> None:
    page = visit("ani").get(address)

    policy = page.response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert page.response.headers["X-Content-Type-Options"] == "nosniff"
    assert page.response.headers["Referrer-Policy"] == "same-origin"
    assert page.all("//script[not(@src)] | //style | //@style | //@onclick | //@onload") == []


@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_one_heading_a_language_and_a_way_past_the_menu(visit: Visit, address: str) -> None:
    page = visit("ani").get(address)

    assert len(page.all("//h1")) == 1
    assert page.all("/html/@lang") == ["id"]
    assert page.all("//a[@class='skip']/@href") == ["#isi"]
    assert page.all("//main/@id") == ["isi"]


def test_built_files_may_be_kept_for_a_year_and_come_compressed(visit: Visit) -> None:
    nobody = visit(None)
    address = nobody.get("/masuk").all("//link[@rel='stylesheet']/@href")[0]

    answer = nobody.get(address, Accept_Encoding="br").response

    assert answer.status_code == 200
    assert answer.headers["Content-Encoding"] == "br"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.mimetype == "text/css"


def test_pages_travel_compressed_to_who_takes_it(visit: Visit) -> None:
    ani = visit("ani")

    packed, plain = ani.client.get("/bantuan", headers={"Accept-Encoding": "gzip"}), ani.client.get("/bantuan")

    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.data) * 2 < len(plain.data)
    assert "Papan tombol" in gzip.decompress(packed.data).decode()


def test_the_first_page_weighs_less_than_sixty_kilobytes(visit: Visit) -> None:
    ani = visit("ani")
    for _ in range(10):
        ani.start()
    page = ani.get("/tugas")
    parts = page.all("//link[@rel='stylesheet']/@href | //link[@rel='icon']/@href | //script/@src")
    letters = next(name for name in manifest().values() if name.endswith(".woff2"))

    files = [*parts, page.all("//use/@href")[0].split("#")[0], f"/statis/{letters}"]
    answers = [ani.get(file, Accept_Encoding="br, gzip").response for file in ["/tugas", *files]]

    assert [answer.status_code for answer in answers] == [200] * len(answers)
    assert sum(len(answer.data) for answer in answers) < 60_000


def test_the_token_of_a_page_is_never_written_twice_alike(visit: Visit) -> None:
    ani = visit("ani")

    first, second = (ani.get("/saya").hidden("/keluar")["_csrf"] for _ in range(2))

    assert first != second
    assert ani.post("/keluar", _csrf=first).status == 303


@pytest.mark.parametrize("name", ["manifest.json", "../package.json", "%2e%2e/package.json", "portal.css"])
def test_only_built_files_are_served(visit: Visit, name: str) -> None:
    assert visit(None).get(f"/statis/{name}").status in (302, 404)
