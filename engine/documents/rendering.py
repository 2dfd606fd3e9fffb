"""`render`: a template's name and a letter's data in, the PDF of record out."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from engine.documents.errors import RenderFailed
from engine.documents.frames import Header, Parts
from engine.documents.pool import Pool, shared
from engine.documents.sources import Folder, Sources, gather, template_name

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_PAGE = re.compile(rb"/Type\s*/Page\b")
# Direction overrides and control characters can make a letter read otherwise than its data; line ends and tabs stay.
_HIDDEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_PICTURE_PPI = 110


@dataclass(frozen=True)
class Rendered:
    """A letter. `replaced` holds the characters that no font has (printed as a box)."""

    pdf: bytes
    sha256: str
    pages: int
    replaced: str = ""
    _again: tuple[Pool, Header, Sources] | None = field(default=None, repr=False, compare=False)

    def pictures(self, *, ppi: int = _PICTURE_PPI) -> list[bytes]:
        """The pages as PNG, made from the same template and data. Raises what `render` raises."""
        assert self._again
        pool, header, sources = self._again
        return _ask(pool, {**header, "format": "png", "ppi": ppi}, sources)[1]


def render(template: str, data: Mapping[str, Any], *, folders: Sequence[Folder], pool: Pool | None = None) -> Rendered:
    """Make a letter (PDF/A-2a). The same template files, data and fonts give the same bytes.

    `template` is a file name without `.typ`, looked for in `folders`, the SOP's own before the shared ones; `data` is
    what docs/letters.md says.
    Raises RenderFailed (TemplateMissing, FontsMissing, RenderTooExpensive).
    """
    sources = gather(folders)
    name = template_name(template, sources)
    header: Header = {
        "template": name,
        "data": _text(data),
        "moment": moment(data).isoformat(),
        "qr": verification_address(data),
        "format": "pdf",
    }
    pool = pool or shared()
    answer, parts = _ask(pool, header, sources)
    pdf = parts[0]
    return Rendered(
        pdf, hashlib.sha256(pdf).hexdigest(), len(_PAGE.findall(pdf)), answer["replaced"], (pool, header, sources)
    )


def pictures(
    template: str,
    data: Mapping[str, Any],
    *,
    folders: Sequence[Folder],
    ppi: int = _PICTURE_PPI,
    pool: Pool | None = None,
) -> list[bytes]:
    """The pages of a letter as PNG, for a preview that needs no PDF. Raises what `render` raises."""
    sources = gather(folders)
    header: Header = {
        "template": template_name(template, sources),
        "data": _text(data),
        "moment": moment(data).isoformat(),
        "qr": verification_address(data),
        "format": "png",
        "ppi": ppi,
    }
    return _ask(pool or shared(), header, sources)[1]


def warm() -> None:
    """Start the first child before the first letter asks for it."""
    render("kosong", {}, folders=[{"kosong.typ": b'#set document(title: "-")\n-'}])


def moment(data: Mapping[str, Any]) -> datetime:
    """The moment written into the PDF: `pada`, else the signature's, else the letter's date, else 1 January 2000.

    Never the clock: a letter made again must be the same letter.
    """
    signature = data.get("tanda_tangan")
    signed = signature.get("pada") if isinstance(signature, Mapping) else None
    found = (_as_moment(value) for value in (data.get("pada"), signed, data.get("tanggal")))
    return next((value for value in found if value), _EPOCH).replace(microsecond=0)  # the compiler dies of fractions


def _as_moment(value: object) -> datetime | None:
    """An aware moment from what the data hold; None from what is no date."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime(value.year, value.month, value.day, tzinfo=UTC) if isinstance(value, date) else None


def verification_address(data: Mapping[str, Any]) -> str | None:
    """Where the letter's QR code leads, if a signature names a place."""
    signature = data.get("tanda_tangan")
    address = signature.get("verifikasi_url") if isinstance(signature, Mapping) else None
    return str(address) if address else None


def _text(data: Mapping[str, Any]) -> str:
    return json.dumps(_clean(data), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _HIDDEN.sub("", value)
    if isinstance(value, Mapping):
        return {_clean(str(key)): _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _ask(pool: Pool, header: Header, sources: Sources) -> tuple[Header, Parts]:
    answer, parts = pool.ask(header, sources)
    if answer["status"] == "failed":
        file = answer["file"] or header["template"]
        raise RenderFailed(answer["message"], template=file, line=answer["line"], hint=answer["hint"])
    if answer["warnings"]:
        # A warning means another font or a lost reference: a letter of record is right or it is not made.
        raise RenderFailed("; ".join(answer["warnings"]), template=header["template"])
    return answer, parts
