"""What each kind of component has beyond the common properties: limits, options, formats."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from expressions import Expression
from forms import golongan
from forms import properties as allowed
from forms.fields import Column, Option, Options, key_of
from forms.patterns import Pattern, PatternRefused

if TYPE_CHECKING:
    from forms.components import Component

_LENGTH = 1_000_000
_NIP_LENGTH = 18
_SIZE = re.compile(r"(\d{1,4})\s*(kb|mb)", re.IGNORECASE)
_ACCEPTED = re.compile(r"\.[a-z0-9]{1,8}|[a-z]+/(\*|[a-z0-9.+-]+)")


def text(component: Component) -> dict[str, Any]:
    """Lengths, pattern and format of a text field or text area."""
    form = str(component.properties.get("format") or _format_of(component.validate))
    if component.kind == "textarea":
        form = form and _refuse_format(component, form, frozenset())
    elif form not in allowed.TEXT_FORMATS:
        form = _refuse_format(component, form, allowed.TEXT_FORMATS)
    default_length = allowed.TEXTAREA_LENGTH if component.kind == "textarea" else allowed.TEXTFIELD_LENGTH
    longest = component.whole(component.validate.get("maxLength"), "maxLength", least=1, most=_LENGTH)
    least = component.whole(component.validate.get("minLength"), "minLength", most=_LENGTH) or 0
    longest = longest or default_length
    if form == "nip":
        longest, least = max(longest, _NIP_LENGTH), 0
    if least > longest:
        component.refuse("minLength lebih besar dari maxLength.", "Perbaiki salah satunya.")
    return {
        "format": form,
        "min_length": least,
        "max_length": longest,
        "pattern": _pattern(component),
        "pattern_message": str(
            component.properties.get("patternMessage") or component.validate.get("patternErrorMessage") or ""
        ),
        "pppk": component.properties.get("pppk") not in (False, "false"),
        "unit": _unit(component),
        **_default(component, str),
    }


def _format_of(validate: Mapping[str, Any]) -> str:
    """form-js's own validation types, as formats of ours."""
    return {"email": "email", "phone": "telepon"}.get(str(validate.get("validationType")), "")


def _refuse_format(component: Component, form: str, known: frozenset[str]) -> str:
    listed = ", ".join(sorted(known - {""})) or "tidak ada"
    component.refuse(f"Format '{form}' tidak dikenal pada '{component.kind}'.", f"Yang dikenal: {listed}.")
    return ""


def _pattern(component: Component) -> Pattern | None:
    source = component.validate.get("pattern")
    if source in (None, ""):
        return None
    try:
        return Pattern(str(source))
    except PatternRefused as error:
        component.refuse(f"Pola {str(source)[:80]!r}: {error}", "Lihat bagian Pola di docs/forms.md.")
        return None


def _unit(component: Component) -> str:
    appearance = component.raw.get("appearance")
    suffix = appearance.get("suffixAdorner", "") if isinstance(appearance, Mapping) else ""
    return str(component.properties.get("unit") or suffix)


def _default(component: Component, *kinds: type) -> dict[str, Any]:
    """The default: a value of one of these types, or an expression over the context."""
    given = component.properties.get(
        "alur:default", component.properties.get("defaultValue", component.raw.get("defaultValue"))
    )
    if isinstance(given, str) and given.lstrip().startswith("="):
        return {"compute": component.expression(given, "defaultValue")}
    if given is None:
        return {}
    if not isinstance(given, kinds) or (isinstance(given, bool) and bool not in kinds):
        component.refuse(f"Nilai awal {str(given)[:40]!r} tidak sesuai dengan jenis isian.", "Perbaiki 'defaultValue'.")
        return {}
    return {"default": given}


