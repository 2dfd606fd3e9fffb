"""The secrets between a browser and us: the session's cookie, and the token that proves a form came from our own page."""

from __future__ import annotations

from hmac import compare_digest

from flask import Request, g, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal import here

COOKIE = "alur_sesi"
#: Before there is a session, the log-in form is protected by a cookie of its own (double submit).
LOGIN_COOKIE = "alur_pintu"
FIELD = "_csrf"
HEADER = "X-CSRF-Token"


def token() -> str:
    """The token that our own pages send back: the session's, or before log-in the cookie's."""
    if found := here.session():
        return found.csrf
    if "door" not in g:
        g.door = request.cookies.get(LOGIN_COOKIE) or here.engine().world.token()
    return str(g.door)


def csrf_field() -> Markup:
    """The hidden field every form with method post carries."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, masked(token()))


def masked(secret: str) -> str:
    """The secret in other letters on every page: the length of a compressed answer then tells nothing about it (BREACH)."""
    hidden = secret.encode()
    pad = (here.engine().world.token() * 2).encode()[: len(hidden)]
    return (pad + _mixed(hidden, pad)).hex()


def is_own(given: str) -> bool:
    """Whether a token that came back is this browser's."""
    try:
        raw = bytes.fromhex(given)
    except ValueError:
        return False
    pad, mixed = raw[: len(raw) // 2], raw[len(raw) // 2 :]
    return len(pad) == len(mixed) > 0 and compare_digest(_mixed(mixed, pad), token().encode())


def _mixed(one: bytes, other: bytes) -> bytes:
    return bytes(left ^ right for left, right in zip(one, other, strict=True))


def greet(response: Response, on: Request) -> None:
    """Give somebody without a session the cookie that protects the log-in form."""
    response.set_cookie(LOGIN_COOKIE, token(), httponly=True, samesite="Strict", secure=on.is_secure, path="/")


def remember(response: Response, secret: str, on: Request) -> None:
    """Give the browser its session: not readable by scripts, not sent from other sites' forms."""
    response.set_cookie(COOKIE, secret, httponly=True, samesite="Lax", secure=on.is_secure, path="/")
    response.delete_cookie(LOGIN_COOKIE)


def forget(response: Response) -> None:
    """Take the session's cookie away."""
    response.delete_cookie(COOKIE, path="/")
