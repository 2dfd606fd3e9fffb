"""What somebody typed: read from the request, uploads stored first, and shown again whatever goes wrong after."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, cast

import orjson
from flask import Response, g, request
from werkzeug.datastructures import FileStorage, MultiDict

from engine import uploads
from engine.errors import AlurError, UploadRefused
from forms import Form, edit_rows, from_html
from portal import door, here
from portal.numbers import number
from portal.values import Labels, label, labels_of

#: Gives a page, or an answer for a script; its status is set by whoever asks.
Again = Callable[[AlurError, int], str | Response]


#: Names of the page itself that may differ between two sendings of the same typing.
_NOT_TYPED = ("_csrf", "_draf", "_versi")


class Typed:
    """The page that shows somebody's typing again after a failure."""

    def __init__(self, render_again: Again) -> None:
        self.render_again = render_again


def keep(render_again: Again) -> None:
    """From here on, an error of the engine is answered by this page instead of a bare one."""
    g.typed = Typed(render_again)


def current() -> Typed | None:
    """How to show again what was typed, when this request carries any."""
    return cast("Typed | None", g.get("typed"))


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The submitted data of a form; what was refused, field name -> why; whether the page is only to be shown again."""

    values: dict[str, Any]
    refused: dict[str, str]
    look_first: bool
    fields: MultiDict[str, str]


def read(form: Form) -> Reading:
    """What the request carries for a form. Files are stored at once, so that no later failure loses them."""
    fields = MultiDict(request.form)
    refused = store_files(fields, request.files)
    values, pressed = edit_rows(form, from_html(form, fields), fields)
    look_first = pressed or door.LOOK_FIRST in request.form
    return Reading(values=values, refused=refused, look_first=look_first, fields=fields)


def store_files(fields: MultiDict[str, str], files: MultiDict[str, FileStorage]) -> dict[str, str]:
    """Store files and put their references among the fields; gives field name -> why for those that were refused."""
    refused: dict[str, str] = {}
    for key, file in files.items(multi=True):
        if not file.filename:
            continue
        try:
            reference = uploads.store(here.engine(), here.actor(), file.filename, file.stream)
        except UploadRefused as why:  # one bad file must not lose the good ones, nor the typing
            refused[key] = why.message
        else:
            fields.add(key, orjson.dumps(reference).decode())
    return refused


def version() -> int | None:
    """The version of the task that the page showed; nonsense counts as stale."""
    given = request.form.get("_versi")
    found = number(given)
    return -1 if given is not None and found is None else found


def key() -> str | None:
    """The idempotency key of this page, bound to the person so that nobody can use another's."""
    given = request.form.get("_kunci")
    return f"{here.actor().person}:{given[:64]}" if given else None


def key_of_act() -> str | None:
    """The idempotency key of this page and of what was typed in it: the same sent twice acts once, something else is no repeat."""
    content = hashlib.sha256(
        orjson.dumps([pair for pair in request.form.items(multi=True) if pair[0] not in _NOT_TYPED])
    )
    return f"{given}:{content.hexdigest()[:32]}" if (given := key()) else None


def reference(text: str) -> dict[str, Any]:
    """An upload's reference as a hidden field carries it; nonsense names no file."""
    try:
        found: Any = orjson.loads(text)
    except orjson.JSONDecodeError:
        found = None
    return found if isinstance(found, dict) else {"sha256": ""}


def named(form: Form | None, fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """What was typed, each text under the label of its field: for pages that can only show it."""
    labels = labels_of(form) if form is not None else Labels()
    found = []
    for name, text in fields:
        if name.startswith("_") or not text.strip():
            continue
        path = tuple(str(place + 1) if (place := number(part)) is not None else part for part in name.split("."))
        general = ".".join("*" if part.isdigit() else part for part in path)
        if text.lstrip().startswith("{"):
            text = str(reference(text).get("nama") or "")
        found.append((label(path, labels), labels.choices.get(general, {}).get(text, text)))
    return [pair for pair in found if pair[1]]
