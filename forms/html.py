"""From the names and texts of an HTML form to submitted data; what cannot be read stays as it was typed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Protocol, cast

from forms.fields import Field, Form
from forms.initial import put
from forms.plan import Leaf, Level
from forms.typing_in import DATES, number

#: A hidden field that tells which rows the page showed, so that a row of empty boxes is still a row.
ROW_MARK = "_row"
_INDEX = re.compile(r"\[(\d{1,4})\]")
_ON = frozenset({"on", "true", "1", "ya"})
#: Most names of one HTML form that are read.
MAX_NAMES = 20_000


class Lists(Protocol):
    """A multidict: Werkzeug's, or any that lists the values of each name."""

    def lists(self) -> Iterable[tuple[str, list[str]]]:
        """Each name with its values."""
        ...


Fields = Lists | Mapping[str, Any]


def from_html(form: Form, fields: Fields) -> dict[str, Any]:
    """Submitted data from HTML fields named by path: `catatan`, `berkas.sk`, `peserta.0.nip` or `peserta[0].nip`.

    Boxes not sent are False. A file field carries references (JSON, or a bare sha256) of uploads stored before. Names that the
    form does not have become keys of the data, so that `validate` refuses them by name; names that begin with `_` are the page's own.
    """
    sent = _Sent(fields)
    data = _level(form.level, "", sent)
    for name in sent.left():
        data[name] = sent.named[name][-1]
    return data


def strangers(form: Form, fields: Fields) -> list[str]:
    """The names that were sent and that no field of the form has; the page's own, with `_`, left out."""
    sent = _Sent(fields)
    _level(form.level, "", sent)
    return sent.left()


class _Sent:
    """The names that were sent, and which of them the form has read."""

    def __init__(self, fields: Fields) -> None:
        self.named: dict[str, list[str]] = {}
        for name, values in listed(fields):
            if len(self.named) < MAX_NAMES:
                self.named.setdefault(_INDEX.sub(r".\1", name), []).extend(values)
        self.read: set[str] = set()
        self.rows = rows_of((*self.named, *self.named.get(ROW_MARK, ())))

    def values(self, name: str) -> list[str]:
        """Everything sent under a name."""
        self.read.add(name)
        return self.named.get(name, [])

    def left(self) -> list[str]:
        """Names that no field of the form has."""
        return [
            name for name, values in self.named.items() if values and name not in self.read and not name.startswith("_")
        ]


def listed(fields: Fields) -> Iterable[tuple[str, list[str]]]:
    """The names with all their values, of a multidict or a plain mapping."""
    if isinstance(fields, Mapping) and not hasattr(fields, "lists"):
        return [(name, value if isinstance(value, list) else [value]) for name, value in fields.items()]
    return cast(Lists, fields).lists()


def rows_of(names: Iterable[str]) -> dict[str, set[int]]:
    """The row numbers that occur after each path: `peserta.0.nip` gives {"peserta": {0}}."""
    found: dict[str, set[int]] = {}
    for name in names:
        parts = name.split(".")
        for at, part in enumerate(parts):
            if at and len(part) <= 4 and part.isascii() and part.isdecimal():
                found.setdefault(".".join(parts[:at]), set()).add(int(part))
    return found


def _level(level: Level, prefix: str, sent: _Sent) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for leaf in level.leaves:
        name = prefix + leaf.name
        if leaf.level is not None:
            put(data, leaf.path, _rows(leaf.level, name, sent))
        else:
            value = _typed(leaf, sent.values(name))
            if value is not None:
                put(data, leaf.path, value)
    return data


def _rows(level: Level, name: str, sent: _Sent) -> list[dict[str, Any]]:
    return [_level(level, f"{name}.{index}.", sent) for index in sorted(sent.rows.get(name, ()))]


def _typed(leaf: Leaf, values: list[str]) -> Any:
    """The value of one field, None where nothing was sent."""
    field = leaf.field
    if field.kind == "checkbox":
        return None if field.readonly and not values else _ticked(values)
    if field.kind == "filepicker":
        return _references(field, values)
    if field.kind in ("checklist", "taglist"):
        return [value for value in values if value != ""]
    if not values:
        return None
    if field.kind == "number":
        return number(values[-1], field.unit)
    if field.kind == "datetime":
        return DATES[field.subtype](values[-1].strip())
    return values[-1]


def _ticked(values: list[str]) -> bool | str:
    if not values or values == [""]:
        return False
    return True if values[-1].lower() in _ON else values[-1]


def _references(field: Field, values: list[str]) -> list[Any]:
    """Upload references; of a field for one file the newest counts."""
    found = [reference for value in values if value.strip() and (reference := _reference(value)) is not None]
    unique = list({json.dumps(reference, sort_keys=True): reference for reference in found}.values())
    return unique if field.multiple else unique[-1:]


def _reference(value: str) -> Any:
    if not value.lstrip().startswith("{"):
        return {"sha256": value.strip()}
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return {"sha256": ""}
