"""What a model, its forms and `sop.toml` must agree on before cases may depend on them: every disagreement is a gap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.lint import Finding, Text
from engine.lint.linting import refusal
from engine.spiff import Element, Model, unknown_variables
from engine.spiff.reading import constant
from forms import Form

PEOPLE = ("userTask", "manualTask")


def crossings(model: Model, forms: Mapping[str, Form], settings: Mapping[str, Any], *, runs: bool) -> list[Finding]:
    """All that is missing, element by element; of a model that `runs`, also the variables that nothing ever writes."""
    found = [refusal(finding) for finding in unknown_variables(model, _given(model))] if runs else []
    for element in model.elements.values():
        found += _form(element, forms)
        found += _people(element, settings.get("lanes", {}))
    return found


def _given(model: Model) -> list[str]:
    """The variables that a case may begin with."""
    return [model.start.result, *(element.result for element in model.by_itself)]


def unset(keys: Sequence[str]) -> Finding:
    """Settings that sop.toml lacks."""
    names = ", ".join(keys)
    return Finding(
        severity="gap", rule="setting-missing", element=None, line=None, file="sop.toml",
        message=Text(f"Belum ada: {names}.", f"Not there yet: {names}."),
        remedy=Text("Isi menurut docs/add-an-sop.md.", "Set them as docs/add-an-sop.md says."),
    )  # fmt: skip


def _gap(rule: str, element: Element, message: tuple[str, str], remedy: tuple[str, str]) -> Finding:
    return Finding(
        severity="gap",
        rule=rule,
        element=element.id,
        line=element.line,
        file=element.file,
        message=Text(*message),
        remedy=Text(*remedy),
    )


def _form(element: Element, forms: Mapping[str, Form]) -> Iterator[Finding]:
    name = element.attributes.get("form")
    if name and name not in forms:
        yield _gap(
            "form-missing", element,
            (f"Formulir '{name}' tidak ada.", f"There is no form '{name}'."),
            (f"Buat forms/{name}.form.", f"Make forms/{name}.form."),
        )  # fmt: skip
    if name and element.kind == "startEvent" and any(each.event == "timer" for each in element.several or (element,)):
        yield _gap(
            "form-here", element,
            ("Waktu tidak mengisi formulir.", "A time fills in no form."),
            ("Hapus alur:form dari kejadian mulai ini.", "Remove alur:form from this start event."),
        )  # fmt: skip
    if element.kind in PEOPLE and not name:
        yield _gap(
            "form-missing", element,
            ("Tugas ini belum mempunyai formulir.", "This task has no form yet."),
            ("Isi alur:form.", "Set alur:form."),
        )  # fmt: skip


def _people(element: Element, lanes: Mapping[str, str]) -> Iterator[Finding]:
    """Who does it is known: a lane that sop.toml maps to a position, or what the element itself says."""
    placed = {"performer", "participant"} & set(element.attributes)
    if element.kind in PEOPLE and not (element.lane or placed):
        yield _gap(
            "performer-missing", element,
            ("Tidak ada lajur atau pelaksana.", "There is no lane and no performer."),
            ("Taruh dalam lajur, atau isi alur:performer.", "Put it into a lane, or set alur:performer."),
        )  # fmt: skip
    performer = constant(element.expressions.get("performer"))
    if isinstance(performer, str) and "." not in performer and performer not in lanes:
        yield _unmapped(element, "pelaksana", "performer", performer)
    waits = "form" in element.attributes and element.kind != "startEvent"
    if element.lane and not placed and element.lane not in lanes and waits:
        yield _unmapped(element, "lajur", "lane", element.lane)


def _unmapped(element: Element, word: str, english: str, name: str) -> Finding:
    return _gap(
        "lane-unmapped", element,
        (f"{word.title()} '{name}' tidak dipetakan ke jabatan.", f"The {english} '{name}' is mapped to no position."),
        ("Petakan dalam [lanes] di sop.toml.", "Map it in [lanes] of sop.toml."),
    )  # fmt: skip
