"""Pages of a letter as PNG, drawn from the very PDF: what stands beside the form is what the letter says."""

from __future__ import annotations

import struct
import threading
import zlib
from functools import lru_cache

import pypdfium2  # type: ignore[import-untyped]  # it ships no types

#: Twice the size at which a page stands beside the form, so that it stays sharp on good screens.
HEIGHT = 1000

#: PDFium keeps global state: one thread at a time.
lock = threading.Lock()


class PageMissing(LookupError):
    """Halaman ini tidak ada dalam naskah."""


@lru_cache(maxsize=64)
def picture(content: bytes, number: int, height: int = HEIGHT) -> bytes:
    """Page `number` (from 1) of a PDF as PNG, `height` pixels high. Raises PageMissing."""
    with lock:
        document = pypdfium2.PdfDocument(content)
        try:
            if not 1 <= number <= len(document):
                raise PageMissing
            page = document[number - 1]
            bitmap = page.render(scale=height / page.get_height(), rev_byteorder=True)
            return png(bitmap.width, bitmap.height, bitmap.n_channels, bitmap.stride, bytes(bitmap.buffer))
        finally:
            document.close()


def png(width: int, height: int, channels: int, stride: int, pixels: bytes) -> bytes:
    """A PNG (8 bits, RGB) of rows of RGB or RGBx pixels; `stride` is the length of a row in bytes."""
    rows = bytearray()
    for top in range(0, height * stride, stride):
        row = pixels[top : top + width * channels]
        rows += b"\0" + (row if channels == 3 else _without_fourth(row))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(bytes(rows), 6))
        + _chunk(b"IEND", b"")
    )


def _without_fourth(row: bytes) -> bytes:
    colours = bytearray(len(row) // 4 * 3)
    for channel in range(3):
        colours[channel::3] = row[channel::4]
    return bytes(colours)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
