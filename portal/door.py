"""The log-in page, and what waits there: where somebody wanted to go, and what they had typed when their session ended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson
from flask import current_app, make_response, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from portal import here, tokens
from portal.languages import gettext as _

#: In a form that comes back from the door: show it again, complete nothing.
LOOK_FIRST = "_periksa"
PAIRS = "_isian"
#: Where people type much: their typing waits at the door while they log in again.
KEPT = frozenset({"tasks.complete", "start.begin"})
#: Fields that a page names one by one.
MOST_TOLD = 15
#: Shorter forms whose typing waits as well: it is shown as it is, and sent by one press. Passwords never wait anywhere.
RESENT = frozenset(
    {"talk.add", "hands.hand_over", "cases.cancel", "calendars.preview", "calendars.publish"}
    | {f"people.{act}" for act in ("add", "change", "make_account", "lock", "unlock", "leave", "come_back")}
    | {f"posts.{act}" for act in ("appoint", "end_seat", "give", "end")}
    | {f"deliveries.{act}" for act in ("add_partner", "change_partner", "pause_partner")}
)


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
    answer = resume(request.path, pack(request.form.items(multi=True)))
    answer.status_code = 409
    return answer


def resume(wanted: str, kept: str) -> Response:
    """Back to what was typed before the session ended: one press shows it in its form again, or sends it where no form can."""
    fields, again = unpack(kept), _endpoint(wanted) in KEPT
    told = [] if again else _told(fields)
    key = here.engine().world.token()
    given = {"wanted": wanted, "fields": fields, "look_first": LOOK_FIRST if again else None, "told": told, "key": key}
    return make_response(render_template("resume.html", **given))


def _told(fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """What was typed, under the names of its fields; a long table, or what the page itself carried, is left out."""
    typed = [(name, text) for name, text in fields if text.strip() and not text.startswith(("{", "["))]
    return [(name.replace("_", " ").capitalize(), text) for name, text in typed] if len(typed) <= MOST_TOLD else []


def keeps(endpoint: str | None) -> bool:
    """Whether what is typed into a form waits when its log-in ended."""
    return endpoint in KEPT or endpoint in RESENT


def _endpoint(path: str) -> str | None:
    try:
        found, _values = current_app.url_map.bind("localhost").match(path, method="POST")
    except HTTPException:  # no form of ours goes there
        return None
    return str(found)


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
