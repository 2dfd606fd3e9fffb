"""No text of the portal is left untranslated, and no translation outlives its text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from engine import errors

PORTAL = Path(__file__).parents[2] / "portal"
Text = str | tuple[str, ...]


def _sources() -> Iterator[Text]:
    with (PORTAL / "translations" / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    for _name, _line, text, _comments, _context in extract_from_dir(PORTAL, methods, options):
        yield tuple(text) if isinstance(text, list) else text
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and kind.__module__ == errors.__name__]
    yield from (str(kind.__doc__).strip() for kind in kinds)


def _catalogue() -> Catalog:
    with (PORTAL / "translations" / "en" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file)


def test_every_text_has_its_english() -> None:
    translated = {message.id for message in _catalogue() if message.id and message.string and not message.fuzzy}

    assert {text for text in _sources()} - translated == set()


def test_every_english_text_is_still_used() -> None:
    assert {message.id for message in _catalogue() if message.id} - {text for text in _sources()} == set()


def test_translations_keep_their_placeholders() -> None:
    wrong = [message.id for message in _catalogue() if message.id and list(message.check())]

    assert wrong == []
