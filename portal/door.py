"""The log-in page, and what waits there: where somebody wanted to go, and what they had typed when their session ended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson
from flask import make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import tokens
from portal.languages import gettext as _

#: In a form that comes back from the door: show it again, complete nothing.
LOOK_FIRST = "_periksa"
PAIRS = "_isian"
#: Where people type much: their typing waits at the door while they log in again.
KEPT = frozenset({"tasks.complete", "start.begin"})


def page(
    *,
    wanted: str | None,
    username: str = "",
    problem: str | None = None,
    notice: str | None = None,
    kept: str = "",
    status: int = 200,
) -> Response:
    """The log-in page. `kept`: the typing that waits, as `pack` gives it."""
    given = {"wanted": wanted or "", "username": username, "problem": problem, "notice": notice, "kept": kept}
    response = make_response(render_template("login.html", **given), status)
    tokens.greet(response, request)
    return response


def come_back() -> Response:
    """The session ended while somebody typed: log in again, the typing waits in the page meanwhile. Nothing is stored for nobody."""
    notice = _("Sesi Anda sudah berakhir, jadi kiriman tadi belum diterima. Masuk lagi; isian Anda menunggu di sini.")
    return page(wanted=request.path, notice=notice, kept=pack(request.form.items(multi=True)), status=401)


def reopen() -> Response:
    """The page was opened under an older log-in: its typing waits, one press shows it in its form again."""
    fields = unpack(pack(request.form.items(multi=True)))
    shown = render_template("resume.html", wanted=request.path, fields=fields, look_first=LOOK_FIRST)
    return make_response(shown, 409)


def resume(wanted: str, kept: str) -> Response:
    """Back to what was typed before the session ended: one press shows it in its form again."""
    return make_response(render_template("resume.html", wanted=wanted, fields=unpack(kept), look_first=LOOK_FIRST))


def pack(fields: Iterable[tuple[str, str]]) -> str:
    """Form fields as one text; the page's own (`_csrf`, `_kunci`) are left behind, row marks stay."""
    return orjson.dumps([pair for pair in fields if not pair[0].startswith("_") or pair[0] == "_row"]).decode()


def unpack(text: str) -> list[tuple[str, str]]:
    """The fields of a packed text; nothing where it is not one."""
    try:
        found: Any = orjson.loads(text)
    except orjson.JSONDecodeError:
        return []
    if not isinstance(found, list):
        return []
    return [
        (pair[0], pair[1]) for pair in found if isinstance(pair, list) and [type(part) for part in pair] == [str, str]
    ]


def safe_path(path: str | None) -> str:
    """Where somebody wanted to go: a path of our own, never another site."""
    if path and path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable():
        return path
    return url_for("inbox.index")
