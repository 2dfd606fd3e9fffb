"""Sentences for people that remember how they were made, so that a reader of another language can be told the same."""

from __future__ import annotations

from collections.abc import Mapping


class Said(str):
    """An Indonesian sentence; `pattern` with its named `fields` is what a translation is looked up by. Fields may be Said themselves."""

    pattern: str
    fields: Mapping[str, object]


def said(pattern: str, /, **fields: object) -> Said:
    """A sentence: `said("Paling banyak {most} baris.", most=5)`."""
    made = Said(pattern.format(**fields))
    made.pattern, made.fields = pattern, fields
    return made
