"""What is no part of the language is refused where it stands, with what to write instead."""

from __future__ import annotations

import pytest

from expressions import ExpressionRefused, check, parse


@pytest.mark.parametrize(
    ("text", "position", "hint"),
    [
        ("a && b", 3, "'and'"),
        ("a || b", 3, "'or'"),
        ("!a", 1, "'not'"),
        ("a = 1", 3, "'=='"),
        ("a is None", 3, "'=='"),
        ("a ? b : c", 3, "a if syarat else b"),
        ('x.get("k")', 3, "nilai(...)"),
        ("x.entah()", 3, "pakai fungsi"),
        ("lambda x: x", 1, "handlers.py"),
        ("f(k=1)", 3, "menurut urutan"),
        ("f(*x)", 3, "satu nilai"),
        ("(1, 2)", 3, "[a, b]"),
        ("a.__class__", 3, "garis bawah"),
        ("1 +", 4, "akhir teks"),
        ("", 1, "akhir teks"),
        ("[1, 2", 1, "tidak ditutup"),
        ('"abc', 1, "tidak ditutup"),
        ("a\n  b", 5, "selesai"),
        ("3x", 1, "diawali angka"),
        ("kode == 0071", 9, "tanda kutip"),
        ('"\\d"', 2, "'\\\\'"),
        ("a $ b", 3, "tidak dikenal"),
        ("=a == 1", 4, "dalam FEEL '='"),
        ("=not a", 2, "not(...)"),
        ("=xs[item > 2]", 4, "for x in xs"),
        ("=xs[0]", 4, "mulai dari 1"),
        ("=for if in xs return 1", 6, "Nama"),
        ("=some 1 in xs satisfies true", 7, "Nama"),
        ("=1 < x < 3", 8, "between"),
        ("${a", 1, "tidak ditutup"),
        ("${}", 3, "di antara kurung"),
        ("${a.hapus()}", 5, "yang ada: contains"),
        ("Surat ${a +} x", 12, "Nilai seharusnya"),
    ],
)
def test_a_refusal_has_a_place_and_a_remedy(text: str, position: int, hint: str) -> None:
    with pytest.raises(ExpressionRefused) as refusal:
        parse(text)

    assert refusal.value.position == position
    assert hint in str(refusal.value)


def test_the_place_is_said_as_people_count() -> None:
    with pytest.raises(ExpressionRefused, match=r"\(kolom 3\)"):
        parse("a ! b")
    with pytest.raises(ExpressionRefused, match=r"\(baris 2, kolom 3\)"):
        parse("[a,\nb ! c]")


def test_a_check_at_deploy_finds_unknown_names_and_functions_and_guesses() -> None:
    expression = parse("pesrta.nip == x and jumlh(x) > 1 and len(x, 2) > 0 and ada(entah) and sekarang > x")

    problems = check(expression, {"peserta", "x"})

    assert [(problem.kind, problem.name, problem.position) for problem in problems] == [
        ("variable", "pesrta", 1),
        ("function", "jumlh", 21),
        ("function", "len", 38),
    ]
    assert "mungkin 'peserta'" in problems[0].message
    assert "mungkin 'jumlah'" in problems[1].message


def test_variables_are_not_checked_where_they_are_not_known() -> None:
    assert check(parse("entah > 1"), None) == []
