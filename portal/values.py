"""Values of a case in words: nested data as short lines, and what differs between two of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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


def difference(before: Any, after: Any, labels: Mapping[str, str]) -> Difference:
    """What differs between two values. `labels`: dotted path (`*` for a row's number) -> the label of its field."""
    was, now = dict(_flat(before, ())), dict(_flat(after, ()))
    paths = [path for path in dict.fromkeys((*now, *was)) if was.get(path) != now.get(path)]
    lines = tuple(
        Line(label=label(path, labels), before=was.get(path, ""), after=now.get(path, ""))
        for path in paths[:MOST_LINES]
    )
    return Difference(lines=lines, more=max(0, len(paths) - MOST_LINES))


def labels_of(form: Form) -> dict[str, str]:
    """The labels of a form's fields by their paths, rows of lists included."""
    return dict(_labels(form.fields, ""))


def label(path: tuple[str, ...], labels: Mapping[str, str]) -> str:
    """What one part of a value is called: by its field, else by its own keys."""
    general = ".".join("*" if part.isdigit() else part for part in path)
    if general in labels:
        number = next((part for part in path if part.isdigit()), None)
        return f"{labels[general]} ({number})" if number else labels[general]
    words = " · ".join(part.replace("_", " ") for part in path)
    return words[:1].upper() + words[1:]


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
    """The leaves of a value: path and words; rows of lists count from 1. An upload or a letter is its name."""
    if isinstance(value, Mapping) and isinstance(value.get("sha256"), str) and "nama" in value:
        yield path, str(value["nama"])
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


def _labels(fields: tuple[Field, ...], prefix: str) -> Iterator[tuple[str, str]]:
    for each in fields:
        if each.label:
            yield prefix + each.key, each.label
        if each.children:
            yield from _labels(opened(each.children), f"{prefix}{each.key}.*.")
