"""Checks across components at deploy: keys used once, expressions that read what exists."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from expressions import BASE, Functions
from expressions import check as check_expression
from forms.errors import Problem
from forms.fields import DISPLAY, Field, opened

#: Names that every scope has.
ALWAYS = frozenset({"perkara", "sekarang"})


def keys(components: tuple[Field, ...], *, fixed: bool = False) -> list[Problem]:
    """Keys used twice in one scope, or for a value and for a group of values; fields that nobody can fill.

    `fixed`: these are the fields of rows that come from the context.
    """
    problems: list[Problem] = []
    taken: dict[tuple[str, ...], str] = {}
    fields = opened(components)
    for field in fields:
        for path, other in taken.items():
            if path[: len(field.path)] == field.path or field.path[: len(path)] == path:
                message = f"Kunci '{field.key}' bertabrakan dengan komponen '{other}'."
                problems.append(Problem(field.id, message, "Beri kunci yang lain."))
                break
        taken[field.path] = field.id
        if field.readonly and field.required and not fixed and field.default is None and field.compute is None:
            remedy = "Isi 'defaultValue', misalnya '=naskah.hal', atau jangan readonly."
            problems.append(Problem(field.id, "Isian ini wajib tetapi tidak dapat diisi siapa pun.", remedy))
        if field.kind == "dynamiclist":
            problems += keys(field.children, fixed=not field.can_grow)
            if not opened(field.children):
                problems.append(Problem(field.id, "Daftar ini tidak mempunyai isian.", "Tambahkan isian di dalamnya."))
            if any(inner.kind == "dynamiclist" and not inner.can_grow for inner in opened(field.children)):
                problems.append(
                    Problem(field.id, "Daftar tetap di dalam daftar tidak didukung.", "Izinkan tambah/hapus baris.")
                )
    return problems


def names(
    components: tuple[Field, ...],
    known: Collection[str] | None,
    functions: Functions = BASE,
    around: frozenset[str] = frozenset(),
) -> list[Problem]:
    """Expressions that call unknown functions or, when `known` is given, read names that cannot exist."""
    here = around | {field.path[0] for field in opened(components)}
    return list(_names(components, known, functions, here))


def _names(
    components: tuple[Field, ...], known: Collection[str] | None, functions: Functions, here: frozenset[str]
) -> Iterator[Problem]:
    for component in components:
        scope = None if known is None else {*known, *here, *ALWAYS}
        for expression in component.expressions:
            for problem in check_expression(expression, scope, functions):
                yield Problem(component.id, problem.message, f"Perbaiki ekspresi {expression.source!r}.")
        if component.kind == "dynamiclist":
            yield from names(component.children, known, functions, here)
        elif component.kind == "group":
            inner = {field.path[len(component.path)] for field in opened(component.children) if component.path}
            yield from _names(component.children, known, functions, here | inner)


__all__ = ["ALWAYS", "DISPLAY", "keys", "names"]
