"""The truth about submitted data: accepted as clean data, or refused with a message at each path. Never raises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from expressions import BASE, Functions
from forms.check import MAX_TEXT, WRONG, Check, asked
from forms.fields import Checked, Form
from forms.initial import initial_value, put, take
from forms.kinds import FILL, VERBS
from forms.plan import Leaf, Level
from forms.rules import Layers, Scope
from forms.said import Said, said

#: Submitted values that say nothing.
_NOTHING: tuple[Any, ...] = (None, "", [])


def validate(form: Form, submitted: Any, *, context: Scope, functions: Functions = BASE) -> Checked:
    """Check submitted data against the form, over the data visible at the task (`context`).

    `functions`: bound to the clock (`BASE.bind(now=...)`) where rules ask for it. Hidden fields are dropped, unknown keys refused.
    Visible fields that were left empty are in the data with their empty value ("", None, False, []).
    """
    if not isinstance(submitted, Mapping):
        return Checked({}, {"": said("Data formulir tidak dapat dibaca. Muat ulang halaman, lalu isi lagi.")}, {})
    check = Check(functions)
    data = check_level(form.level, submitted, context, "", check)
    if check.text > MAX_TEXT:
        check.wrong(
            "",
            said(
                "Isian seluruhnya melebihi {most} karakter; pindahkan teks panjang ke lampiran.",
                most=f"{MAX_TEXT:,}".replace(",", "."),
            ),
        )
    return Checked({} if check.errors else data, check.errors, dict(submitted))


def check_level(
    level: Level,
    submitted: Mapping[Any, Any],
    outer: Scope,
    prefix: str,
    check: Check,
    given: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The clean data of one scope. `given`: the row that a fixed list begins with."""
    _refuse_unknown(level.tree, submitted, prefix, check)
    data: dict[str, Any] = {}
    if not level.has_rules:
        for leaf in level.leaves:
            put(data, leaf.path, _value(leaf, submitted, outer, prefix, check, given))
        return data
    values = level.blank()
    around = Layers(values, outer)
    for leaf in level.leaves:
        scope = _scope(leaf, values, around)
        if leaf.conditional and any(check.evaluation.holds(rule, scope) for rule in leaf.hides):
            continue
        value = _value(leaf, submitted, scope, prefix, check, given)
        put(data, leaf.path, value)
        put(values, leaf.path, None if value is WRONG else value)
    return data


def _scope(leaf: Leaf, values: Mapping[str, Any], around: Scope) -> Scope:
    for group in reversed(leaf.groups):
        around = Layers(take(values, group), around)
    return around


def _value(
    leaf: Leaf, submitted: Mapping[Any, Any], scope: Scope, prefix: str, check: Check, given: Mapping[str, Any] | None
) -> Any:
    """The clean value of a visible field, or WRONG."""
    raw = submitted.get(leaf.name) if len(leaf.path) == 1 else take(submitted, leaf.path)
    if leaf.field.readonly:
        return _unchanged(leaf, raw, scope, prefix, check, given)
    if leaf.level is not None:
        return _rows(leaf, leaf.level, raw, scope, prefix + leaf.name, check)
    value = _cleaned(leaf, raw, scope, prefix, check)
    if value is WRONG:
        return WRONG
    if value == leaf.empty or value == []:
        field = leaf.field
        if field.required or (field.required_if is not None and check.evaluation.holds(field.required_if, scope)):
            return check.wrong(prefix + leaf.name, missing(leaf))
    return value


def missing(leaf: Leaf) -> Said:
    """What to say when a required field is empty."""
    if leaf.field.kind == "checkbox":
        label = leaf.field.label
        return said("Centang: {label}.", label=label) if label else said("Kotak ini perlu dicentang.")
    return asked(leaf.field, VERBS.get(leaf.field.kind, FILL))


def _cleaned(leaf: Leaf, raw: Any, scope: Scope, prefix: str, check: Check) -> Any:
    if raw is None or leaf.clean is None:
        return [] if leaf.is_list else leaf.empty
    return leaf.clean(raw, scope, prefix + leaf.name, check)


