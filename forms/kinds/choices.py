"""Choices: what is chosen must be among the options; the option's own value enters the data."""

from __future__ import annotations

from typing import Any

from forms.check import Check, Clean, Wrong
from forms.fields import Field, Option, key_of
from forms.rules import Scope
from forms.said import said

_NOT_OFFERED = said("Pilih salah satu dari pilihan yang tersedia.")


def checkbox(field: Field) -> Clean:
    """The cleaner of a checkbox: a truth value."""

    def clean(raw: Any, scope: Scope, at: str, check: Check) -> bool | Wrong:
        return raw if type(raw) is bool else check.wrong(at, said("Centang atau kosongkan."))

    return clean


def one(field: Field) -> Clean:
    """The cleaner of select and radio."""

    def clean(raw: Any, scope: Scope, at: str, check: Check) -> Any:
        if raw == "":
            return None
        found = chosen(raw, field.options.resolve(scope, check.evaluation))
        return found.value if found is not None else check.wrong(at, _NOT_OFFERED)

    return clean


def many(field: Field) -> Clean:
    """The cleaner of checklist and taglist: the chosen values in the order of the options, each once."""

    def clean(raw: Any, scope: Scope, at: str, check: Check) -> Any:
        offered = field.options.resolve(scope, check.evaluation)
        if type(raw) is not list or len(raw) > 2 * len(offered) + 1:
            return check.wrong(at, said("Pilih dari daftar pilihan.")) if raw not in ("", []) else []
        keys = set()
        for item in raw:
            found = chosen(item, offered)
            if found is None:
                return check.wrong(at, _NOT_OFFERED)
            keys.add(found.key)
        return [option.value for key, option in offered.items() if key in keys]

    return clean


def chosen(raw: Any, offered: Any) -> Option | None:
    """The option that was chosen: by its value, or by the text that stands for it in HTML."""
    if type(raw) is str:
        found: Option | None = offered.get(raw)
        return found
    if isinstance(raw, (int, float, bool, dict)):
        option: Option | None = offered.get(key_of(raw))
        return option if option is not None and type(option.value) is type(raw) and option.value == raw else None
    return None
