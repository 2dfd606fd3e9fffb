"""Pictures of files that people handed in: drawn in a child process with limits and no network, never shown as they came."""

from __future__ import annotations

import hashlib
import re
import threading
from functools import lru_cache

from engine.documents.errors import RenderTooExpensive
from engine.documents.frames import Header, Parts
from engine.documents.limits import Limits
from engine.documents.pool import Pool
from engine.documents.sources import Sources

#: What can be drawn, by media type; the child reads the content itself and trusts no name.
NAMES = {"application/pdf": "berkas.pdf", "image/png": "berkas.png", "image/jpeg": "berkas.jpg"}
#: Width of a picture in pixels, and of the page it is drawn on in points.
WIDTH = 800
#: Pages shown of one file; the rest is in the file. Documented in docs/limits.md.
MOST_PAGES = 200
#: Seconds, bytes: less than a letter may have. A child that met a bad file is replaced by a fresh one.
LIMITS = Limits(cpu=4, wall=10.0, memory=1024 * 1024 * 1024, output=12 * 1024 * 1024, letters=50)

_PAGE = '#set page(width: {width}pt, height: auto, margin: 0pt)\n#image("{name}", width: 100%{page})\n'
_lock = threading.Lock()
_pool: list[Pool] = []


@lru_cache(maxsize=64)
def preview(content: bytes, media_type: str, number: int) -> bytes | None:
    """Page `number` (from 1) of a PDF, PNG or JPEG as PNG, WIDTH pixels wide; None for what cannot be drawn."""
    if media_type not in NAMES or not 1 <= number <= MOST_PAGES:
        return None
    if number > 1 and media_type != "application/pdf":
        return None
    answer, parts = _ask(content, media_type, number)
    return parts[0] if answer.get("status") == "done" and len(parts) == 1 else None


@lru_cache(maxsize=256)
def pages(content: bytes, media_type: str) -> int:
    """How many pages a file has; 1 for a picture, 0 for what cannot be drawn."""
    if media_type != "application/pdf":
        return int(media_type in NAMES)
    answer, _ = _ask(content, media_type, MOST_PAGES + 1)  # the reader says how many there are instead
    found = re.search(r"(\d+) pages?", answer.get("hint") or "")
    return min(int(found[1]), MOST_PAGES) if found else 0


def _ask(content: bytes, media_type: str, number: int) -> tuple[Header, Parts]:
    name = NAMES[media_type]
    page = f", page: {number}" if media_type == "application/pdf" else ""
    template = _PAGE.format(width=WIDTH, name=name, page=page).encode()
    sources = Sources(
        {"pratinjau.typ": template, name: content}, hashlib.sha256(template + b"\0" + content).hexdigest()
    )
    header: Header = {"template": "pratinjau.typ", "data": "{}", "moment": "2000-01-01T00:00:00+00:00", "qr": None}
    try:
        return _shared().ask(header | {"format": "png", "ppi": 72}, sources)
    except RenderTooExpensive:
        return {"status": "failed"}, []


def _shared() -> Pool:
    with _lock:
        if not _pool:
            _pool.append(Pool(size=1, limits=LIMITS))
        return _pool[0]
