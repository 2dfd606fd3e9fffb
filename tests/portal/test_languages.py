"""No text of the portal, of the forms or of the engine on its pages, is left untranslated; no translation outlives its text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from flask import Flask

from engine import errors
from engine.errors import NotAllowed, PartnerRefused
from forms.said import said
from portal.languages import COOKIE, say

ROOT = Path(__file__).parents[2]
PORTAL = ROOT / "portal"
KINDS = {
    name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.AlurError)
}
#: Told at deploy, on the command line only.
UNSHOWN = {"SopRefused"}
FIELD = re.compile(r"\{(\w+)\}")
Text = str | tuple[str, ...]


def _sources() -> Iterator[Text]:
    with (PORTAL / "translations" / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    for _name, _line, text, _comments, _context in extract_from_dir(PORTAL, methods, options):
        yield tuple(text) if isinstance(text, list) else text
    yield from (str(kind.__doc__).strip() for kind in KINDS.values())
    yield from _said()
    yield from (node.value for _file, node in _raised() if isinstance(node, ast.Constant))


def _said() -> Iterator[str]:
    """The sentences of `said(...)`, with their fields as they stand there."""
    for room in ("engine", "forms", "portal", "webhooks"):
        found = extract_from_dir(ROOT / room, [("**.py", "python")], keywords={"said": None})
        yield from (text for _name, _line, text, _comments, _context in found)


def _raised() -> Iterator[tuple[Path, ast.expr]]:
    """What errors are raised with, where that is written as a text on the spot."""
    files = [file for room in ("engine", "portal", "webhooks") for file in sorted((ROOT / room).rglob("*.py"))]
    for file in files:
        if file.is_relative_to(PORTAL / "cli"):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
                continue
            first = node.args[0]
            if node.func.id in KINDS.keys() - UNSHOWN and isinstance(first, ast.Constant | ast.JoinedStr):
                yield file, first


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


def test_what_the_engine_says_keeps_its_fields() -> None:
    english = {message.id: message.string for message in _catalogue()}

    wrong = [text for text in _said() if set(FIELD.findall(text)) != set(FIELD.findall(str(english[text])))]

    assert wrong == []


def test_errors_that_name_something_are_said_and_not_pasted_together() -> None:
    pasted = [(file.name, node.lineno) for file, node in _raised() if isinstance(node, ast.JoinedStr)]

    assert pasted == []


def test_what_is_said_is_said_in_the_readers_language(app: Flask) -> None:
    told = NotAllowed(said("Mandat {letter} tidak mencakup tindakan ini.", letter="800/1"))
    inner = said("{day} pukul {clock}", day="24-11-2026", clock="08.00.00")

    with app.test_request_context(headers={"Cookie": f"{COOKIE}=en"}):
        found = [say(told), say(PartnerRefused("Isi nama lengkap mitra.")), say(said("Terakhir {at}.", at=inner))]
    with app.test_request_context():
        assert say(told) == str(told) == "Mandat 800/1 tidak mencakup tindakan ini."
        assert say("Nama 100% yang ditulis orang") == "Nama 100% yang ditulis orang"

    assert found == [
        "The mandate 800/1 does not cover this act.",
        "Enter the partner's full name.",
        "Last at 24-11-2026, 08.00.00.",
    ]
