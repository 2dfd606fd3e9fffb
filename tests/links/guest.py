"""A participant at a phone's browser without scripts: enters by a link, walks whatever the pages offer."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from urllib.parse import quote

from tests.portal.visitors import Page, Visitor

#: The beginning of a photograph, enough for our check of contents.
PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\x00" * 64 + b"\xff\xd9"


def come_in(visitor: Visitor, secret: str, digits: str) -> Page:
    """Through the door of personal links."""
    return visitor.send(visitor.get("/urusan/masuk"), "/urusan/masuk", kode=secret, angka=digits)


def send(visitor: Visitor, task: str, **fields: Any) -> Page:
    """Open a task of one's own and send its form."""
    address = f"/urusan/tugas/{quote(task, safe='/~')}"
    return visitor.send(visitor.get(address), address, **fields)


def photo(name: str) -> tuple[BytesIO, str]:
    """A photograph, as a form sends it."""
    return BytesIO(PHOTO + name.encode()), name


def walk(visitor: Visitor, first: str) -> dict[str, Page]:
    """Every page that can be reached from one by following addresses in the HTML."""
    seen: dict[str, Page] = {}
    ahead = [first]
    while ahead:
        address = ahead.pop()
        if address in seen:
            continue
        page = seen[address] = visitor.get(address)
        if page.document is not None:
            found = page.document.xpath("//@href | //@src | //@data-load | //@data-store")
            ahead += [link.split("#")[0] for link in found if link.startswith("/") and "/statis/" not in link]
        elif page.location.startswith("/"):
            ahead.append(page.location)
    return seen
