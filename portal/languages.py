"""The language of the screens: Indonesian is written in the templates, other languages are catalogues beside them."""

from __future__ import annotations

from functools import cached_property
from io import BytesIO
from pathlib import Path

import flask_babel  # type: ignore[import-untyped]  # ships no types
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, request
from flask_babel import Babel, Domain

from engine.errors import AlurError
from forms.said import Said

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
COOKIE = "alur_bahasa"
#: Participants choose for their visit only, whatever this browser's officials chose: see portal/mine.py.
ROOM, ROOM_COOKIE = "/urusan", "alur_urusan_bahasa"
#: In a form: the language in which it is to be shown again, with all that was typed.
CHOSEN = "_bahasa"
FOLDER = Path(__file__).parent / "translations"


class Catalogues(Domain):  # type: ignore[misc]  # flask_babel ships no types
    """Reads the .po files themselves: there is nothing to compile, and nothing compiled to go stale."""

    def get_translations(self) -> NullTranslations:
        """The catalogue of the request's language; Indonesian is the source and has none."""
        chosen = language()
        if chosen not in self.cache:
            self.cache[chosen] = _load(FOLDER / chosen / "LC_MESSAGES" / "messages.po")
        found: NullTranslations = self.cache[chosen]
        return found


class Languages(Babel):  # type: ignore[misc]  # Babel comes without types
    """Flask-Babel, reading our catalogues."""

    @cached_property
    def domain_instance(self) -> Catalogues:
        """The catalogues, loaded once in a process."""
        return Catalogues()


def init_app(app: Flask) -> None:
    """Translate templates and messages by the reader's choice."""
    Languages(app, default_locale="id", default_timezone="Asia/Jakarta", locale_selector=language)
    app.jinja_env.globals.update(language=language, LANGUAGES=LANGUAGES)


def language() -> str:
    """The language the reader chose; Indonesian until they do."""
    if not request:
        return "id"
    chosen = g.get("language") or request.cookies.get(ROOM_COOKIE if in_room(request.path) else COOKIE, "id")
    return chosen if chosen in LANGUAGES else "id"


def choose(chosen: str) -> None:
    """Answer this request in a language, where it is one of ours."""
    g.language = chosen if chosen in LANGUAGES else language()


def in_room(path: str) -> bool:
    """Whether an address is one of a participant's room."""
    return path.split("?")[0] == ROOM or path.startswith(f"{ROOM}/")


def gettext(text: str, **given: object) -> str:
    """A text in the reader's language."""
    return str(flask_babel.gettext(text, **given))


def ngettext(one: str, many: str, num: int, **given: object) -> str:
    """A text with a number in the reader's language."""
    return str(flask_babel.ngettext(one, many, num, **given))


def say(message: object) -> str:
    """What the engine or a form says, in the reader's language: an error, a Said, or a plain text that the catalogue may know."""
    if isinstance(message, AlurError):
        message = message.message if type(message).__str__ is Exception.__str__ else str(message)
    if not isinstance(message, Said):
        return gettext(str(message)) if message else ""
    fields = {name: say(value) if isinstance(value, Said) else value for name, value in message.fields.items()}
    return gettext(message.pattern).format(**fields)


def _load(path: Path) -> NullTranslations:
    if not path.is_file():
        return NullTranslations()
    packed = BytesIO()
    with path.open("rb") as file:
        write_mo(packed, read_po(file))
    packed.seek(0)
    return Translations(packed)
