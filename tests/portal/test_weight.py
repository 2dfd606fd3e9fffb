"""What the first page costs somebody who was never here: everything a browser fetches for it, compressed. Its time: B7 of `make bench`."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.portal.visitors import Visitor

Visit = Callable[[str | None], Visitor]

#: Bytes over the line.
MOST_BYTES = 60_000
FONT = re.compile(r"""url\(["']?[^)"']*?([^/)"']+\.woff2)["']?\)""")


def _weight(visitor: Visitor, address: str) -> tuple[int, str]:
    answer = visitor.get(address, Accept_Encoding="br, gzip")
    assert answer.status == 200, address
    return len(answer.response.get_data()), answer.response.headers.get("Content-Encoding", "")


def _fetched(visitor: Visitor, address: str) -> dict[str, int]:
    """The page and what it needs to be drawn and to work: style sheets, scripts, icons, the fonts that the style sheets name."""
    document = visitor.get(address).document
    assert document is not None
    needed = document.xpath("//link[@rel='stylesheet']/@href | //script/@src | //link[@rel='icon']/@href")
    needed += [use.split("#")[0] for use in document.xpath("//*[local-name()='use']/@href")]
    needed = list(dict.fromkeys(needed))
    for sheet in [link for link in needed if link.endswith(".css")]:
        needed += [f"/statis/{name}" for name in FONT.findall(_text(visitor, sheet))]
    return {link: _weight(visitor, link)[0] for link in (address, *dict.fromkeys(needed))}


def _text(visitor: Visitor, address: str) -> str:
    return visitor.get(address).response.get_data(as_text=True)


def test_the_first_page_is_light(visit: Visit) -> None:
    ani = visit("ani")
    for _ in range(20):
        ani.start()

    costs = {page: _fetched(visitor, page) for visitor, page in ((visit(None), "/masuk"), (ani, "/tugas"))}

    for page, parts in costs.items():
        assert any(link.endswith(".woff2") for link in parts), "the font is part of the price"
        assert sum(parts.values()) < MOST_BYTES, (page, parts)


def test_pages_and_their_parts_travel_compressed(visit: Visit) -> None:
    ani = visit("ani")
    ani.start()

    found = {link: _weight(ani, link)[1] for link in _fetched(ani, "/tugas") if not link.endswith(".woff2")}

    assert set(found.values()) <= {"br", "gzip"}, found
