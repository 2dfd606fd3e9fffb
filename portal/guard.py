"""The gate before every page: who is it, and did the request come from our own pages? Deny by default."""

from __future__ import annotations

from hmac import compare_digest

from flask import Flask, Request, abort, g, redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from engine.people import accounts
from portal import here
from portal.languages import gettext as _

COOKIE = "alur_sesi"
#: Before there is a session, the log-in form is protected by a cookie of its own (double submit).
LOGIN_COOKIE = "alur_pintu"
FIELD = "_csrf"
HEADER = "X-CSRF-Token"

#: The endpoints that somebody without a session may reach. Everything else asks to log in.
PUBLIC = frozenset({"auth.form", "auth.log_in", "assets.file", "me.language"})
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def init_app(app: Flask) -> None:
    """Put the gate before every request and the token into every template."""
    app.before_request(recognise)
    app.before_request(require_own_page)
    app.before_request(require_log_in)
    app.jinja_env.globals["csrf_field"] = csrf_field


def recognise() -> None:
    """Find the session of the request's cookie. The actor's seats are those of this moment."""
    g.session = (
        None if request.endpoint == "assets.file" else accounts.session(here.engine(), request.cookies.get(COOKIE))
    )


def require_own_page() -> None:
    """Refuse a change that does not carry our token, or that another site sent."""
    if request.method in SAFE:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(403, _("Permintaan ini datang dari situs lain."))
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if here.session() is None and request.endpoint not in PUBLIC:
        return  # nothing will happen: the next gate asks to log in
    if not given or not compare_digest(given.encode(), token().encode()):
        abort(400, _("Halaman ini sudah terlalu lama terbuka. Muat ulang, lalu kirim lagi."))


def require_log_in() -> Response | None:
    """Ask everybody without a session to log in, and bring them back to where they wanted to go."""
    if request.endpoint in PUBLIC or request.endpoint is None or here.session() is not None:
        return None
    wanted = request.full_path.rstrip("?") if request.method in SAFE else request.path
    return redirect(
        url_for("auth.form", lanjut=None if wanted == "/" else wanted, habis=request.method not in SAFE or None)
    )


def token() -> str:
    """The token that our own pages send back: the session's, or before log-in the cookie's."""
    if found := here.session():
        return found.csrf
    if "door" not in g:
        g.door = request.cookies.get(LOGIN_COOKIE) or here.engine().world.token()
    return str(g.door)


def csrf_field() -> Markup:
    """The hidden field every form with method post carries."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, token())


def remember(response: Response, secret: str, on: Request) -> None:
    """Give the browser its session: not readable by scripts, not sent from other sites' forms."""
    response.set_cookie(COOKIE, secret, httponly=True, samesite="Lax", secure=on.is_secure, path="/")
    response.delete_cookie(LOGIN_COOKIE)


def forget(response: Response) -> None:
    """Take the session's cookie away."""
    response.delete_cookie(COOKIE, path="/")
