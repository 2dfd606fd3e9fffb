"""Three spellings, one meaning: what modelers of each school write gives the same values."""

from __future__ import annotations

import pytest

from expressions import parse

DATA = {
    "test": "abc",
    "jumlah_putaran": 2,
    "kosongan": None,
    "peserta": [{"nip": "1", "status": "hadir", "nilai": 80}, {"nip": "2", "status": "absen", "nilai": 60}],
}

SAME = [
    ('"a" in test', '${test.contains("a")}', '=contains(test, "a")', True),
    ('not ("a" in test)', '${!test.contains("a")}', '=not(contains(test, "a"))', False),
    ("jumlah_putaran < 3", "${jumlah_putaran < 3}", "=jumlah_putaran < 3", True),
    ("jumlah_putaran == 2", "${jumlah_putaran == 2}", "=jumlah_putaran = 2", True),
    ("jumlah_putaran != 2", "${jumlah_putaran ne 2}", "=jumlah_putaran != 2", False),
    ("True", "${true}", "=true", True),
    ("1 if jumlah_putaran > 1 else 0", "${jumlah_putaran > 1 ? 1 : 0}", "=if jumlah_putaran > 1 then 1 else 0", 1),
    ("peserta[0].nip", "${peserta[0].nip}", "=peserta[1].nip", "1"),
    ("len(peserta) == 2 and True", "#{peserta.size() == 2 && true}", "=count(peserta) = 2 and true", True),
    ("kosongan == None", "${kosongan eq null}", "=kosongan = null", True),
    ("1 <= jumlah_putaran <= 5", "${1 le jumlah_putaran and jumlah_putaran le 5}", "=jumlah_putaran in [1..5]", True),
    ("(1 + 2) * 3 - 4 % 3", "${(1 + 2) * 3 - 4 mod 3}", "=(1 + 2) * 3 - modulo(4, 3)", 8),
]


@pytest.mark.parametrize(("plain", "juel", "feel", "value"), SAME)
def test_the_three_spellings_give_the_same_value(plain: str, juel: str, feel: str, value: object) -> None:
    values = [parse(text).evaluate(DATA) for text in (plain, juel, feel)]

    assert values == [value] * 3
    assert {type(each) for each in values} == {type(value)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('= some p in peserta satisfies p.status = "hadir"', True),
        ("= every p in peserta satisfies p.nilai >= 70", False),
        ("= for p in peserta return p.nilai", [80, 60]),
        ("= jumlah_putaran between 1 and 2", True),
        ("= for i in 1..3 return i * jumlah_putaran", [2, 4, 6]),
        ("= sum(1, 2, 3) + count([1])", 7),
        ("= substring(test, 2, 1) + substring(test, 3)", "bc"),
        ('= if test = null then "x" else upper case(test)', "ABC"),
        ("= jumlah_putaran in [(1 + 0)..len([1, 2])]", True),
        ("= jumlah_putaran in [1, 2, (3)]", True),
        ("= not(jumlah_putaran in (< 2, [5..9]))", True),
        ('= jumlah_putaran in (1, 2) and test in ("abc", "x")', True),
        ("= jumlah_putaran in ]1..2[", False),
        ('= string length("abc") + 1', 4),
        ('= starts with(test, "a")', True),
        ('= {a: 1, "b c": [2]}', {"a": 1, "b c": [2]}),
        ('= string(date and time("2026-01-31T08:00:00+07:00") + duration("P1M"))', "2026-02-28T08:00:00+07:00"),
    ],
)
def test_feel(text: str, value: object) -> None:
    assert parse(text).evaluate(DATA) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("${empty kosongan}", True),
        ("${test.substring(1, 2)}", "b"),
        ("${not empty peserta}", True),
        ('${test.startsWith("a") || test.length() > 5}', True),
        ('${execution.getVariable("test")}', "abc"),
        ("${test.equals('abc') ? peserta[1]['nip'] : 'x'}", "2"),
        ("Surat ke-${jumlah_putaran} untuk ${peserta[0].nip}.", "Surat ke-2 untuk 1."),
        (" ${'}'} ", "}"),
    ],
)
def test_juel(text: str, value: object) -> None:
    assert parse(text).evaluate(DATA) == value