def number(component: Component) -> dict[str, Any]:
    """Bounds and decimals."""
    increment = _number(component, component.raw.get("increment"), "increment")
    return {
        "minimum": _bound(component, "min"),
        "maximum": _bound(component, "max"),
        "decimals": component.whole(component.raw.get("decimalDigits"), "decimalDigits", most=10),
        "step": increment if not isinstance(increment, Expression) else None,
        "unit": _unit(component),
        **_default(component, int, float),
    }


def _bound(component: Component, name: str) -> Any:
    return _number(component, component.validate.get(name, component.properties.get(name)), name)


def _number(component: Component, given: Any, what: str) -> int | float | Expression | None:
    if isinstance(given, str) and given.lstrip().startswith("="):
        return component.expression(given, what)
    if isinstance(given, str) and re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", given.strip()):
        given = float(given) if "." in given else int(given)
    if given in (None, ""):
        return None
    if isinstance(given, bool) or not isinstance(given, (int, float)):
        component.refuse(f"'{what}' bukan angka.", "Tulis angka, misalnya 10.")
        return None
    return given


def checkbox(component: Component) -> dict[str, Any]:
    """The default of a checkbox."""
    return _default(component, bool)


def one_choice(component: Component) -> dict[str, Any]:
    """Options and default of select and radio."""
    return _options(component) | _default(component, str, int, float, bool)


def many_choices(component: Component) -> dict[str, Any]:
    """Options and default of checklist and taglist."""
    return _options(component) | _default(component, list)


def _options(component: Component) -> dict[str, Any]:
    form = str(component.properties.get("format") or "")
    if form not in allowed.SELECT_FORMATS:
        form = _refuse_format(component, form, allowed.SELECT_FORMATS)
    computed = component.properties.get("valuesExpression") or component.raw.get("valuesExpression")
    source = component.expression(computed, "valuesExpression")
    if source is None and component.raw.get("valuesKey"):
        source = component.expression("=" + str(component.raw["valuesKey"]), "valuesKey")
    if form == "golongan" and source is None and not component.raw.get("values"):
        offered = {value: Option(value, label, value) for value, label in golongan.LABELS.items()}
        return {"format": form, "options": Options(offered)}
    if form == "orang" and source is None and not component.raw.get("values"):
        source = component.expression("=orang", "format orang")
    fixed = _fixed(component) if source is None else {}
    if source is None and not fixed and not computed:
        component.refuse("Pilihan ini belum mempunyai isi.", "Isi 'values', 'valuesKey' atau 'valuesExpression'.")
    return {"format": form, "options": Options(fixed, source)}


def _fixed(component: Component) -> dict[str, Option]:
    listed = component.raw.get("values") or []
    found: dict[str, Option] = {}
    for item in listed if isinstance(listed, list) else []:
        value = item.get("value") if isinstance(item, Mapping) else item
        if isinstance(value, (Mapping, list)) or value in (None, ""):
            component.refuse("Sebuah pilihan tidak mempunyai nilai.", "Isi 'value' setiap pilihan.")
            continue
        label = str(item.get("label", value)) if isinstance(item, Mapping) else str(value)
        if key_of(value) in found:
            component.refuse(f"Pilihan '{value}' ada dua kali.", "Hapus salah satunya.")
        found[key_of(value)] = Option(key_of(value), label, value)
    return found


def moment(component: Component) -> dict[str, Any]:
    """Subtype and bounds of a date, time or datetime."""
    subtype = str(component.raw.get("subtype", "date"))
    if subtype not in allowed.SUBTYPES:
        component.refuse(f"subtype '{subtype}' tidak dikenal.", "Pakai date, time atau datetime.")
    return {
        "subtype": subtype,
        "minimum": _day(component, "min"),
        "maximum": _day(component, "max"),
        "no_past": component.truth(component.raw.get("disallowPassedDates"), "disallowPassedDates"),
        **_default(component, str),
    }


