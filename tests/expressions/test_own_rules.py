"""Where the three languages differ, each spelling answers as its own language does, or refuses; never as another."""

from __future__ import annotations

import pytest

from expressions import EvaluationFailed, ExpressionRefused, parse, parse_cell

DATA = {
    "lima": 5,
    "teks": "5",
    "daftar": ["a", "b"],
    "angka": [1, 2],
    "hadir": True,
    "kosong_": None,
    "nol": 0,
    "x": -7,
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # Python
        ("-2 ** 2", -4),
        ("2 ** 3 ** 2", 512),
        ("-7 % 3", 2),
        ("1 < lima == 5", True),
        ("not lima in angka", True),
        ('lima == "5"', False),
        ('"a" in "abc"', True),
        ("round(2.5)", 3),
        # FEEL
        ("= -2 ** 2", 4),
        ("= 2 ** -1", 0.5),
        ("= modulo(-7, 3)", 2),
        ('= "a" in daftar', True),
        ('= "a" in (daftar)', True),
        ('= "a" in "abc"', False),
        ('= "a" in ("abc", daftar)', True),
        ("= lima in (angka, 5)", True),
        ("= for i in 3..1 return i", [3, 2, 1]),
        ("= decimal(2.5, 0)", 2),
        ("= decimal(1.125, 2)", 1.12),
        ("= round half up(2.5, 0)", 3),
        ('= string join(["a", null, "b"])', "ab"),
        ('= string join(["a", "b"], "-")', "a-b"),
        ("= flatten([1, [2, [3]]])", [1, 2, 3]),
        ("= concatenate(angka, [3])", [1, 2, 3]),
        ('= @"2026-01-31" + @"P1M" = date("2026-02-28")', True),
        ('= @"2026-01-01T10:00:00+07:00" < date and time("2026-01-01T11:00:00+07:00")', True),
        ("= lima // komentar\n + 1 /* dan\n lagi */", 6),
        ('= "a//b"', "a//b"),
        ('= replace("a_b", "_", " ")', "a b"),
        # JUEL
        ("${-7 % 3}", -1),
        ("${7 mod -3}", 1),
        ("${1 < lima == true}", True),
        ("${lima != 4 == hadir}", True),
        ("${!hadir == false}", True),
        ("${daftar.get(0)}", "a"),
        ("\\${lima} ${lima}", "${lima} 5"),
        ("nomor #{lima}", "nomor 5"),
        ("${hadir ? 1 : hadir ? 2 : 3}", 1),
        ("${7 div 2}", 3.5),
        ("${empty nol}", False),
    ],
)
def test_each_spelling_keeps_the_rules_of_its_language(text: str, value: object) -> None:
    found = parse(text).evaluate(DATA)

    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        '= lima = "5"',
        '= lima != "5"',
        "= hadir = 1",
        '= not(teks = true)',
        '= date("2026-01-01") = "2026-01-01"',
        "= daftar + daftar",
        '= "a" * 3',
        '= lima > null',
        '${lima == "5"}',
        '${lima ne "5"}',
        '${"true" == hadir}',
        '${teks + "1"}',
        '${"2" * 3}',
        "${kosong_ + 1}",
        '${teks > 4}',
    ],
)  # fmt: skip
def test_what_another_language_would_answer_otherwise_fails_instead(text: str) -> None:
    with pytest.raises(EvaluationFailed):
        parse(text).evaluate(DATA)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("= 2 ** 3 ** 2", 10),
        ("= nama lengkap", 8),
        ("= day of week(today())", 3),
        ('= replace(teks, ".", "")', 3),
        ("= replace(teks, teks, teks)", 3),
        ('= replace(teks, "a", "$1")', 3),
        ('= split(teks, "|")', 3),
        ("= string join(daftar, 1, 2)", 3),
        ('= @"R3/PT10M"', 3),
        ('= @"10:00"', 3),
        ("= 0.12345678901234567890", 3),
        ("= lima /* terbuka", 8),
        ("= ٣", 3),
        ("٣ + 1", 1),
        ("${1 < lima < 9}", 12),
        ("${lima == 5 # && hadir}", 13),
        ("${daftar[-1]}", 10),
        ("${daftar.get(-1)}", 14),
        ("${teks.substring(-1)}", 18),
        ('${teks.split(".")}', 8),
    ],
)
def test_what_would_mean_something_else_is_refused_at_its_place(text: str, position: int) -> None:

    with pytest.raises(ExpressionRefused) as refusal:
        parse(text)

    assert refusal.value.position == position


@pytest.mark.parametrize(
    ("cell", "value", "matches"),
    [
        ("daftar", "a", True),
        ("daftar", "z", False),
        ("lima", 5, True),
        ("not(daftar)", "a", False),
        ('"z", daftar', "b", True),
        ("lima", "5", False),
        ('date("2026-01-01")', None, False),
    ],
)
def test_a_cell_that_names_a_list_asks_whether_the_value_is_in_it(cell: str, value: object, matches: bool) -> None:
    test = parse_cell(cell)

    assert test is not None
    assert test.evaluate({**DATA, "?": value}) is matches
