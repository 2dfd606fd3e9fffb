"""Types are exact: nothing is silently converted, nothing silently false."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from expressions import EvaluationFailed, parse

DATA: dict[str, Any] = {
    "a": {"b": "x", "kosong": None, "daftar": [1, 2, 3]},
    "n": 3,
    "d": Decimal("0.1"),
    "hari": date(2026, 1, 31),
    "saat": datetime(2026, 1, 31, 2, 0, tzinfo=UTC),
    "orang": [{"nama": "Budi", "umur": 40}, {"nama": "Ani", "umur": 30}],
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 == 1.0", True),
        ("1 == True", False),
        ('1 == "1"', False),
        ("None == False", False),
        ("d == 0.1", True),
        ("d + 0.2 == 0.3", True),
        ("[1, True] == [1, 1]", False),
        ('{"x": [1]} == {"x": [1.0]}', True),
        ("True in [1]", False),
        ('"b" in a', True),
        ('"z" not in a.b', True),
        ("1 < n <= 3", True),
        ("7 // 2", 3),
        ("-7 % 3", 2),
        ("a.daftar[-1] + a.daftar[0]", 4),
        ("a.daftar[1:]", [2, 3]),
        ('"abc"[1]', "b"),
        ("[1] + [2]", [1, 2]),
        ('{**a, "b": "y"}.b', "y"),
        ("not n == 4 and n != 5", True),
        ('hari + durasi("P1M")', date(2026, 2, 28)),
        ("hari - tanggal('2026-01-01')", timedelta(days=30)),
        ("saat == waktu('2026-01-31T09:00')", True),
        ("saat - durasi('PT2H') < saat", True),
        ("2 * durasi('P1D') == durasi('P2D')", True),
        ("[o.nama for o in orang if o.umur > 35]", ["Budi"]),
        ("{o.nama: o.umur for o in orang}", {"Budi": 40, "Ani": 30}),
        ("[x * y for x in [1, 2] for y in a.daftar if y > x]", [2, 3, 6]),
        ("[n for n in a.daftar] == a.daftar and n == 3", True),
        ("any(o.umur > 35 for o in orang) and not all(o.umur > 35 for o in orang)", True),
        ("ada(a.b) and not ada(a.kosong) and not ada(a.tidak.ada) and not ada(entah)", True),
        ("ada(a, 'b') and not ada(a, 'z') and nilai(a, 'z', 7) == 7", True),
        ("n if n > 2 else 0 if n > 1 else -1", 3),
        ("f'{n}: {{a}} {a[\"b\"]}{None}'", "3: {a} x"),
    ],
)
def test_values(text: str, value: object) -> None:
    result = parse(text).evaluate(DATA)

    assert result == value
    assert type(result) is type(value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tak_ada > 1", "Variabel 'tak_ada' tidak ada"),
        ("a.tak_ada", "Kunci 'tak_ada' tidak ada pada 'a'"),
        ("a.kosong.b", "'a.kosong' masih kosong"),
        ("orang.nama", r"tulis \[x.nama for x in 'orang'\]"),
        ("a.daftar[9]", "Nomor 9 tidak ada"),
        ("a.daftar['x']", "harus bilangan bulat"),
        ('n > "2"', r"antara bilangan dan teks; ubah dulu"),
        ("a.kosong > 2", r"periksa dulu dengan ada\(...\)"),
        ("hari < saat", "ubah dulu: tanggal"),
        ("n and True", "benar atau salah, bukan bilangan"),
        ("1 if a else 2", "benar atau salah, bukan kamus"),
        ("not a.b", "benar atau salah, bukan teks"),
        ("1 / 0", "nol"),
        ("1e308 * 10", "bukan bilangan biasa"),
        ("(-8) ** 0.5", "negatif"),
        ('"a" + 1', "antara teks dan bilangan"),
        ("True + 1", "antara benar/salah dan bilangan"),
        ("-a.b", "memerlukan bilangan"),
        ("{n: 1}", "Kunci kamus harus teks"),
        ("[x for x in n]", "'for' memerlukan daftar"),
        ("entah(1)", "Fungsi 'entah' tidak ada"),
        ("len(1, 2)", r"tulis len\(nilai\)"),
        ("max([])", "daftar kosong"),
        ("tanggal('2026-02-30')", "tidak ada"),
        ("hari + durasi('PT1H')", r"pakai waktu\(...\)"),
        ("hari + durasi('P200Y') * 100", "di luar batas"),
        ("sekarang", "tidak ada jam"),
        ("hari_kerja(saat, 3)", "tidak ada kalender"),
        ("str(a)", "Kamus tidak dapat dijadikan teks"),
    ],
)
def test_failures_say_what_is_wrong(text: str, message: str) -> None:
    with pytest.raises(EvaluationFailed, match=message):
        parse(text).evaluate(DATA)


def test_names_and_calls_are_what_the_text_needs_from_outside() -> None:
    expression = parse("[p.nip for p in peserta if p.batch == batch and ada(opsional.x) and tanggal(sekarang) > x]")

    assert expression.names == {"peserta", "batch", "x"}
    assert expression.calls == {"ada", "tanggal"}


def test_the_same_text_is_read_once() -> None:
    assert parse("a.b == 1") is parse("a.b == 1")
