"""Every act that the engine writes into the journal has words on the page."""

from __future__ import annotations

import ast
from pathlib import Path

from flask import Flask

from portal.acts import act_words

ROOT = Path(__file__).parents[2]


def written() -> set[str]:
    """Every act that is given to the journal as a literal."""
    found = set()
    for room in ("engine", "webhooks", "portal"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                given = [each.value for each in getattr(node, "keywords", ()) if each.arg == "act"]
                found |= {part.value for value in given for part in ast.walk(value) if isinstance(part, ast.Constant)}
    return {act for act in found if isinstance(act, str) and ":" in act}


def test_every_act_of_the_journal_has_words(app: Flask) -> None:
    acts = written()

    with app.test_request_context():
        unworded = [act for act in sorted(acts) if act_words(act) == act]

    assert len(acts) > 15
    assert unworded == []
