"""Photographs of papers become one PDF, upright."""

from __future__ import annotations

import base64
from collections.abc import Callable
from io import BytesIO

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pytest
from playwright.sync_api import Browser

from engine.engine import Engine
from engine.errors import UploadRefused
from portal.scans import as_pdf, orientation
from tests.links.guest import come_in
from tests.links.summons import PESI, secret_for, summon
from tests.portal.visitors import Visitor

DRAW = """() => { const c = Object.assign(document.createElement('canvas'), {width: 80, height: 40});
  const p = c.getContext('2d'); p.fillStyle = 'white'; p.fillRect(0, 0, 80, 40); p.fillStyle = 'black'; p.fillRect(0, 0, 20, 20);
  return c.toDataURL('image/jpeg', 1).split(',')[1] }"""


@pytest.fixture(scope="module")
def photo(chromium: Browser) -> bytes:
    """A white picture, 80 by 40, its upper left corner black."""
    page = chromium.new_page()
    drawn = base64.b64decode(page.evaluate(DRAW))
    page.close()
    return drawn


def held(photo: bytes, turn: int) -> bytes:
    """The photograph as a camera held otherwise would mark it."""
    entry = turn.to_bytes(2, "big") + b"\0\0"
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01" + b"\x01\x12\0\x03\0\0\0\x01" + entry + b"\0\0\0\0"
    return photo[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + photo[2:]


def _corner(pdf: bytes) -> tuple[str, bool]:
    """Which corner of the first page is black, and whether the page is wider than high."""
    document = pypdfium2.PdfDocument(pdf)
    bitmap = document[0].render(scale=0.1)
    wide, high = bitmap.width, bitmap.height

    def dark(x: int, y: int) -> bool:
        return bitmap.buffer[y * bitmap.stride + x * bitmap.n_channels] < 100

    spots = {
        "upper left": (3, 3),
        "upper right": (wide - 4, 3),
        "lower left": (3, high - 4),
        "lower right": (wide - 4, high - 4),
    }
    (found,) = [name for name, place in spots.items() if dark(*place)]
    document.close()
    return found, wide > high


@pytest.mark.parametrize(
    ("turn", "corner", "lying"),
    [(1, "upper left", True), (3, "lower right", True), (6, "upper right", False), (8, "lower left", False)],
)
def test_a_photograph_stands_upright(photo: bytes, turn: int, corner: str, lying: bool) -> None:
    assert orientation(held(photo, turn)) == turn
    assert _corner(as_pdf([held(photo, turn)])) == (corner, lying)


def test_each_photograph_is_a_page(photo: bytes) -> None:
    assert len(pypdfium2.PdfDocument(as_pdf([photo, photo, photo]))) == 3


@pytest.mark.parametrize("content", [b"", b"\xff\xd8 no picture", b"%PDF-1.7"])
def test_what_is_no_photograph_is_refused(content: bytes) -> None:
    with pytest.raises(UploadRefused):
        as_pdf([content])


def test_nonsense_about_the_camera_counts_as_upright(photo: bytes) -> None:
    assert [orientation(held(photo, 77)), orientation(photo), orientation(b"Exif\0\0II*\0\xff\xff\xff\xff")] == [
        1,
        1,
        1,
    ]


def test_photographs_are_stored_as_one_pdf(
    summoning: Engine, visit: Callable[[str | None], Visitor], photo: bytes
) -> None:
    visitor = visit(None)
    come_in(visitor, secret_for(summoning, summon(summoning), PESI), PESI[-6:])
    token = visitor.get("/urusan").hidden("/urusan/keluar")
    pages = [(BytesIO(photo), "sk 1.jpg"), (BytesIO(photo), "sk 2.jpg")]

    answer = visitor.post("/urusan/berkas", **token, jadikan_pdf="1", berkas=pages)

    assert answer.status == 200
    assert answer.response.json["name"] == "sk 1.pdf"
