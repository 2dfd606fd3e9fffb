"""An exclusive gateway without a default has a true branch for everything that the forms before it can answer."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from engine.lint.answers import Answers, read_paths
from engine.lint.finding import Finding, about, called
from engine.lint.finding import Text as Told
from engine.lint.folder import Folder
from engine.lint.possible import Path
from engine.lint.variables import Text
from engine.spiff import Element, Flow
from expressions import EvaluationFailed, Expression

RULE = "gateway-answers"
SEVERITY = "error"
#: Most combinations of answers that are tried.
COMBINATIONS = 2_000
Question = tuple[str, Path]


def check(folder: Folder) -> Iterator[Finding]:
    """Answers that no branch takes (the case would stop), branches that none takes and that two take (advice)."""
    variables, model = folder.variables, folder.model
    if variables is None or model is None:
        return
    answers = Answers(variables, folder.forms)
    for gateway in variables.elements:
        flows = [model.flows[each] for each in gateway.outgoing]
        asked = [flow for flow in flows if flow.condition is not None]
        if gateway.kind == "exclusiveGateway" and len(flows) > 1 and asked:
            domain = _domain(answers, gateway, asked)
            if domain:
                yield from _tried(gateway, asked, domain)


def _domain(answers: Answers, gateway: Element, flows: list[Flow]) -> Mapping[Question, list[Any]] | None:
    """What the conditions ask, with every possible answer; None when that is not known."""
    found: dict[Question, list[Any]] = {}
    size = 1
    for flow in flows:
        if flow.condition is None:
            continue
        paths = list(read_paths(flow.condition.tree))
        if flow.condition.names != {name for _, name, _ in paths} or flow.condition.calls:
            return None
        for _, name, path in paths:
            values = answers.values(Text(gateway, flow.condition, flow.line, gateway.process, after=True), name, path)
            if values is None:
                return None
            if (name, path) not in found:
                size *= len(values)
            found[name, path] = values
    return found if size <= COMBINATIONS else None


def _tried(gateway: Element, flows: list[Flow], domain: Mapping[Question, list[Any]]) -> Iterator[Finding]:
    never, twice, untaken = {flow.id: flow for flow in flows}, [], []
    for values in itertools.product(*domain.values()):
        scope = _scope(domain, values)
        true = [flow for flow in flows if flow.condition is not None and _holds(flow.condition, scope)]
        told = ", ".join(
            f"{_shown(name, path)} = {value!r}" for (name, path), value in zip(domain, values, strict=True)
        )
        for flow in true:
            never.pop(flow.id, None)
        if len(true) > 1:
            twice.append((true, told))
        if not true and gateway.default is None:
            untaken.append(told)
    if untaken:
        yield about(
            RULE,
            gateway,
            Told(
                f"Tidak ada cabang '{called(gateway)}' yang diambil bila {untaken[0]}: perkara akan berhenti.",
                f"No branch of '{called(gateway)}' is taken when {untaken[0]}: the case would stop.",
            ),
            Told("Lengkapi syaratnya, atau pilih cabang bawaan.", "Complete the conditions, or choose a default flow."),
        )
    for flow in never.values():
        yield about(
            RULE,
            gateway,
            Told(
                f"Cabang '{flow.name or flow.id}' tidak pernah diambil.",
                f"The branch '{flow.name or flow.id}' is never taken.",
            ),
            Told("Perbaiki syaratnya, atau hapus cabangnya.", "Mend its condition, or remove the branch."),
            severity="advice",
            line=flow.line,
        )
    for true, told in twice[:1]:
        names = ", ".join(f"'{flow.name or flow.id}'" for flow in true)
        yield about(
            RULE,
            gateway,
            Told(
                f"Cabang {names} sama-sama benar bila {told}; yang pertama diambil.",
                f"Branches {names} are both true when {told}; the first is taken.",
            ),
            Told("Buat syaratnya saling meniadakan.", "Let the conditions exclude each other."),
            severity="advice",
        )


def _scope(domain: Mapping[Question, list[Any]], values: tuple[Any, ...]) -> dict[str, Any]:
    scope: dict[str, Any] = {}
    for (name, path), value in zip(domain, values, strict=True):
        at = scope.setdefault(name, {})
        for key in path[:-1]:
            at = at.setdefault(key, {})
        at[path[-1]] = value
    return scope


def _holds(condition: Expression, scope: Mapping[str, Any]) -> bool:
    try:
        return condition.evaluate(scope) is True
    except EvaluationFailed:
        return False


def _shown(name: str, path: Path) -> str:
    return ".".join((name, *path))
