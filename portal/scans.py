"""Photographs of papers as one PDF, a page each: what a phone's camera gives, in the form that the SOP asks for."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from io import BytesIO

import pypdfium2  # type: ignore[import-untyped]  # it ships no types

from engine.errors import UploadRefused
from forms.said import said
from portal.pictures import lock

#: The longer side of a page: A4, in points.
LONG_SIDE = 842
MOST_PAGES = 20
JPEG = b"\xff\xd8\xff"
UNREADABLE = "Foto ini tidak dapat dibaca. Kirim foto JPG, atau ambil lagi fotonya."
#: EXIF orientation -> how a picture that fills the page is turned: a, b, c, d, e, f in parts of width and height.
TURNS = {
    1: ((1, 0, 0, 1), (0, 0)),
    3: ((-1, 0, 0, -1), (1, 1)),
    6: ((0, -1, 1, 0), (0, 1)),
    8: ((0, 1, -1, 0), (1, 0)),
}


def as_pdf(photos: Sequence[bytes]) -> bytes:
    """JPEG photographs as a PDF, upright as the camera held them. Raises UploadRefused for what is no photograph, or too many."""
    if len(photos) > MOST_PAGES:
        raise UploadRefused(said("Paling banyak {most} foto dalam satu berkas.", most=MOST_PAGES))
    with lock:
        document = pypdfium2.PdfDocument.new()
        try:
            for photo in photos:
                _add_page(document, photo)
            made = BytesIO()
            document.save(made)
            return made.getvalue()
        except pypdfium2.PdfiumError as error:
            raise UploadRefused(UNREADABLE) from error
        finally:
            document.close()


def _add_page(document: pypdfium2.PdfDocument, photo: bytes) -> None:
    image = pypdfium2.PdfImage.new(document)
    image.load_jpeg(BytesIO(photo), inline=True)
    width, height = image.get_px_size()
    if not photo.startswith(JPEG) or min(width, height) < 1:
        raise UploadRefused(UNREADABLE)
    turn = orientation(photo)
    if turn in (6, 8):
        width, height = height, width
    scale = LONG_SIDE / max(width, height)
    wide, high = width * scale, height * scale
    (a, b, c, d), (e, f) = TURNS[turn]
    image.set_matrix(pypdfium2.PdfMatrix(a * wide, b * high, c * wide, d * high, e * wide, f * high))
    page = document.new_page(wide, high)
    page.insert_obj(image)
    page.gen_content()


def orientation(photo: bytes) -> int:
    """How the camera was held (EXIF tag 274): 1, 3, 6 or 8; 1 where nothing, or nonsense, is said."""
    start = photo.find(b"Exif\0\0", 0, 65_536)
    if start < 0:
        return 1
    exif = photo[start + 6 : start + 65_536]
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    try:
        if order is None:
            return 1
        (first,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, first)
        for index in range(min(count, 200)):
            tag, _kind, _number, value = struct.unpack_from(f"{order}HHIH", exif, first + 2 + 12 * index)
            if tag == 274:
                return value if value in TURNS else 1
    except struct.error:
        return 1
    return 1
