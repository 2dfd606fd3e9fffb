"""The functions: each does what its page says, and asks for what it needs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from expressions import BASE, EvaluationFailed, Function, parse

NOW = datetime(2026, 11, 25, 18, 30, tzinfo=UTC)  # 01.30 of the 26th in Bangkalan


class Weekdays:
    """A calendar that knows no holidays but Saturdays and Sundays."""

    def add_workdays(self, moment: datetime, n: int) -> datetime:
        while n:
            moment += timedelta(days=1)
            n -= moment.weekday() < 5
        return moment

    def workdays_between(self, start: datetime, end: datetime) -> int:
        days = (end.date() - start.date()).days
        return sum((start + timedelta(days=n + 1)).weekday() < 5 for n in range(days))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("len([1, 2]) + len('abc') + len({'a': 1})", 6),
        ("min(3, 1, 2) + max([3, 1])", 4),
        ("min(['b', 'a'])", "a"),
        ("sum([]) + jumlah([1, 2.5])", 3.5),
        ("sum([desimal('0.1')] * 10) == 1", True),
        ("rata_rata([80, 90])", 85.0),
        ("round(2.5) + round(-2.5)", 0),
        ("round(0.125, 2)", 0.13),
        ("round(83.3333, 2)", 83.33),
        ("round(desimal('2.345'), 2)", Decimal("2.35")),
        ("abs(-3)", 3),
        ("floor(-1.5) + ceil(1.2)", 0),
        ("int('7') + int(2.9) + int(True)", 10),
        ("float('1.5')", 1.5),
        ("bool([]) or bool('x')", True),
        ("str(1) + str(True) + str(None) + str(tanggal('2026-01-05'))", "1true2026-01-05"),
        ("lower('AbC') + upper('x') + trim('  y ')", "abcXy"),
        ("contains('surat', 'ura') and contains([1], 1) and memuat({'a': 1}, 'a')", True),
        ("startswith('surat', 'su') and endswith('surat', 'at')", True),
        ("gabung(['a', 1, None])", "a, 1, "),
        ("gabung(pisah('a;b', ';'), '-')", "a-b"),
        ("ganti('a.b.c', '.', '')", "abc"),
        ("sorted([3, 1, 2])", [1, 2, 3]),
        ("[o.n for o in sorted([{'n': 1}, {'n': 3}], 'n', True)]", [3, 1]),
        ("count([1, 2, 1], 1) + count([5])", 3),
        ("kosong('') and kosong(None) and kosong([]) and not kosong(0)", True),
        ("unik(['a', 'b', 'a']) + unik([1, True, 1.0])", ["a", "b", 1, True]),
        ("ratakan([[1], 2, [3, 4]])", [1, 2, 3, 4]),
        ("tambah([1], [2])", [1, [2]]),
        ("kunci({'a': 1}) + isi({'a': 1})", ["a", 1]),
        ("range(3) + range(2, 4)", [0, 1, 2, 2, 3]),
        ("tanggal(sekarang)", date(2026, 11, 26)),
        ("hari_ini()", date(2026, 11, 26)),
        ("tanggal(2026, 2, 28)", date(2026, 2, 28)),
        ("tambah_hari('2026-12-31', 1)", date(2027, 1, 1)),
        ("tambah_bulan(tanggal('2026-01-31'), 13)", date(2027, 2, 28)),
        ("selisih_hari('2026-01-01', '2026-03-01')", 59),
        ("format_tanggal(sekarang)", "26 November 2026"),
        ("nama_hari('2026-11-25')", "Rabu"),
        ("tahun(sekarang) + bulan(sekarang) + hari(sekarang)", 2026 + 11 + 26),
        ("tanggal(hari_kerja('2026-11-25', 5))", date(2026, 12, 2)),
        ("selisih_hari_kerja('2026-11-25', '2026-12-02')", 5),
    ],
)
def test_functions(text: str, value: Any) -> None:
    result = parse(text).evaluate({}, BASE.bind(now=NOW, calendar=Weekdays()))

    assert result == value
    assert type(result) is type(value)


@pytest.mark.parametrize("name", sorted(BASE.table))
def test_every_function_refuses_what_it_cannot_take(name: str) -> None:
    function = BASE.table[name]
    count = function.least or 1

    for value in (None, {"x": object}, object(), [None], -(10**100), "\x01"):
        arguments = ", ".join(["v"] * count)
        try:
            parse(f"{name}({arguments})").evaluate({"v": value})
        except EvaluationFailed as failure:
            assert str(failure)


def test_every_function_is_on_its_page() -> None:
    page = (Path(__file__).parents[2] / "docs/expressions.md").read_text("utf-8")

    assert [name for name in sorted(BASE.table) if f"`{name}" not in page] == []


def test_the_clock_cannot_be_hidden_by_a_variable() -> None:
    assert parse("sekarang").evaluate({"sekarang": "palsu"}, BASE.bind(now=NOW)) == NOW


def test_a_failing_calendar_fails_the_expression() -> None:
    class Broken:
        def add_workdays(self, moment: datetime, n: int) -> datetime:
            raise LookupError("tahun 2099 belum punya SKB")

        def workdays_between(self, start: datetime, end: datetime) -> int:
            return 0

    with pytest.raises(EvaluationFailed, match="tahun 2099"):
        parse("hari_kerja('2099-01-01', 1)").evaluate({}, BASE.bind(now=NOW, calendar=Broken()))


def test_more_functions_can_be_given() -> None:
    double = Function("ganda", lambda functions, budget, value: value * 2, 1, 1, "ganda(x)")

    assert parse("ganda(4)").evaluate({}, BASE.extended(double)) == 8
    assert "ganda" not in BASE
