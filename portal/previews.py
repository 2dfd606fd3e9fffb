"""Look at a file that was handed in without opening it: pictures of its pages, made on the server."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from engine import queries
from engine.documents import previews
from engine.errors import NotFound
from portal import here

bp = Blueprint("previews", __name__)


@bp.get("/perkara/<case_id>/berkas/<sha256>/lihat")
def page(case_id: str, sha256: str) -> str:
    """All pages of a file, one below the other."""
    name, media_type, content = queries.upload(here.engine(), here.actor(), case_id, sha256)
    return render_template(
        "preview.html",
        name=name,
        size=len(content),
        pages=previews.pages(content, media_type),
        case_id=case_id,
        sha256=sha256,
    )


@bp.get("/perkara/<case_id>/berkas/<sha256>/<int:number>.png")
def picture(case_id: str, sha256: str, number: int) -> Response:
    """One page as a picture, counted from 1. It is our own drawing: nothing of the file itself reaches the browser."""
    _name, media_type, content = queries.upload(here.engine(), here.actor(), case_id, sha256)
    tag = f"{sha256}-{number}"
    if request.if_none_match.contains(tag):  # before drawing: whoever may see it has it already
        return Response(status=304)
    drawn = previews.preview(content, media_type, number)
    if drawn is None:
        raise NotFound
    answer = Response(drawn, mimetype="image/png")
    answer.set_etag(tag)
    return answer
