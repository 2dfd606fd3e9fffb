"""The gate before every page: who is it, and did the request come from our own pages? Deny by default."""

from __future__ import annotations

from flask import Flask, abort, g, redirect, request, url_for
from werkzeug.wrappers import Response

from engine.people import accounts
from portal import door, here, mine, passwords
from portal.languages import gettext as _
from portal.tokens import COOKIE, FIELD, HEADER, csrf_field, is_own

#: The endpoints that somebody without a session may reach. Everything else asks to log in.
PUBLIC = frozenset(
    {"auth.form", "auth.log_in", "assets.file", "me.language", "mine.door", "mine.enter", "operations.healthz"}
    | {"feeds.calendar"}
    | {"mine.choose_language"}
)
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
#: Machines come without a cookie and prove themselves by their signature (webhooks/receiving.py).
MACHINES = "webhooks"
#: Pages that stay open ask here by themselves.
LISTENED = frozenset({"inbox.news"})


def init_app(app: Flask) -> None:
    """Put the gate before every request and the token into every template."""
    app.before_request(recognise)
    app.before_request(refuse_nul)
    app.before_request(require_own_page)
    app.before_request(require_log_in)
    app.before_request(passwords.require_change)
    app.jinja_env.globals["csrf_field"] = csrf_field


def refuse_nul() -> None:
    """Refuse the NUL character, which no text has and PostgreSQL does not take."""
    if request.blueprint == MACHINES:  # reading a form would take the raw bytes that are signed
        return
    if any("\0" in text for text in (request.path, *request.args.values(), *request.form.values())):
        abort(400)


def recognise() -> None:
    """Find the session of the request's cookie. The actor's seats are those of this moment. A participant's room knows its own only."""
    if request.blueprint == mine.bp.name:
        g.session = mine.recognise()
        return
    unasked = request.endpoint == "assets.file" or request.blueprint == MACHINES
    g.session = None if unasked else accounts.session(here.engine(), request.cookies.get(COOKIE))


def require_own_page() -> Response | None:
    """Refuse a change that does not carry our token, or that another site sent."""
    if request.method in SAFE or request.blueprint == MACHINES:
        return None
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(403, _("Permintaan ini datang dari situs lain."))
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if here.session() is None and request.endpoint not in PUBLIC:
        return None  # nothing will happen: the next gate asks to log in
    if not is_own(given):
        if door.keeps(request.endpoint) and request.headers.get("Sec-Fetch-Site") == "same-origin":
            return door.reopen()  # a page of an older log-in of ours: show the typing again, do nothing
        abort(400, _("Halaman ini sudah terlalu lama terbuka. Muat ulang, lalu kirim lagi."))
    return None


def require_log_in() -> Response | None:
    """Ask everybody without a session to log in, and bring them back to where they wanted to go."""
    if (
        request.blueprint == MACHINES
        or request.endpoint in PUBLIC
        or request.endpoint is None
        or here.session() is not None
    ):
        return None
    if request.blueprint == mine.bp.name:
        return mine.ended()
    if request.endpoint in LISTENED:
        return Response(status=204)  # a browser that listens for news stops by this, without a word on its console
    if door.keeps(request.endpoint) and request.method not in SAFE:
        return door.come_back()
    wanted = request.full_path.rstrip("?") if request.method in SAFE else request.path
    return redirect(
        url_for("auth.form", lanjut=None if wanted == "/" else wanted, habis=request.method not in SAFE or None)
    )
