"""What somebody typed: read from the request, uploads stored first, and shown again whatever goes wrong after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import orjson
from flask import g, request
from werkzeug.datastructures import FileStorage, MultiDict

from engine import uploads
from engine.errors import AlurError, UploadRefused
from forms import Form, edit_rows, from_html
from portal import door, here

Again = Callable[[AlurError, int], str]


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


def read(form: Form) -> Reading:
    """What the request carries for a form. Files are stored at once, so that no later failure loses them."""
    fields = MultiDict(request.form)
    refused = store_files(fields, request.files)
    values, pressed = edit_rows(form, from_html(form, fields), fields)
    return Reading(values=values, refused=refused, look_first=pressed or door.LOOK_FIRST in request.form)


def store_files(fields: MultiDict[str, str], files: MultiDict[str, FileStorage]) -> dict[str, str]:
    """Store files and put their references among the fields; gives field name -> why for those that were refused."""
    refused: dict[str, str] = {}
    for key, file in files.items(multi=True):
        if not file.filename:
            continue
        try:
            reference = uploads.store(here.engine(), here.actor(), file.filename, file.stream)
        except UploadRefused as why:  # one bad file must not lose the good ones, nor the typing
            refused[key] = str(why)
        else:
            fields.add(key, orjson.dumps(reference).decode())
    return refused


def version() -> int | None:
    """The version of the task that the page showed; nonsense counts as stale."""
    given = request.form.get("_versi")
    return None if given is None else int(given) if given.isdecimal() else -1


def key() -> str | None:
    """The idempotency key of this page, bound to the person so that nobody can use another's."""
    given = request.form.get("_kunci")
    return f"{here.actor().person}:{given[:64]}" if given else None


def plain() -> list[tuple[str, str]]:
    """What was typed, without a form to name the fields: for the page of a task that is gone."""
    return [
        (name.replace("_", " ").replace(".", " › ").capitalize(), value)
        for name, value in request.form.items(multi=True)
        if value.strip() and not name.startswith("_") and not value.startswith("{")
    ]
