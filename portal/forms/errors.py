"""The error summary: every message once, linked to its field where the form has one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from portal.forms.views import View
from portal.languages import gettext as _


@dataclass(frozen=True)
class Line:
    """One line of the summary; `anchor` is empty where there is no field to go to."""

    message: str
    anchor: str
    place: str


def summary(views: Sequence[View], errors: Mapping[str, str]) -> list[Line]:
    """The lines in the order of the form; what belongs to no field comes last, with its name."""
    if not errors:
        return []
    lines: list[Line] = []
    seen: set[str] = set()
    for name, anchor, place in _places(views, ""):
        if name in errors and name not in seen:
            seen.add(name)
            lines.append(Line(errors[name], anchor, place))
    return lines + [Line(message, "", path) for path, message in errors.items() if path not in seen]


def _places(views: Sequence[View], where: str) -> Iterator[tuple[str, str, str]]:
    for view in views:
        if view.name:
            yield view.name, view.anchor, where
        yield from _places(view.children, where)
        for row in view.rows:
            here = f"{view.label or _('Baris')}, {_('baris')} {row.number}"
            yield row.name, f"isian-{row.name.replace('.', '-')}", here
            yield from _places(row.views, here)
