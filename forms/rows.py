"""Buttons inside a form: add a row, remove a row, remove a stored file. Nothing else that was typed changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from forms.fields import Form
from forms.html import Fields, listed
from forms.plan import Leaf, Level

ADD, REMOVE = "_add", "_remove"


def edit_rows(form: Form, values: Mapping[str, Any], fields: Fields) -> tuple[dict[str, Any], bool]:
    """Do what a pressed row button asks (`_add=peserta`, `_remove=peserta.2`, `_remove=berkas.sk.0`) on a copy of the values.

    The second value tells whether such a button was pressed at all: then the page is shown again and nothing is submitted.
    """
    named = dict(listed(fields))
    changed: Any = values
    for target in named.get(ADD, [])[-1:]:
        changed = _change(form.level, changed, target.split("."), _added)
    for target in named.get(REMOVE, [])[-1:]:
        *path, last = target.split(".")
        if _is_index(last):
            changed = _change(form.level, changed, path, partial(_removed, int(last)))
    return dict(changed), bool(named.get(ADD) or named.get(REMOVE))


def _is_index(part: str) -> bool:
    return part.isascii() and part.isdecimal() and len(part) <= 4


def _added(leaf: Leaf, rows: list[Any]) -> list[Any]:
    can_grow = leaf.level is not None and leaf.field.can_grow and len(rows) < leaf.field.max_rows
    return [*rows, {}] if can_grow else rows


def _removed(index: int, leaf: Leaf, rows: list[Any]) -> list[Any]:
    can_shrink = leaf.level is None or leaf.field.can_grow
    return rows[:index] + rows[index + 1 :] if can_shrink else rows


Edit = Callable[[Leaf, list[Any]], list[Any]]


def _change(level: Level, values: Any, parts: list[str], edit: Edit) -> Any:
    """The values with the list at a path replaced by its edited copy; unchanged where the form has no such list."""
    for leaf in level.leaves:
        rest = parts[len(leaf.path) :]
        if not leaf.is_list or tuple(parts[: len(leaf.path)]) != leaf.path:
            continue
        if not rest:
            return _with(values, leaf.path, partial(edit, leaf))
        if leaf.level is not None and len(rest) > 1 and _is_index(rest[0]):
            return _with(values, leaf.path, partial(_in_row, leaf.level, int(rest[0]), rest[1:], edit))
    return values


def _in_row(level: Level, index: int, parts: list[str], edit: Edit, rows: list[Any]) -> list[Any]:
    return [_change(level, row, parts, edit) if at == index else row for at, row in enumerate(rows)]


def _with(values: Any, path: tuple[str, ...], edit: Callable[[list[Any]], list[Any]]) -> dict[str, Any]:
    copy = dict(values) if isinstance(values, Mapping) else {}
    if len(path) > 1:
        copy[path[0]] = _with(copy.get(path[0]), path[1:], edit)
    else:
        rows = copy.get(path[0])
        copy[path[0]] = edit(rows if isinstance(rows, list) else [])
    return copy
