"""Every sentence that the engine writes for people has its English, with the same fields; and English tells the same states."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from engine.queries import english
from engine.queries.events import TITLES
from engine.queries.wording import KINDS

QUERIES = Path(english.__file__).parent
FIELD = re.compile(r"\{(\w+)\}")


def spoken() -> Iterator[str]:
    """Every literal text that is said through `words(...)` in engine, and the texts of its constants said so."""
    for file in sorted([*QUERIES.glob("*.py"), *QUERIES.with_name("mail").glob("*.py"), *QUERIES.parent.glob("*.py")]):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        constants = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and _says(node.func):
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value
                elif isinstance(first, ast.Name) and first.id in constants:
                    yield constants[first.id]
    yield from TITLES.values()
    yield from KINDS.values()


def _says(function: ast.expr) -> bool:
    name = (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )
    return name == "words"


def test_every_sentence_has_its_english() -> None:
    assert {text for text in spoken() if text not in english.TEXTS} == set()


def test_english_keeps_every_field() -> None:
    wrong = [text for text, told in english.TEXTS.items() if set(FIELD.findall(text)) != set(FIELD.findall(told))]

    assert wrong == []
