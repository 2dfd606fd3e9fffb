"""Log in and log out."""

from __future__ import annotations

from flask import Blueprint, g, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from engine.errors import LoginFailed, LoginThrottled
from engine.people import accounts
from portal import door, errors, here, passwords, tokens
from portal.languages import gettext as _
from portal.languages import say

bp = Blueprint("auth", __name__)


@bp.get("/masuk")
def form() -> Response:
    """The log-in page. Whoever is in already goes on."""
    if here.session() is not None:
        return redirect(door.safe_path(request.args.get("lanjut")))
    expired = _("Sesi Anda sudah berakhir, jadi kiriman tadi belum diterima. Masuk lagi, lalu kirim ulang.")
    return door.page(wanted=request.args.get("lanjut"), notice=expired if request.args.get("habis") else None)


@bp.post("/masuk")
def log_in() -> Response:
    """Open a session, or say why not without saying which half was wrong."""
    username, password = request.form.get("pengguna", ""), request.form.get("sandi", "")
    wanted, kept = request.form.get("lanjut"), request.form.get(door.PAIRS, "")
    try:
        session = accounts.log_in(here.engine(), username, password)
    except (LoginFailed, LoginThrottled) as refused:  # caught here: the answer is this very page again
        status = errors.status_of(refused)
        return door.page(wanted=wanted, username=username, problem=say(refused), kept=kept, status=status)
    g.session = session
    response: Response
    if session.must_change:
        response = make_response(passwords.first(wanted, kept))
    else:
        response = door.resume(door.safe_path(wanted), kept) if kept else redirect(door.safe_path(wanted), code=303)
    tokens.remember(response, session.token, request)
    return response


@bp.post("/keluar")
def log_out() -> Response:
    """End the session here and in the table, and let the browser forget the pages it kept."""
    accounts.log_out(here.engine(), request.cookies.get(tokens.COOKIE, ""))
    response = redirect(url_for("auth.form"), code=303)
    tokens.forget(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
