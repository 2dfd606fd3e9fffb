"""Reading one component: its properties checked, its texts and rules parsed. Problems are gathered, not raised."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from expressions import Expression, ExpressionRefused, parse
from forms import properties as allowed
from forms.errors import Problem
from forms.fields import Field
from forms.rules import NOTHING, Text, read_text
from forms.settings import SETTINGS

MAX_DEPTH = 6
#: Stands for a path that was refused, so that the other checks can go on.
NO_PATH = ("tidak_sah",)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")


class Reading:
    """What was found while reading a form."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def refuse(self, component: str, message: str, remedy: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(component, message, remedy))


class Component:
    """The raw JSON of one component, with readers that note problems under its id."""

    def __init__(self, raw: Mapping[str, Any], reading: Reading) -> None:
        self.raw = raw
        self.reading = reading
        self.kind = str(raw.get("type"))
        self.id = str(raw.get("id") or raw.get("key") or raw.get("path") or self.kind)
        self.validate = self._part("validate", allowed.VALIDATE.get(self.kind))
        self.conditional = self._part("conditional", allowed.CONDITIONAL)
        self.properties = self._part("properties", allowed.PROPERTIES.get(self.kind))

    def refuse(self, message: str, remedy: str) -> None:
        """Note a problem of this component."""
        self.reading.refuse(self.id, message, remedy)

    def _part(self, name: str, known: frozenset[str] | None) -> Mapping[str, Any]:
        part = self.raw.get(name) or {}
        if not isinstance(part, Mapping):
            self.refuse(f"'{name}' bukan objek JSON.", "Simpan ulang dari editor formulir.")
            return {}
        for key in part:
            if known is not None and key not in known:
                listed = ", ".join(sorted(known)) or "tidak ada"
                self.refuse(f"'{name}.{key}' tidak dikenal pada '{self.kind}'.", f"Yang dikenal: {listed}.")
        return part

    def expression(self, source: Any, what: str) -> Expression | None:
        """Parse an expression; None where there is none."""
        if source in (None, ""):
            return None
        if not isinstance(source, str):
            self.refuse(f"{what} bukan ekspresi.", "Tulis sebagai teks yang diawali '='.")
            return None
        try:
            return parse(source)
        except ExpressionRefused as error:
            self.refuse(f"{what} tidak dapat dibaca: {error}", f"Perbaiki ekspresi {source!r}.")
            return None

    def text(self, source: Any, what: str) -> Text:
        """Parse a text that may hold expressions."""
        if source is None:
            return NOTHING
        if not isinstance(source, str):
            self.refuse(f"{what} bukan teks.", "Tulis sebagai teks.")
            return NOTHING
        try:
            return read_text(source)
        except ExpressionRefused as error:
            self.refuse(
                f"{what} tidak dapat dibaca: {error}", "Perbaiki ekspresinya, atau hapus tanda '=' di depannya."
            )
            return NOTHING

    def whole(self, source: Any, what: str, *, least: int = 0, most: int = 10**9) -> int | None:
        """A whole number within limits, also written as text; None where there is none."""
        if source in (None, ""):
            return None
        if isinstance(source, str) and re.fullmatch(r"\d{1,9}", source.strip()):
            source = int(source)
        if isinstance(source, bool) or not isinstance(source, int) or not least <= source <= most:
            self.refuse(f"{what} harus bilangan bulat {least} sampai {most}.", "Perbaiki angkanya.")
            return None
        return source

    def truth(self, source: Any, what: str) -> bool:
        """A truth value, also written as text; absent is false."""
        if source in (None, False, "false", ""):
            return False
        if source not in (True, "true"):
            self.refuse(f"{what} harus true atau false.", "Perbaiki nilainya.")
        return True


