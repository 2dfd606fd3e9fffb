"""Values of a case in words: nested data as short lines, and what differs between two of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from forms import Field, Form
from forms.fields import opened
from portal.languages import gettext as _
from portal.words import day_short, short

#: How many lines of one variable a page shows; the rest is counted.
MOST_LINES = 24
#: How many characters of one value a page shows.
MOST_CHARACTERS = 400
#: Who acted and when is said by the event itself.
SAID_ELSEWHERE = ("oleh", "pada")

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d\S*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One part of a value before and after, in words; `""` where it was not there."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Difference:
    """The lines that differ, and how many more there are than are shown."""

    lines: tuple[Line, ...]
    more: int


@dataclass(frozen=True, kw_only=True)
class Labels:
    """A form's words by dotted path (`*` for a row's number): what its fields and their fixed choices are called."""

    fields: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def difference(before: Any, after: Any, labels: Labels) -> Difference:
    """What differs between two values, in the words of the form that they were filled in with."""
    was, now = dict(_flat(before, ())), dict(_flat(after, ()))
    if len(was.keys() | now.keys()) > 1:  # something became empty, or was: its parts say so
        was, now = ({path: text for path, text in side.items() if path or text != _("kosong")} for side in (was, now))
    paths = [path for path in dict.fromkeys((*now, *was)) if was.get(path) != now.get(path)]
    lines = tuple(
        Line(label=label(path, labels), before=_chosen(path, was, labels), after=_chosen(path, now, labels))
        for path in paths[:MOST_LINES]
    )
    return Difference(lines=lines, more=max(0, len(paths) - MOST_LINES))


def labels_of(form: Form) -> Labels:
    """The words of a form's fields, rows of lists included."""
    fields = dict(_fields(form.fields, ""))
    return Labels(
        fields={path: each.label for path, each in fields.items() if each.label},
        choices={
            path: {option.key: option.label for option in each.options.fixed.values()}
            for path, each in fields.items()
            if each.options.fixed
        },
    )


def label(path: tuple[str, ...], labels: Labels) -> str:
    """What one part of a value is called, within what: each part by its field, else by its own key; rows by their number."""
    words: list[str] = []
    for depth, part in enumerate(path, start=1):
        if part.isdigit() and words:
            words[-1] = f"{words[-1]} {part}"
        else:
            words.append(labels.fields.get(_general(path[:depth]), part.replace("_", " ")))
    text = " · ".join(words)
    return text[:1].upper() + text[1:]


def _general(path: tuple[str, ...]) -> str:
    return ".".join("*" if part.isdigit() else part for part in path)


def _chosen(path: tuple[str, ...], values: Mapping[tuple[str, ...], str], labels: Labels) -> str:
    text = values.get(path, "")
    return labels.choices.get(_general(path), {}).get(text, text)


def said(value: Any) -> str:
    """A single value in words."""
    if value is None:
        return _("kosong")
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, datetime):
        return short(value)
    if isinstance(value, date):
        return day_short(value)
    text = str(value)
    if _DAY.fullmatch(text) or _MOMENT.fullmatch(text):
        return _moment(text)
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…"


def _moment(text: str) -> str:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:  # it only looks like a moment
        return text
    return short(read) if "T" in text and read.tzinfo is not None else day_short(text)


def _flat(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The leaves of a value: path and words; rows of lists count from 1. What is one thing to a reader is one leaf."""
    if value is None and not path:
        return
    if isinstance(value, Mapping) and (whole := _whole(value)):
        yield path, whole
    elif isinstance(value, Mapping) and value:
        for key, inner in value.items():
            if path or key not in SAID_ELSEWHERE:
                yield from _flat(inner, (*path, str(key)))
    elif isinstance(value, list | tuple) and value:
        if all(not isinstance(each, Mapping | list | tuple) for each in value):
            yield path, ", ".join(map(said, value))
            return
        for number, inner in enumerate(value, start=1):
            yield from _flat(inner, (*path, str(number)))
    else:
        yield path, _("kosong") if isinstance(value, Mapping | list | tuple) else said(value)


def _whole(value: Mapping[str, Any]) -> str | None:
    """Records that read as one thing: an upload or letter is its name, an actor a name and a title, an allocated number the number."""
    if isinstance(value.get("sha256"), str) and ("nama" in value or "judul" in value):
        return ", ".join(str(value[part]) for part in ("nama", "judul", "nomor") if value.get(part))
    if {"nip", "nama", "jabatan", "bentuk"} <= value.keys():
        return ", ".join(str(value[part]) for part in ("nama", "jabatan") if value[part])
    if {"nomor", "urut", "tahun"} <= value.keys():
        return str(value["nomor"])
    return None


def _fields(fields: tuple[Field, ...], prefix: str) -> Iterator[tuple[str, Field]]:
    for each in fields:
        yield prefix + each.key, each
        if each.children:
            yield from _fields(opened(each.children), f"{prefix}{each.key}.*.")
