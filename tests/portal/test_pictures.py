"""Pages of letters as pictures."""

from __future__ import annotations

import struct
import zlib

import pytest
import typst

from portal.pictures import PageMissing, picture, png

PDF = typst.compile(b"#set page(width: 100pt, height: 200pt)\nSatu #pagebreak() Dua")


def test_a_page_is_drawn_at_the_height_asked_for() -> None:
    drawn = picture(PDF, 1, 400)

    assert drawn[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", drawn[16:24]) == (200, 400)
    assert drawn != picture(PDF, 2, 400)


@pytest.mark.parametrize("number", [0, 3, -1])
def test_a_page_that_is_not_there_is_said_to_be_missing(number: int) -> None:
    with pytest.raises(PageMissing):
        picture(PDF, number)


def test_rows_are_stored_without_padding_and_fourth_channel() -> None:
    pixels = bytes([1, 2, 3, 255, 4, 5, 6, 255, 0, 0]) + bytes([7, 8, 9, 255, 10, 11, 12, 255, 0, 0])

    drawn = png(2, 2, 4, 10, pixels)

    content = drawn[drawn.index(b"IDAT") + 4 : drawn.index(b"IEND") - 8]
    assert zlib.decompress(content) == b"\0\1\2\3\4\5\6\0\7\x08\x09\x0a\x0b\x0c"
