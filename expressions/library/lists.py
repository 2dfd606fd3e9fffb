"""Lists and dicts: size, sums, order, presence."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from expressions import operators
from expressions.budget import Budget
from expressions.errors import EvaluationFailed
from expressions.functions import Functions, function
from expressions.iso8601 import Duration
from expressions.library import wanted


@function("len(nilai)", names="panjang", least=1)
def length(_: Functions, budget: Budget, value: Any) -> int:
    """Number of items, characters or keys."""
    if not isinstance(value, (str, list, Mapping)):
        raise EvaluationFailed(f"len(...) memerlukan daftar, teks atau kamus, bukan {operators.kind(value)}.")
    return len(value)


@function("count(daftar, nilai)", names="cacah", least=1, most=2)
def count(_: Functions, budget: Budget, values: Any, *sought: Any) -> int:
    """Number of items, or of items equal to the value."""
    if not sought:
        return len(wanted.items("count", values))
    return sum(operators.equal(value, sought[0], budget) for value in wanted.items("count", values))


@function("sum(daftar)", names="jumlah", least=1)
def total(_: Functions, budget: Budget, values: Any) -> Any:
    """The sum of numbers or durations; 0 when empty."""
    values = wanted.items("sum", values)
    if not values:
        return 0
    for value in values:
        if not (operators.is_number(value) or isinstance(value, (timedelta, Duration))):
            raise EvaluationFailed(f"sum(...) memerlukan bilangan atau durasi, bukan {operators.kind(value)}.")
    result = values[0]
    for value in values[1:]:
        result = operators.add(result, value, budget)
    return result


@function("rata_rata(daftar)", names="mean", least=1)
def mean(functions: Functions, budget: Budget, values: Any) -> Any:
    """The mean of numbers. Fails when there are none."""
    if not wanted.items("rata_rata", values):
        raise EvaluationFailed("rata_rata(...) dari daftar kosong tidak ada; periksa dulu dengan len(...) > 0.")
    return operators.divide(total(functions, budget, values), len(values), budget)


def _extreme(name: str, keep: Callable[[int], bool], values: tuple[Any, ...]) -> Any:
    among = wanted.items(name, values[0]) if len(values) == 1 else list(values)
    if not among:
        raise EvaluationFailed(f"{name}(...) dari daftar kosong tidak ada; periksa dulu dengan len(...) > 0.")
    best = among[0]
    operators.order(best, best, name)
    for value in among[1:]:
        if keep(operators.order(value, best, name)):
            best = value
    return best


@function("min(daftar)", names="terkecil", least=1, most=None)
def smallest(_: Functions, budget: Budget, *values: Any) -> Any:
    """The smallest of a list, or of the arguments."""
    return _extreme("min", lambda order: order < 0, values)


@function("max(daftar)", names="terbesar", least=1, most=None)
def largest(_: Functions, budget: Budget, *values: Any) -> Any:
    """The largest of a list, or of the arguments."""
    return _extreme("max", lambda order: order > 0, values)


@function("sorted(daftar, kunci, turun)", names="urutkan", least=1, most=3)
def in_order(_: Functions, budget: Budget, values: Any, key: Any = None, down: Any = False) -> list[Any]:
    """A new list in order; of dicts by the named key; from the largest when `turun` is True."""
    values = wanted.items("sorted", values)
    budget.items(len(values))
    pick = _picker(key)

    def compare(left: Any, right: Any) -> int:
        budget.step()
        return operators.order(pick(left), pick(right), "sorted")

    return sorted(values, key=functools.cmp_to_key(compare), reverse=operators.truth(down))


def _picker(key: Any) -> Callable[[Any], Any]:
    if key is None:
        return lambda value: value
    name = wanted.text("sorted", key)

    def pick(value: Any) -> Any:
        if not isinstance(value, Mapping) or name not in value:
            raise EvaluationFailed(f"sorted(...): kunci '{name}' tidak ada pada setiap butir.")
        return value[name]

    return pick


@function("any(daftar)", names="salah_satu", least=1)
def any_true(_: Functions, budget: Budget, values: Any) -> bool:
    """Whether at least one item is true."""
    return any([operators.truth(value) for value in wanted.items("any", values)])


@function("all(daftar)", names="semua", least=1)
def all_true(_: Functions, budget: Budget, values: Any) -> bool:
    """Whether every item is true; so also for an empty list."""
    return all([operators.truth(value) for value in wanted.items("all", values)])


@function("ada(kamus, kunci)", least=1, most=2)
def present(_: Functions, budget: Budget, value: Any, *key: Any) -> bool:
    """Whether there is a value (not None): `ada(a.b)` of a path that may be missing, `ada(a, "b")` of a key."""
    if not key:
        return value is not None
    return isinstance(value, Mapping) and value.get(wanted.text("ada", key[0])) is not None


@function("nilai(kamus, kunci, kalau_tidak)", least=2, most=3)
def value_of(_: Functions, budget: Budget, value: Any, key: Any, default: Any = None) -> Any:
    """The value of a key, or the default (None) when the key is missing."""
    if not isinstance(value, Mapping):
        raise EvaluationFailed(f"nilai(...) memerlukan kamus, bukan {operators.kind(value)}.")
    return value.get(wanted.text("nilai", key), default)


@function("kosong(nilai)", least=1)
def empty(_: Functions, budget: Budget, value: Any) -> bool:
    """Whether the value is None, or a text, list or dict with nothing in it."""
    return value is None or (isinstance(value, (str, list, Mapping)) and not value)


@function("unik(daftar)", least=1)
def distinct(_: Functions, budget: Budget, values: Any) -> list[Any]:
    """The list without repeated items, in the order they first appear."""
    found: list[Any] = []
    seen: set[str] = set()
    for value in wanted.items("unik", values):
        if isinstance(value, str):
            new = value not in seen
            seen.add(value)
        else:
            budget.step(len(found))
            new = not any(operators.equal(value, other, budget) for other in found)
        if new:
            found.append(value)
    budget.items(len(found))
    return found


@function("ratakan(daftar)", names="flatten", least=1)
def flat(_: Functions, budget: Budget, values: Any) -> list[Any]:
    """The items of the lists within a list, one level."""
    parts = [part if isinstance(part, list) else [part] for part in wanted.items("ratakan", values)]
    budget.items(sum(map(len, parts)))
    return [item for part in parts for item in part]


@function("ratakan_dalam(daftar)", least=1)
def flat_all(_: Functions, budget: Budget, values: Any) -> list[Any]:
    """The items of the lists within a list, and of the lists within those (FEEL's flatten)."""
    found: list[Any] = []
    pending = list(reversed(wanted.items("ratakan_dalam", values)))
    while pending:
        value = pending.pop()
        budget.step()
        if isinstance(value, list):
            budget.items(len(value))
            pending.extend(reversed(value))
        else:
            found.append(value)
    budget.items(len(found))
    return found


@function("sesuai(nilai, acuan)", least=2)
def fits(_: Functions, budget: Budget, value: Any, to: Any) -> bool:
    """Whether the value is in a list, or equal to what is no list (FEEL's `in`)."""
    if isinstance(to, list) and not isinstance(value, list):
        return operators.contains(value, to, budget)
    return operators.equal(value, to, budget)


@function("tambah(daftar, butir)", names="append", least=2)
def appended(_: Functions, budget: Budget, values: Any, item: Any) -> list[Any]:
    """A new list with the item at its end."""
    budget.items(len(wanted.items("tambah", values)) + 1)
    return [*values, item]


@function("kunci(kamus)", names="keys", least=1)
def keys(_: Functions, budget: Budget, value: Any) -> list[Any]:
    """The keys of a dict."""
    if not isinstance(value, Mapping):
        raise EvaluationFailed(f"kunci(...) memerlukan kamus, bukan {operators.kind(value)}.")
    budget.items(len(value))
    return list(value)


@function("isi(kamus)", names="values", least=1)
def values(_: Functions, budget: Budget, value: Any) -> list[Any]:
    """The values of a dict."""
    if not isinstance(value, Mapping):
        raise EvaluationFailed(f"isi(...) memerlukan kamus, bukan {operators.kind(value)}.")
    budget.items(len(value))
    return list(value.values())


@function("deret(awal, akhir)", least=2)
def numbers_between(_: Functions, budget: Budget, first: Any, last: Any) -> list[int]:
    """The whole numbers from the first to the last, both included; downwards when the last is smaller."""
    start, end = wanted.whole("deret", first), wanted.whole("deret", last)
    budget.items(abs(end - start) + 1)
    return list(range(start, end + 1) if end >= start else range(start, end - 1, -1))


@function("range(n)", names="urutan", least=1, most=2)
def numbers_from(_: Functions, budget: Budget, first: Any, last: Any = None) -> list[int]:
    """0 to n-1, or first to last-1."""
    start, end = (0, first) if last is None else (first, last)
    size = max(0, wanted.whole("range", end) - wanted.whole("range", start))
    budget.items(size)
    return list(range(start, end))
