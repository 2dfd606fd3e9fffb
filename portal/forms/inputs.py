"""What stands in one input: its type and attributes, its value as people write it, its choices, its stored files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import orjson

from forms import Field, Option
from forms.fields import key_of
from forms.kinds.files import size
from forms.kinds.moments import local
from forms.nip import grouped, normalise
from forms.rules import shown
from portal.languages import gettext as _

_INPUTMODES = {"nip": "numeric", "email": "email", "telepon": "tel"}
_TYPES = {"email": "email", "telepon": "tel"}
#: How each moment is typed, for the help of its field.
EXAMPLES = {"date": "24/11/2026", "time": "09.30", "datetime": "24/11/2026 09.30"}


@dataclass(frozen=True)
class Input:
    """An input element: its type, the text in it, and further attributes."""

    type: str
    value: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    """One option as it is drawn."""

    id: str
    key: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Stored:
    """A file that is stored already: the reference goes back with the form."""

    reference: str
    name: str
    size: str
    remove: str


def input_of(component: Field, value: Any) -> Input | None:
    """The input of a field that is typed into; None for choices and boxes."""
    make = {"textfield": _text, "textarea": _area, "number": _number, "datetime": _moment, "checkbox": _box}.get(
        component.kind
    )
    return None if make is None else make(component, value)


def _text(component: Field, value: Any) -> Input:
    text = written(value)
    attributes = {"maxlength": str(component.max_length)}
    if component.format in _INPUTMODES:
        attributes["inputmode"] = _INPUTMODES[component.format]
    if component.format == "nip":
        text, attributes = grouped(normalise(text)) if text else "", {"inputmode": "numeric", "data-nip": ""}
    return Input(_TYPES.get(component.format, "text"), text, attributes)


def _area(component: Field, value: Any) -> Input:
    return Input("textarea", written(value), {"maxlength": str(component.max_length)})


def _number(component: Field, value: Any) -> Input:
    mode = "numeric" if component.decimals == 0 else "decimal"
    return Input("text", written(value), {"inputmode": mode, "data-number": ""})


def _moment(component: Field, value: Any) -> Input:
    """Plain text in the order that Indonesians write, whatever language the browser speaks; scripts add a picker."""
    return Input("text", typed_moment(written(value), component.subtype), {"data-moment": component.subtype})


def typed_moment(text: str, subtype: str) -> str:
    """`24/11/2026`, `09.30`, `24/11/2026 09.30`; what is no such moment stays as it was typed."""
    if not is_moment(text, subtype):
        return text
    if subtype == "time":
        return text.replace(":", ".")
    day = f"{text[8:10]}/{text[5:7]}/{text[:4]}"
    return day if subtype == "date" else f"{day} {text[11:13]}.{text[14:16]}"


def is_moment(text: str, subtype: str) -> bool:
    """Whether this is ISO text of such a moment."""
    try:
        if subtype == "date":
            date.fromisoformat(text)
            return len(text) == 10
        if subtype == "time":
            return len(text) == 5 and datetime.fromisoformat(f"2000-01-01T{text}") is not None
        return len(text) >= 16 and text[10] == "T" and datetime.fromisoformat(text) is not None
    except ValueError:
        return False


def _box(component: Field, value: Any) -> Input:
    return Input("checkbox", "true", {"checked": ""} if value is True else {})


def written(value: Any) -> str:
    """A value as it was typed; a number with a decimal comma."""
    if value is None or isinstance(value, (Mapping, list)):
        return ""
    if isinstance(value, float):
        return f"{value:f}".rstrip("0").rstrip(".").replace(".", ",") if value == value else ""
    return str(value)


def choices(anchor: str, value: Any, offered: Mapping[str, Option]) -> Sequence[Choice]:
    """The options, with those chosen marked."""
    chosen = (
        {key_of(item) for item in value} if isinstance(value, list) else {key_of(value)} if value is not None else set()
    )
    return [
        Choice(f"{anchor}-{index}", option.key, option.label, option.key in chosen)
        for index, option in enumerate(offered.values(), 1)
    ]


def stored(name: str, value: Any) -> Sequence[Stored]:
    """The files that were uploaded before."""
    found = value if isinstance(value, list) else []
    return [
        Stored(
            reference=orjson.dumps(item, default=str).decode(),
            name=str(item.get("nama") or "berkas"),
            size=size(item["ukuran"]) if type(item.get("ukuran")) is int else "",
            remove=f"{name}.{index}",
        )
        for index, item in enumerate(found)
        if isinstance(item, dict) and item.get("sha256")
    ]


def readable(component: Field, value: Any, offered: Mapping[str, Option]) -> str:
    """A value as it is read, not typed."""
    if value is None or value == "" or value == []:
        return ""
    if component.kind == "checkbox":
        return _("Ya") if value is True else _("Tidak")
    if component.kind in ("select", "radio", "checklist", "taglist"):
        return ", ".join(_label(item, offered) for item in (value if isinstance(value, list) else [value]))
    text = written(value)
    if component.format == "nip":
        return grouped(text)
    if component.kind == "datetime" and is_moment(text, component.subtype):
        return local(text)
    return f"{text} {component.unit}".strip()


def _label(item: Any, offered: Mapping[str, Option]) -> str:
    option = offered.get(key_of(item))
    return option.label if option is not None else shown(item)


def cell(value: Any) -> str:
    """A value in a read-only table: dates in words, NIP in groups."""
    if isinstance(value, float):
        return written(value)
    text = shown(value)
    if is_moment(text, "date") or (len(text) >= 19 and is_moment(text, "datetime")):
        return local(text)
    return grouped(text).replace(" ", "\u00a0") if len(text) == 18 and text.isdecimal() else text
