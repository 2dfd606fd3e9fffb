"""An SOP's folder as the rules see it: settings, model, forms, tables and the source of its functions. Never runs anything."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from engine import spiff
from engine.decisions import Decision, DecisionRefused, parse_decisions
from engine.decisions import Finding as TableFinding
from engine.lint.finding import Finding, Severity, Text
from engine.lint.sources import Sources
from engine.lint.variables import Variables
from engine.spiff import Element, Model, processes_of, sketch
from forms import Form, FormRefused, Problem
from forms import load as load_form

#: Elements of a model whose paths are followed; larger ones get no verdict on data, answers and calls.
MOST_ELEMENTS = 5_000


@dataclass(kw_only=True)
class Folder:
    """One SOP with the shared parts it names. File names are those of the bundle without folders (`periksa.form`).

    `own` names the files that are the SOP's and not shared; `sources` is None where the functions' code is not at hand
    (a bundle that was stored); `templates` are the letters that can be printed (None: not known); `holders` says who holds
    each position today (absent: no such position), None: not asked.
    """

    settings: Mapping[str, Any]
    settings_text: str
    drawings: Mapping[str, bytes]
    form_files: Mapping[str, bytes] = field(default_factory=dict)
    table_files: Mapping[str, bytes] = field(default_factory=dict)
    templates: frozenset[str] | None = None
    own: frozenset[str] = frozenset()
    sources: Sources | None = None
    now: datetime | None = None
    holders: Mapping[str, int] | None = None

    @cached_property
    def _forms(self) -> tuple[dict[str, Form], list[tuple[str, Problem]]]:
        found: dict[str, Form] = {}
        problems: list[tuple[str, Problem]] = []
        for name, content in self.form_files.items():
            key = name.removesuffix(".form")
            try:
                found[key] = load_form(content, name=key)
            except FormRefused as refused:
                problems += [(name, problem) for problem in refused.problems]
        return found, problems

    @property
    def forms(self) -> Mapping[str, Form]:
        """The forms that can be read, by name."""
        return self._forms[0]

    @property
    def form_problems(self) -> list[tuple[str, Problem]]:
        """What is wrong with the others, by file."""
        return self._forms[1]

    @cached_property
    def _tables(self) -> tuple[dict[str, tuple[str, Decision]], list[tuple[str, TableFinding]]]:
        found: dict[str, tuple[str, Decision]] = {}
        problems: list[tuple[str, TableFinding]] = []
        for name, content in self.table_files.items():
            try:
                found |= {key: (name, decision) for key, decision in parse_decisions(content).items()}
            except DecisionRefused as refused:
                problems += [(name, finding) for finding in refused.findings]
        return found, problems

    @property
    def tables(self) -> Mapping[str, tuple[str, Decision]]:
        """Decision id -> its file and table, of the files that can be read."""
        return self._tables[0]

    @property
    def table_problems(self) -> list[tuple[str, TableFinding]]:
        """What is wrong with the others, by file."""
        return self._tables[1]

    @cached_property
    def decisions(self) -> dict[str, Decision]:
        """Decision id -> table."""
        return {key: decision for key, (_, decision) in self.tables.items()}

    @cached_property
    def _loaded(self) -> tuple[Model, list[spiff.Finding]]:
        process = self.settings.get("process") or next(iter(processes_of(self.drawings)), "")
        return sketch(self.drawings, process=str(process), decisions=self.decisions)

    @property
    def model(self) -> Model | None:
        """The model, None while the engine refuses it: rules that follow its paths wait until then."""
        return None if self.refusals else self._loaded[0]

    @property
    def drawn(self) -> Model:
        """The model as far as it could be read."""
        return self._loaded[0]

    @property
    def refusals(self) -> list[spiff.Finding]:
        """Why the engine refuses it."""
        return self._loaded[1]

    @property
    def elements(self) -> list[Element]:
        """The elements that could be read, in document order."""
        return list(self._loaded[0].elements.values())

    @cached_property
    def variables(self) -> Variables | None:
        """Who writes and reads what, None while the model is refused or when it is larger than we follow."""
        small = self.model is not None and len(self.model.elements) <= MOST_ELEMENTS
        return Variables(self.model) if self.model is not None and small else None

    @cached_property
    def lanes(self) -> Mapping[str, str]:
        """Lane key -> position id."""
        return {lane: str(position) for lane, position in self.table("lanes").items()}

    def listed(self, key: str) -> list[str]:
        """A list of `sop.toml`; empty where there is none (rule setting-kind tells what is no list)."""
        value = self.settings.get(key, [])
        return [str(each) for each in value] if isinstance(value, list) else []

    def table(self, key: str) -> Mapping[str, Any]:
        """A table of `sop.toml`; empty where there is none."""
        value = self.settings.get(key, {})
        return value if isinstance(value, Mapping) else {}

    @property
    def steps(self) -> int:
        """How many steps the written SOP has; 0 where it does not say."""
        steps = self.settings.get("steps", 0)
        return steps if type(steps) is int else 0

    def setting_line(self, key: str, table: str = "") -> int | None:
        """The line of `sop.toml` where a key is set (in a table), or the table's own."""
        inside, at = not table, None
        for number, line in enumerate(self.settings_text.splitlines(), start=1):
            if line.strip().startswith("["):
                inside = line.strip().startswith(f"[{table}]") if table else False
                at = number if inside else at
            elif inside and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
                return number
        return at

    def setting(
        self, rule: str, key: str, message: Text, remedy: Text, *, table: str = "", severity: Severity = "error"
    ) -> Finding:
        """A finding about `sop.toml`."""
        line = self.setting_line(key, table)
        return Finding(
            severity=severity,
            rule=rule,
            element=(key or table) if line is not None else None,
            line=line,
            message=message,
            remedy=remedy,
            file="sop.toml",
        )


def line_of(content: bytes, name: str) -> int | None:
    """The first line of a file that names this id or key in quotes, None when none does."""
    wanted = f'"{name}"'.encode()
    return next((number for number, line in enumerate(content.splitlines(), start=1) if wanted in line), None)
