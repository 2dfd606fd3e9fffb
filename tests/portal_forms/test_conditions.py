"""The browser works out a form's rules exactly as the server does."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from expressions import BASE, parse
from forms.rules import Evaluation
from portal.forms.views import Page, views
from tests.forms.making import choice, form, textfield

SCRIPT = Path(__file__).parents[2] / "frontend" / "scripts" / "conditions.js"

RULES = [
    'a = "x"', 'a != "x"', 'a = "x" or n > 2', 'a = "x" and b', "not(b)", "n <= batas", "n >= 2.5", 'a in ["x", "z"]',
    'contains(c, "x")', "count(c) = 0", "kosong(a)", "ada(n)", "not(b) or n = 3", 'a = null', "c = [\"x\"]", 'a < "y"', "b = true",
    "n > 2 or b", "b or n > 2", "b and n > 2", "lain.kota = \"x\"", "sudah", "not(sudah) and b",
]  # fmt: skip
VALUES: list[dict[str, Any]] = [
    {"a": a, "b": b, "c": c, "n": n, "lain": {"kota": a}}
    for a, b, c, n in itertools.product(("x", "y", ""), (True, False), ([], ["x"], ["x", "y"]), (None, 2, 3, 2.5))
]
CONTEXT = {"batas": 2.5, "sudah": True}


def portable(rule: str) -> list[Any]:
    """The rule as the page carries it."""
    made = form(
        textfield("a"),
        {"type": "checkbox", "key": "b"},
        choice("checklist", "c", "x", "y"),
        {"type": "number", "key": "n"},
        {"type": "group", "id": "g", "path": "lain", "components": [textfield("kota")]},
        textfield("ujian", conditional={"hide": f"={rule}"}),
    )
    view = views(made.components, Page(errors={}, typed=False, functions=BASE), {}, CONTEXT)[-1]
    found: list[Any] = json.loads(view.rule) if view.kind == "textfield" and view.rule else ["is", view.name != "ujian"]
    return found


def test_browser_and_server_agree_on_every_rule() -> None:
    node = shutil.which("node")
    assert node is not None, "Node tidak ada. Pasang Node 20 atau lebih baru."
    cases = [[portable(rule), values] for rule in RULES for values in VALUES]
    program = (
        f"import {{ holds }} from {json.dumps(SCRIPT.as_uri())};"
        "let text = ''; for await (const part of process.stdin) text += part;"
        "const get = (values, name) => name.split('.').reduce((at, key) => at[key], values);"
        "console.log(JSON.stringify(JSON.parse(text).map(([rule, values]) => holds(rule, (name) => get(values, name)))));"
    )

    done = subprocess.run(
        [node, "--input-type=module", "-e", program],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
    )

    browser = json.loads(done.stdout)
    evaluation = Evaluation(BASE)
    server = [evaluation.holds(parse(f"={rule}"), CONTEXT | values) for rule in RULES for values in VALUES]
    different = {
        (RULES[at // len(VALUES)], str(VALUES[at % len(VALUES)]))
        for at in range(len(server))
        if browser[at] != server[at]
    }
    assert different == set()
