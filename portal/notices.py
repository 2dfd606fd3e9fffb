"""The bell and its page: what somebody was told, newest first, each leading to its task or case."""

from __future__ import annotations

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import notices, queries
from engine.queries import NoticeRow
from engine.queries.notices import MOST
from portal import here
from portal.languages import language

bp = Blueprint("notices", __name__)

#: Numbers beyond this mean nothing in an address.
MOST_NUMBER = 2**62


@bp.record_once
def _templates(state: object) -> None:
    app: Flask = state.app  # type: ignore[attr-defined]  # the setup state has it; its type does not say so
    app.jinja_env.globals.update(unread_notices=_unread, MOST_NOTICES=MOST)


def _unread() -> int:
    return queries.unread(here.engine(), here.actor().person)


@bp.get("/pemberitahuan")
def page() -> str:
    """My notices."""
    before = request.args.get("sebelum", type=int)
    before = before if before is not None and 0 < before < MOST_NUMBER else None
    shown = queries.notices_page(here.engine(), here.actor(), before=before, language=language())
    return render_template("notices.html", page=shown, first=before is None)


@bp.get("/pemberitahuan/<int:number>")
def follow(number: int) -> Response:
    """Read one, and go where it leads."""
    if number >= MOST_NUMBER:
        return redirect(url_for("notices.page"))
    found = queries.notice(here.engine(), here.actor(), number)
    notices.read(here.engine(), here.actor().person, number)
    return redirect(_address(found))


@bp.post("/pemberitahuan/dibaca")
def read_all() -> Response:
    """All that was shown is read."""
    newest = request.form.get("sampai", type=int)
    if newest is not None and 0 < newest < MOST_NUMBER:
        notices.read_all(here.engine(), here.actor().person, newest)
    return redirect(url_for("notices.page"), code=303)


def _address(found: NoticeRow) -> str:
    if found.target == "task":
        return url_for("tasks.page", case_id=found.case_id, task_id=found.task)
    if found.target == "case":
        return url_for("cases.page", case_id=found.case_id)
    if found.target == "incident":
        return url_for("incidents.index")
    if found.target == "delivery":
        return url_for("deliveries.one", delivery_id=found.delivery)
    return url_for("notices.page")
