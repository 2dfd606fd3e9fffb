"""One's own password: changed when one wishes, and before anything else when it is a first one."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.errors import AlurError, InvalidForm
from engine.people import passwords
from engine.people.accounts import Session
from portal import door, here, tokens, typed
from portal.languages import gettext as _

bp = Blueprint("passwords", __name__)

#: What somebody with a first password may still reach: the change itself, leaving, the language. Everything else waits.
OPEN = frozenset(
    {"passwords.page", "passwords.change", "auth.log_out", "auth.log_in", "auth.form", "me.language", "assets.file"}
)


@bp.get("/saya/kata-sandi")
def page() -> str:
    """The page on which a password is changed."""
    return _render(wanted=request.args.get("lanjut"))


@bp.post("/saya/kata-sandi")
def change() -> Response:
    """Change it; every other session of mine ends. Whoever had to goes on to where they wanted, with what they had typed."""
    given, forced = request.form, _forced()
    wanted, kept = given.get("lanjut"), given.get(door.PAIRS, "")
    typed.keep(lambda error, status: _render(wanted=wanted, kept=kept, problem=error))
    passwords.change_password(
        here.engine(),
        here.actor(),
        given.get("lama", ""),
        given.get("baru", ""),
        given.get("ulang", ""),
        keep=request.cookies.get(tokens.COOKIE),
    )
    if not forced:
        return redirect(url_for("me.page", sandi=1), code=303)
    return door.resume(door.safe_path(wanted), kept) if kept else redirect(door.safe_path(wanted), code=303)


def require_change() -> Response | None:
    """Whoever came in by a first password sees nothing and does nothing before it is changed. A gate, so: deny by default."""
    if not _forced() or request.endpoint in OPEN:
        return None
    if request.method == "GET" and _wants_a_page():
        wanted = request.full_path.rstrip("?")
        return redirect(url_for("passwords.page", lanjut=None if wanted == "/" else wanted))
    if request.method == "POST" and _wants_a_page():
        kept = door.pack(request.form.items(multi=True)) if request.endpoint in door.KEPT else ""
        return make_response(_render(wanted=request.path if kept else None, kept=kept), 403)
    return make_response(_("Ganti kata sandi pertama Anda lebih dahulu."), 403, {"Content-Type": "text/plain"})


def first(wanted: str | None, kept: str) -> Response | str:
    """Where a log-in by a first password leads; what waited to be sent waits on."""
    if kept:
        return _render(wanted=wanted, kept=kept)
    wanted = None if wanted in (None, "", "/") else wanted
    return redirect(url_for("passwords.page", lanjut=wanted), code=303)


def _forced() -> bool:
    """Whether this is a log-in by a first password. A participant's visit knows no password at all."""
    session = here.session()
    return isinstance(session, Session) and session.must_change


def _wants_a_page() -> bool:
    """Whether a person looks at the answer: a browser that goes to an address asks for HTML, a script that fetches does not."""
    return "text/html" in request.headers.get("Accept", "text/html")


def _render(*, wanted: str | None, kept: str = "", problem: AlurError | None = None) -> str:
    faults = problem.errors if isinstance(problem, InvalidForm) else {}
    engine, actor, forced = here.engine(), here.actor(), _forced()
    return render_template(
        "password.html",
        forced=forced,
        wanted=wanted or "",
        kept=kept,
        problem=problem,
        faults=faults,
        shortest=passwords.SHORTEST,
        longest=passwords.LONGEST,
        given_by=passwords.given_by(engine, actor) if forced else None,
        username=passwords.username_of(engine, actor),
    )