def _unchanged(leaf: Leaf, raw: Any, scope: Scope, prefix: str, check: Check, given: Mapping[str, Any] | None) -> Any:
    """The value of a read-only field is the server's own; another one is refused."""
    expected = take(given, leaf.path) if given is not None else None
    if expected is None:
        expected = initial_value(leaf, scope, check.evaluation)
    if leaf.level is not None:
        return expected or []
    own = Check(check.evaluation.functions)
    mine = _cleaned(leaf, expected, scope, prefix, own)
    mine = expected if mine is WRONG else mine
    if raw not in _NOTHING and _cleaned(leaf, raw, scope, prefix, own) != mine:
        return check.wrong(
            prefix + leaf.name, said("Isian ini ditetapkan oleh sistem dan tidak dapat diubah. Muat ulang halaman.")
        )
    return mine


def _rows(leaf: Leaf, level: Level, raw: Any, scope: Scope, at: str, check: Check) -> Any:
    """The clean rows of a dynamic list; rows in which nothing is filled in do not count."""
    raw = [] if raw is None or raw == "" else raw
    if type(raw) is not list:
        return check.wrong(at, said("Isi sebagai daftar baris."))
    field = leaf.field
    given = initial_value(leaf, scope, check.evaluation) if not field.can_grow else None
    if given is not None:
        return _fixed_rows(level, raw, given, scope, at, check)
    if len(raw) > field.max_rows:
        return check.wrong(
            at, said("Paling banyak {most} baris; sekarang {count}.", most=field.max_rows, count=len(raw))
        )
    filled = [index for index, row in enumerate(raw) if not is_blank(row)]
    wanted = max(field.min_rows, 1 if _must(leaf, scope, check) else 0)
    enough = len(filled) >= wanted
    before = len(check.errors)
    counted = filled if enough else range(min(len(raw), max(wanted, len(filled))))
    rows = [_row(level, raw[index], scope, f"{at}.{index}", check, None) for index in counted]
    if not enough and (len(raw) < wanted or len(check.errors) == before):
        return check.wrong(at, asked(field, said("Isi sedikitnya {count} baris", count=wanted)))
    return rows


def _must(leaf: Leaf, scope: Scope, check: Check) -> bool:
    rule = leaf.field.required_if
    return leaf.field.required or (rule is not None and check.evaluation.holds(rule, scope))


def _fixed_rows(level: Level, raw: list[Any], given: list[dict[str, Any]], scope: Scope, at: str, check: Check) -> Any:
    if raw and len(raw) != len(given):
        return check.wrong(
            at,
            said(
                "Daftar ini tetap {count} baris; baris tidak dapat ditambah atau dihapus. Muat ulang halaman.",
                count=len(given),
            ),
        )
    return [
        _row(level, raw[index] if raw else {}, scope, f"{at}.{index}", check, row) for index, row in enumerate(given)
    ]


def _row(level: Level, row: Any, scope: Scope, at: str, check: Check, given: Mapping[str, Any] | None) -> Any:
    if not isinstance(row, Mapping):
        return check.wrong(at, said("Isi baris ini per kolom."))
    return check_level(level, row, scope, at + ".", check, given)


def is_blank(row: Any) -> bool:
    """Whether nothing is filled in in a row (a box not ticked is not filled in)."""
    if isinstance(row, Mapping):
        return all(is_blank(value) for value in row.values())
    if isinstance(row, str):
        return not row.strip()
    return row is None or row is False or row == []


def _refuse_unknown(tree: Mapping[str, Any], submitted: Mapping[Any, Any], prefix: str, check: Check) -> None:
    for key, value in submitted.items():
        if key not in tree:
            check.wrong(prefix + shown_key(key), said("Isian ini tidak ada pada formulir."))
        elif (inner := tree[key]) is not None and value is not None:
            if isinstance(value, Mapping):
                _refuse_unknown(inner, value, f"{prefix}{key}.", check)
            else:
                check.wrong(f"{prefix}{key}", said("Isi sebagai kelompok isian."))


def shown_key(key: Any) -> str:
    """A submitted key as it may be shown: short and without hidden characters."""
    text = key if isinstance(key, str) else repr(key)[:60]
    return "".join(letter if letter.isprintable() else "?" for letter in text[:60])
