"""The documentation is tested: every command, make target, event kind, attribute and setting is described; links and files exist."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from engine.documents import limits as documents
from engine.lint import executable, rules, sop_ap, style
from engine.lint.english import ENGLISH
from engine.queries.events import TITLES
from engine.spiff.findings import GAPS
from engine.spiff.limits import Limits
from expressions import budget
from portal.cli import COMMANDS, main

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))

    missing = [link for link in links if not (page.parent / link).exists()]

    assert missing == []


def test_every_command_is_described() -> None:
    text = (DOCS / "cli.md").read_text(encoding="utf-8")

    assert [name for name in COMMANDS if f"alur {name}" not in text] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_where_it_is_said_to(name: str) -> None:
    command = main.get_command(click.Context(main), name)

    assert command is not None
    assert command.name == name
    assert command.help


def test_every_event_kind_is_described() -> None:
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")

    assert [kind for kind in TITLES if f"`{kind}`" not in text] == []


def test_every_setting_is_described() -> None:
    source = "\n".join(
        path.read_text(encoding="utf-8") for room in ("engine", "portal") for path in (ROOT / room).rglob("*.py")
    )
    named = set(re.findall(r"\bALUR_[A-Z_]+\b", source))
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)

    assert sorted(name for name in named if name not in text) == []


def test_every_attribute_of_our_dialect_is_described() -> None:
    drawn = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "processes").glob("*/*.bpmn"))
    used = set(re.findall(r'\balur:(\w+)="', drawn))
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")

    assert sorted(name for name in used if f"alur:{name}" not in text) == []


def test_the_readme_has_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"^(\w+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)

    assert re.findall(r"^make (\w+)", text, re.MULTILINE) == ["run", "test"]
    assert {"run", "test", "install"} <= set(targets)


def test_every_room_opens_with_what_it_is_for() -> None:
    rooms = ("expressions", "forms", "engine", "webhooks", "portal", "processes", "bench")
    modules = [path for room in rooms for path in (ROOT / room).rglob("*.py") if "tests" not in path.parts]

    silent = [
        str(path.relative_to(ROOT))
        for path in modules
        if not re.match(r'(#.*\n)*"""\S', path.read_text(encoding="utf-8"))
    ]

    assert [name for name in silent if (ROOT / name).stat().st_size] == []


def test_the_limits_of_a_command_an_expression_and_a_letter_are_told_as_they_are() -> None:
    text = (DOCS / "limits.md").read_text(encoding="utf-8")
    case, letter = Limits(), documents.Limits()
    counts = [
        case.steps,
        case.open_tasks,
        case.instances,
        case.depth,
        case.horizon.days,
        case.command_steps,
        case.expression_steps,
    ]
    counts += [budget.STEPS, budget.CELLS, budget.MAX_CHARACTERS, budget.MAX_ITEMS, budget.MAX_BITS, budget.MAX_LEVELS]
    counts += [letter.cpu, int(letter.wall), letter.memory >> 20, letter.output >> 20]

    assert [f"{each:,}" for each in counts if not re.search(rf"(?<![\d,]){each:,}(?![\d,])", text)] == []


def test_every_lint_rule_is_in_its_document() -> None:
    text = (DOCS / "linting.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w-]+)` \| (error|gap|advice) \|", text, re.MULTILINE)
    modules = [module for package in (executable, rules, sop_ap, style) for module in package.MODULES]
    ours = {module.RULE: getattr(module, "SEVERITY", "error") for module in modules}
    engines = {code: "gap" if code in GAPS else "error" for code in ENGLISH}

    assert len(rows) == len(dict(rows))
    assert dict(rows) == ours | engines
