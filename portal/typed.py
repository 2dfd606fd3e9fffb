"""What somebody typed: read from the request, uploads stored first, and shown again whatever goes wrong after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import orjson
from flask import g, request
from werkzeug.datastructures import FileStorage, MultiDict

from engine import uploads
from engine.errors import AlurError
from forms import Form, from_html
from portal import here

#: Fields of the page itself, not of the form.
OWN = frozenset({"csrf", "versi", "kunci"})

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


def read(form: Form | None) -> dict[str, Any]:
    """The submitted data of a form. Its files are stored at once, so that a later failure loses none. Raises UploadRefused."""
    if form is None:
        return {}
    return from_html(form, stored(request.form, request.files))


def stored(given: MultiDict[str, str], files: MultiDict[str, FileStorage]) -> MultiDict[str, str]:
    """The request's fields with every file in place of its reference, as the form's own hidden fields carry them."""
    fields = MultiDict((key, value) for key, value in given.items(multi=True) if key not in OWN)
    for key, file in files.items(multi=True):
        if file.filename:
            reference = uploads.store(here.engine(), here.actor(), file.filename, file.stream)
            fields.add(key, orjson.dumps(reference).decode())
    return fields


def version() -> int | None:
    """The version of the task that the page showed; nonsense counts as stale."""
    given = request.form.get("versi")
    return None if given is None else int(given) if given.isdecimal() else -1


def key() -> str | None:
    """The idempotency key of this page, bound to the person so that nobody can use another's."""
    given = request.form.get("kunci")
    return f"{here.actor().person}:{given[:64]}" if given else None


def plain() -> list[tuple[str, str]]:
    """What was typed, without a form to name the fields: for the page of a task that is gone."""
    return [
        (name.replace("_", " ").replace(".", " › ").capitalize(), value)
        for name, value in request.form.items(multi=True)
        if name not in OWN and value.strip() and not name.startswith("_") and not value.startswith("{")
    ]
