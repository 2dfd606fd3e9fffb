"""Who I am and as what, the language and the light of the screens, and help."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import here, languages

bp = Blueprint("me", __name__)

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "alur_tampilan"
KEYS = ("hidup", "mati")
KEYS_COOKIE = "alur_tombol"
A_YEAR = 31_536_000


@bp.record_once
def _templates(state: object) -> None:
    app: Flask = state.app  # type: ignore[attr-defined]  # the setup state has it; its type does not say so
    app.jinja_env.globals.update(theme=theme, THEMES=THEMES, keys_on=keys_on)


@bp.get("/saya")
def page() -> str:
    """My positions and mandates, and how the screens look."""
    return render_template("me.html")


@bp.get("/bantuan")
def help() -> str:
    """How things work here, in plain words."""
    return render_template("help.html")


@bp.post("/bahasa")
def language() -> AnyResponse:
    """Choose the language."""
    return _choose(languages.COOKIE, request.form.get("bahasa", ""), tuple(languages.LANGUAGES))


@bp.post("/tampilan")
def theme_choice() -> AnyResponse:
    """Choose light, dark, or as the device wishes."""
    return _choose(THEME_COOKIE, request.form.get("tampilan", ""), THEMES)


@bp.post("/tombol")
def keys_choice() -> AnyResponse:
    """Switch the single-key shortcuts on or off (WCAG 2.1.4)."""
    return _choose(KEYS_COOKIE, request.form.get("tombol", ""), KEYS)


def keys_on() -> bool:
    """Whether single keys do something on lists."""
    return request.cookies.get(KEYS_COOKIE) != "mati"


def theme() -> str:
    """The light the reader chose."""
    chosen = request.cookies.get(THEME_COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"


def _choose(cookie: str, value: str, allowed: tuple[str, ...]) -> AnyResponse:
    response: Response | AnyResponse = redirect(url_for("me.page" if here.session() else "auth.form"), code=303)
    if value in allowed:
        response.set_cookie(cookie, value, max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
    return response
