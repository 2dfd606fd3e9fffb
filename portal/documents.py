"""Letters as PDF and page pictures, and the files people handed in."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, request

from engine import queries
from engine.errors import NotFound
from portal import here
from portal.headers import LETTER_POLICY, UPLOAD_POLICY
from portal.pictures import picture as picture_of

bp = Blueprint("documents", __name__)


@bp.get("/perkara/<case_id>/dokumen/<document_id>.pdf")
def letter(case_id: str, document_id: str) -> Response:
    """A letter we made, shown in the browser's reader."""
    row, content = queries.document(here.engine(), here.actor(), case_id, document_id)
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Security-Policy"] = LETTER_POLICY
    answer.headers["Content-Disposition"] = disposition("inline", f"{row.title}.pdf")
    answer.set_etag(row.sha256)
    answer.make_conditional(request)
    return answer


@bp.get("/perkara/<case_id>/dokumen/<document_id>/<int:number>.png")
def picture(case_id: str, document_id: str, number: int) -> Response:
    """One page of a letter as a picture, counted from 1."""
    row, content = queries.document(here.engine(), here.actor(), case_id, document_id)
    if not 1 <= number <= row.pages:
        raise NotFound
    tag = f"{row.sha256}-{number}"
    if request.if_none_match.contains(tag):  # before drawing: whoever may see it has it already
        return Response(status=304)
    answer = Response(picture_of(content, number), mimetype="image/png")
    answer.set_etag(tag)
    return answer


@bp.get("/perkara/<case_id>/berkas/<sha256>")
def upload(case_id: str, sha256: str) -> Response:
    """A file that somebody handed in: always saved, never shown under its own type."""
    name, _media_type, content = queries.upload(here.engine(), here.actor(), case_id, sha256)
    answer = Response(content, mimetype="application/octet-stream")
    answer.headers["Content-Security-Policy"] = UPLOAD_POLICY
    answer.headers["Content-Disposition"] = disposition("attachment", name)
    return answer


def disposition(how: str, name: str) -> str:
    """RFC 6266: a plain name for old readers, the real one for the rest."""
    plain = "".join(letter if (letter.isascii() and letter.isalnum()) or letter in " ._-" else "_" for letter in name)
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
