"""Scripts give back new values and leave what they were given alone."""

from __future__ import annotations

import copy

import pytest

from expressions import ErrorThrown, EvaluationFailed, ExpressionRefused, parse_script

SCRIPT = """
# satu putaran rapat
x = 1
if x > 5:
    y = 2
elif x == 1:
    y = a.b
    if y == "lama": z = [y]
else:
    pass

a.b = "baru"
daftar[0].status = "mundur"
daftar[-1]["baru"] = {"k": daftar[0].status}
total = 0
for butir in daftar:
    total += butir.n
"""


def test_a_script_assigns_and_never_changes_its_scope() -> None:
    scope = {"a": {"b": "lama"}, "daftar": [{"status": "hadir", "n": 1}, {"status": "hadir", "n": 2}], "lain": {}}
    before = copy.deepcopy(scope)

    result = parse_script(SCRIPT).run(scope)

    assert scope == before
    assert result == {
        "x": 1,
        "y": "lama",
        "z": ["lama"],
        "a": {"b": "baru"},
        "daftar": [{"status": "mundur", "n": 1}, {"status": "hadir", "n": 2, "baru": {"k": "mundur"}}],
        "total": 3,
    }


def test_a_script_says_what_it_needs_and_gives() -> None:
    script = parse_script(SCRIPT)

    assert script.names == {"a", "daftar"}
    assert script.assigns == {"x", "y", "z", "a", "daftar", "total"}


def test_a_name_assigned_in_one_branch_only_is_still_needed() -> None:
    script = parse_script("if a:\n  x = 1\ny = x")

    assert script.names == {"a", "x"}


def test_a_script_throws_a_bpmn_error() -> None:
    with pytest.raises(ErrorThrown) as thrown:
        parse_script('galat("ERR_CODE", "tidak lengkap")').run({})

    assert (thrown.value.code, thrown.value.message) == ("ERR_CODE", "tidak lengkap")


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("if x ==: pass", 1, 8),
        ("x = 1\nimport os", 2, 1),
        ("while True: x = 1", 1, 1),
        ("x = 1\n   y = 2", 2, 4),
        ("for p in xs:\n    p.a = 1", 2, 5),
        ("sekarang = 1", 1, 1),
        ("a, b = 1, 2", 1, 2),
        ("f(x) = 1", 1, 6),
        ("x", 1, 1),
    ],
)
def test_what_is_no_script_is_refused_where_it_stands(text: str, line: int, column: int) -> None:
    with pytest.raises(ExpressionRefused) as refusal:
        parse_script(text)

    assert (refusal.value.line, refusal.value.column) == (line, column)


@pytest.mark.parametrize("text", ["x += 1", "a.b.c = 1", "daftar[7] = 1", "a[0] = 1", "daftar.x = 1"])
def test_what_cannot_be_assigned_fails_clearly(text: str) -> None:
    with pytest.raises(EvaluationFailed):
        parse_script(text).run({"a": {}, "daftar": []})
