"""Log in and log out."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.errors import LoginFailed, LoginThrottled
from engine.people import accounts
from portal import errors, guard, here
from portal.languages import gettext as _

bp = Blueprint("auth", __name__)


@bp.get("/masuk")
def form() -> Response:
    """The log-in page. Whoever is in already goes on."""
    if here.session() is not None:
        return redirect(_wanted(request.args.get("lanjut")))
    expired = _("Sesi Anda sudah berakhir, jadi kiriman tadi belum diterima. Masuk lagi, lalu kirim ulang.")
    return _page(wanted=request.args.get("lanjut"), notice=expired if request.args.get("habis") else None)


@bp.post("/masuk")
def log_in() -> Response:
    """Open a session, or say why not without saying which half was wrong."""
    username, password = request.form.get("pengguna", ""), request.form.get("sandi", "")
    try:
        session = accounts.log_in(here.engine(), username, password)
    except (LoginFailed, LoginThrottled) as refused:  # caught here: the answer is this very page again
        return _page(
            wanted=request.form.get("lanjut"), username=username, problem=str(refused), status=errors.status_of(refused)
        )
    response = redirect(_wanted(request.form.get("lanjut")), code=303)
    guard.remember(response, session.token, request)
    return response


@bp.post("/keluar")
def log_out() -> Response:
    """End the session here and in the table, and let the browser forget the pages it kept."""
    accounts.log_out(here.engine(), request.cookies.get(guard.COOKIE, ""))
    response = redirect(url_for("auth.form"), code=303)
    guard.forget(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _wanted(path: str | None) -> str:
    """Where somebody wanted to go: a path of our own, never another site."""
    if path and path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable():
        return path
    return url_for("inbox.index")


def _page(
    *, wanted: str | None, username: str = "", problem: str | None = None, notice: str | None = None, status: int = 200
) -> Response:
    page = render_template("login.html", wanted=wanted or "", username=username, problem=problem, notice=notice)
    response = make_response(page, status)
    secure = request.is_secure
    response.set_cookie(guard.LOGIN_COOKIE, guard.token(), httponly=True, samesite="Strict", secure=secure, path="/")
    return response