def read_component(raw: Any, prefix: tuple[str, ...], reading: Reading, depth: int) -> Field | None:
    """The field of a raw component inside groups with the path `prefix`; None when it is not usable."""
    if not isinstance(raw, Mapping):
        reading.refuse("?", f"Komponen {str(raw)[:40]!r} bukan objek JSON.", "Simpan ulang dari editor formulir.")
        return None
    component = Component(raw, reading)
    if component.kind not in allowed.ALLOWED:
        reason = allowed.REFUSED.get(component.kind, f"Yang didukung: {', '.join(sorted(allowed.ALLOWED))}.")
        component.refuse(f"Jenis komponen '{component.kind}' tidak didukung.", reason)
        return None
    if depth > MAX_DEPTH:
        component.refuse("Kelompok bersarang terlalu dalam.", f"Paling dalam {MAX_DEPTH} tingkat.")
        return None
    for key in raw:
        if key not in allowed.ALLOWED[component.kind]:
            component.refuse(f"Sifat '{key}' tidak dikenal pada '{component.kind}'.", "Hapus atau perbaiki namanya.")
    return _field(component, prefix, depth)


def _field(component: Component, prefix: tuple[str, ...], depth: int) -> Field:
    raw, kind = component.raw, component.kind
    path = prefix + _path(component)
    label = raw.get("label") or raw.get("dateLabel") or raw.get("timeLabel")
    caption = component.text(label, "label")
    setting: Callable[[Component], dict[str, Any]] = SETTINGS.get(kind, _nothing)
    common: dict[str, Any] = {
        "caption": caption,
        "label": "" if caption.expressions else caption.source,
        "help": component.text(raw.get("description") or component.properties.get("help"), "keterangan"),
        "required": component.truth(component.validate.get("required"), "validate.required"),
        "required_if": component.expression(component.properties.get("requiredIf"), "requiredIf"),
        "hide": component.expression(component.conditional.get("hide"), "conditional.hide"),
        "readonly": component.truth(raw.get("readonly") or raw.get("disabled"), "readonly"),
        "columns_wide": _columns(component),
    }
    common |= setting(component)
    if kind in ("group", "dynamiclist"):
        inner = () if kind == "dynamiclist" else path
        listed = raw.get("components", [])
        if not isinstance(listed, list):
            component.refuse("'components' bukan daftar.", "Simpan ulang dari editor formulir.")
            listed = []
        children = (read_component(child, inner, component.reading, depth + 1) for child in listed)
        common["children"] = tuple(child for child in children if child is not None)
    if kind == "dynamiclist":
        common["min_rows"] = _least_rows(component, common)
    return Field(id=component.id, kind=kind, path=path, **common)


def _nothing(component: Component) -> dict[str, Any]:
    return {}


def _least_rows(component: Component, common: Mapping[str, Any]) -> int:
    """minRows; where absent, the rows that form-js shows at first count when they must be filled."""
    given = component.whole(component.properties.get("minRows"), "minRows", most=allowed.MOST_ROWS)
    if given is not None:
        return given
    must = any(child.required for child in common["children"])
    asked = component.whole(component.raw.get("defaultRepetitions"), "defaultRepetitions", most=allowed.MOST_ROWS)
    return max(1 if common["required"] else 0, (asked or 0) if must and common["can_grow"] else 0)


def _path(component: Component) -> tuple[str, ...]:
    """The keys of a component's path; form-js keys may be dotted."""
    raw, kind = component.raw, component.kind
    source = (
        raw.get("path")
        if kind == "group"
        else raw.get("path") or raw.get("key")
        if kind == "dynamiclist"
        else raw.get("key")
    )
    if source in (None, ""):
        if kind not in ("group", "text", "separator", "spacer", "table"):
            component.refuse("Isian ini belum mempunyai kunci.", "Isi 'key' (pada daftar: 'path').")
            return NO_PATH
        return ()
    parts = tuple(str(source).split("."))
    if not all(_NAME.fullmatch(part) for part in parts) or len(parts) > MAX_DEPTH:
        component.refuse(
            f"Kunci {str(source)[:80]!r} tidak dapat dipakai.", "Pakai huruf, angka dan garis bawah, diawali huruf."
        )
        return NO_PATH
    return parts


def _columns(component: Component) -> int | None:
    layout = component.raw.get("layout") or {}
    if not isinstance(layout, Mapping):
        component.refuse("'layout' bukan objek JSON.", "Simpan ulang dari editor formulir.")
        return None
    return component.whole(layout.get("columns"), "layout.columns", least=1, most=16)