def _day(component: Component, name: str) -> str | Expression | None:
    given = component.properties.get(name)
    if given in (None, ""):
        return None
    if isinstance(given, str) and given.lstrip().startswith("="):
        return component.expression(given, name)
    try:
        return date.fromisoformat(str(given)).isoformat()
    except ValueError:
        component.refuse(
            f"'{name}' bukan tanggal.", "Tulis tahun-bulan-tanggal, misalnya 2026-12-31, atau ekspresi '=...'."
        )
        return None


def files(component: Component) -> dict[str, Any]:
    """Kinds, number and size of files."""
    multiple = component.truth(component.raw.get("multiple"), "multiple")
    most = component.whole(component.properties.get("maxFiles"), "maxFiles", least=1, most=100)
    accept = tuple(part.strip().lower() for part in str(component.raw.get("accept") or "").split(",") if part.strip())
    for part in accept:
        if not _ACCEPTED.fullmatch(part):
            component.refuse(
                f"accept '{part[:40]}' tidak dikenal.", "Tulis akhiran seperti .pdf, atau jenis seperti image/*."
            )
    return {
        "multiple": multiple,
        "accept": accept,
        "max_files": (most or allowed.MAX_FILES) if multiple else 1,
        "max_bytes": _size(component),
    }


def _size(component: Component) -> int:
    given = component.properties.get("maxSize")
    if given in (None, ""):
        return allowed.MAX_BYTES
    found = _SIZE.fullmatch(str(given).strip())
    if found:
        return min(int(found[1]) * (1_000_000 if found[2].lower() == "mb" else 1000), allowed.MAX_BYTES)
    return component.whole(given, "maxSize", least=1, most=allowed.MAX_BYTES) or allowed.MAX_BYTES


def rows(component: Component) -> dict[str, Any]:
    """Limits of a dynamic list and the rows it begins with."""
    asked = component.whole(component.raw.get("defaultRepetitions"), "defaultRepetitions", most=allowed.MOST_ROWS)
    most = component.whole(component.properties.get("maxRows"), "maxRows", least=1, most=allowed.MOST_ROWS)
    can_grow = component.raw.get("allowAddRemove", True) is not False
    given = _default(component, list)
    if not can_grow and not given:
        component.refuse(
            "Daftar tanpa tambah/hapus baris memerlukan baris awal.",
            "Isi properti 'alur:default', misalnya '=peserta'.",
        )
    return {
        "start_rows": 1 if asked is None else asked,
        "max_rows": most or (allowed.MAX_ROWS if can_grow else allowed.MOST_ROWS),
        "can_grow": can_grow,
        **given,
    }


def static_text(component: Component) -> dict[str, Any]:
    """The text of a text component."""
    return {"text": component.text(component.raw.get("text", ""), "text")}


def table(component: Component) -> dict[str, Any]:
    """Rows and columns of a read-only table."""
    source = str(component.raw.get("dataSource") or "")
    listed = component.raw.get("columns")
    if not source:
        component.refuse("Tabel ini belum mempunyai sumber data.", "Isi 'dataSource', misalnya '=rekap.baris'.")
    if not isinstance(listed, list) or not listed:
        component.refuse("Tabel ini belum mempunyai kolom.", "Isi 'columns' dengan key dan label.")
    columns = [
        Column(str(column.get("key", "")), str(column.get("label") or column.get("key", "")))
        for column in (listed if isinstance(listed, list) else [])
        if isinstance(column, Mapping)
    ]
    written = source if source.lstrip().startswith("=") else "=" + source
    return {"source": component.expression(written, "dataSource") if source else None, "columns": tuple(columns)}


SETTINGS: dict[str, Callable[[Component], dict[str, Any]]] = {
    "textfield": text,
    "textarea": text,
    "number": number,
    "checkbox": checkbox,
    "select": one_choice,
    "radio": one_choice,
    "checklist": many_choices,
    "taglist": many_choices,
    "datetime": moment,
    "filepicker": files,
    "dynamiclist": rows,
    "text": static_text,
    "table": table,
}
