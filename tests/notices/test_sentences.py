"""Every notice that is ever made has its sentence, in both languages; a mail's names nobody."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.queries.told import SENTENCES, told
from engine.queries.wording import words_of
from engine.reminders import STAGES

ROOT = Path(__file__).parents[2]
FACTS = {
    "by": "Ani Contoh",
    "reason": "Saya cuti.",
    "name": "Periksa surat",
    "number": "CUTI-2026-0001",
    "step": 3,
    "due": "2026-01-12T09:00:00+00:00",
    "status": "completed",
    "expires": "2026-02-02T09:00:00+00:00",
    "message": "PermohonanBKD",
    "partner": "bkd",
    "delivery": "msg_1",
}


def made() -> Iterator[str]:
    """The kinds of all calls of `notify` in the house."""
    for room in ("engine", "webhooks", "portal"):
        for file in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _name(node.func) == "notify":
                    for keyword in node.keywords:
                        if keyword.arg == "kind" and isinstance(keyword.value, ast.Constant):
                            yield str(keyword.value.value)


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_every_kind_ever_made_has_its_sentence() -> None:
    assert set(made()) >= {"task.opened", "task.handed", "comment.mention", "case.ended"}
    assert set(made()) | set(STAGES) <= set(SENTENCES)


@pytest.mark.parametrize("kind", SENTENCES)
def test_a_sentence_is_whole_in_both_languages(kind: str) -> None:
    indonesian, english = (told(kind, FACTS, words_of(language)) for language in ("id", "en"))

    for text in (indonesian, english, told(kind, {}, words_of("id"))):
        assert text[0].isupper() or text[0] == "“"
        assert text.endswith((".", ".”"))
        assert ".”." not in text
        assert "{" not in text
    assert indonesian != english


@pytest.mark.parametrize("kind", SENTENCES)
def test_a_mail_names_nobody_and_quotes_nobody(kind: str) -> None:
    text = told(kind, FACTS, words_of("id"), names=False)

    assert "Ani" not in text
    assert "cuti" not in text.lower()


def test_an_unknown_kind_is_still_a_sentence() -> None:
    assert told("task.of_tomorrow", {}, words_of("en")) == "There is news for you."
