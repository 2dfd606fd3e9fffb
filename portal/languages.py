"""The language of the screens: Indonesian is written in the templates, other languages are catalogues beside them."""

from __future__ import annotations

from functools import cached_property
from io import BytesIO
from pathlib import Path

import flask_babel  # type: ignore[import-untyped]  # ships no types
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, request
from flask_babel import Babel, Domain

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
COOKIE = "alur_bahasa"
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


class Languages(Babel):  # type: ignore[misc]
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
    chosen = request.cookies.get(COOKIE, "id") if request else "id"
    return chosen if chosen in LANGUAGES else "id"


def gettext(text: str, **given: object) -> str:
    """A text in the reader's language."""
    return str(flask_babel.gettext(text, **given))


def ngettext(one: str, many: str, num: int, **given: object) -> str:
    """A text with a number in the reader's language."""
    return str(flask_babel.ngettext(one, many, num, **given))


def _load(path: Path) -> NullTranslations:
    if not path.is_file():
        return NullTranslations()
    packed = BytesIO()
    with path.open("rb") as file:
        write_mo(packed, read_po(file))
    packed.seek(0)
    return Translations(packed)
