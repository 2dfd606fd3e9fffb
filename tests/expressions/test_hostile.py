"""What an attacker or a careless author writes is refused or stopped: never run, never a hang, never a full memory."""

from __future__ import annotations

import tracemalloc

import pytest

from expressions import Budget, BudgetExceeded, EvaluationFailed, ExpressionRefused, parse, parse_script

ATTACKS = [
    "__import__('os').system('id')",
    "().__class__.__bases__[0].__subclasses__()",
    "''.__class__",
    "a['__class__'].x",
    "open('/etc/passwd').read()",
    "eval('1')",
    "exec('x=1')",
    "globals()",
    "getattr(a, 'b')",
    "(lambda: 1)()",
    "[c for c in ().__class__.__base__.__subclasses__()]",
    "f'{a.__class__}'",
    "f'{a!r:>100000000}'",
    "'%s' % a",
    "a.b.__globals__",
    "(x := 1)",
    "print(1)",
    "input()",
    "type(a)",
    "`id`",
    "a if b",
    "${''.getClass().forName('java.lang.Runtime')}",
    "${execution.getEngineServices()}",
    "#{T(java.lang.Runtime).getRuntime().exec('id')}",
    "=function(x) external {java: {class: 'java.lang.Runtime'}}",
    "=get entries(x)",
]

SCRIPTS = [
    "import os\nos.system('id')",
    "from os import environ",
    "import os\nleak=dict(os.environ)",
    "x=[]\nwhile True: x.append('a'*1000000)",
    "raise SystemExit(3)",
    "raise KeyboardInterrupt()",
    "def f(): return f()\nf()",
    "if x ==: pass",
    'x="a\\x00b"\ny=float("nan")\nz={1,2}\nw=lambda: 1',
    'y=float("nan")',
    "z={1,2}",
    "with a: pass",
    "try:\n  x=1\nexcept: pass",
    "del a",
    "global a",
    "a.__class__ = 1",
    'a["b"].__dict__ = 1',
    "@x\npass",
    "class A: pass",
]


@pytest.mark.parametrize("text", ATTACKS)
def test_an_attack_in_an_expression_is_refused_or_fails(text: str) -> None:
    with pytest.raises((ExpressionRefused, EvaluationFailed)):
        parse(text).evaluate({"a": {"b": 1}, "b": True})


@pytest.mark.parametrize("text", SCRIPTS)
def test_an_attack_in_a_script_is_refused_or_fails(text: str) -> None:
    with pytest.raises((ExpressionRefused, EvaluationFailed)):
        parse_script(text).run({"a": {"b": {}}})


BOMBS = [
    "9**9**9",
    "9**9999",
    "(10**100)**2 * (10**100)**2 * 10**100",
    '"a" * 10**9',
    '["a"] * 10**9',
    '["a" * 100000] * 100000',
    "range(10**9)",
    "[x for x in range(90000) for y in range(90000)]",
    "len([x for x in range(90000) if len([y for y in range(90000)]) > 0])",
    '"a" * 200000 + "a"',
    "gabung(range(90000), 'abcdefgh')",
    "ganti('a' * 1000, 'a', 'a' * 1000)",
    "pisah('a' * 200000, 'a')",
    "[upper(s) for s in ['a' * 100000] * 300]",
    "[lower(s) for s in ['a' * 100000] * 300]",
    "[s[1:] for s in ['a' * 100000] * 300]",
    "[xs[1:] for xs in [range(100000)] * 300]",
    "[xs + xs for xs in [range(50000)] * 300]",
    "[{**x} for x in [{str(n): n for n in range(1000)}] * 3000]",
    "[s for a in range(1000) for s in ['a' * 100000]]",
    "int('9' * 5000)",
    "jumlah([10**154] * 10)",
    "{str(x): range(1000) for x in range(90000)}",
    "sorted(range(99999) + range(99999))",
    "unik([[x] for x in range(90000)])",
]


@pytest.mark.parametrize("text", BOMBS)
def test_a_bomb_ends_in_a_clear_failure_within_a_few_megabytes(text: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(EvaluationFailed):
            parse(text).evaluate({}, budget=Budget(steps=100_000))
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()


def test_data_that_doubles_by_sharing_is_measured_as_it_would_be_stored() -> None:
    doubling = "x = 'isi'\nfor i in range(60):\n    x = [x, x]"

    with pytest.raises(BudgetExceeded):
        parse_script(doubling).run({})


def test_comparing_shared_structures_is_bounded() -> None:
    script = parse_script(
        "x = 1\ny = 1\nfor i in range(50):\n    x = [x, x]\n    y = [y, y]\nsama = x == y\nx = 1\ny = 1"
    )

    with pytest.raises(BudgetExceeded):
        script.run({})


def test_data_too_deep_for_any_store_is_refused() -> None:
    with pytest.raises(BudgetExceeded, match="tingkat"):
        parse_script("x = 1\nfor i in range(70):\n    x = {'x': x}").run({})


def test_scopes_nested_beyond_pythons_stack_fail_clearly() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    other: list[object] = []
    for _ in range(100_000):
        other = [other]

    with pytest.raises(BudgetExceeded):
        parse("a == b").evaluate({"a": deep, "b": other})


def test_a_budget_may_be_shared_by_several_evaluations() -> None:
    budget, expression = Budget(steps=1000), parse("[x for x in range(100)]")

    expression.evaluate({}, budget=budget)

    with pytest.raises(BudgetExceeded):
        for _ in range(10):
            expression.evaluate({}, budget=budget)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000 + "1" + ")" * 5000,
        "[" * 100_000,
        "not " * 4000 + "a",
        "-" * 15_000 + "1",
        "+".join(["1"] * 5000),
        "a" + ".b" * 5000,
        "a" + "[0]" * 5000,
        "1 if a else " * 1000 + "2",
        "2 ** " * 1000 + "2",
        "f(" * 300 + ")" * 300,
        "${" + "{" * 5000 + "}",
        "=" + "(" * 5000,
        "=" + "if true then " * 1000 + "1",
        "=" + "not(" * 1000 + "a" + ")" * 1000,
        "= x in " + "[" * 9000,
        "x" * 30_000,
        "'" + "a" * 30_000 + "'",
    ],
)
def test_what_is_too_deep_or_too_long_is_refused_before_it_can_hurt(text: str) -> None:
    with pytest.raises(ExpressionRefused):
        parse(text)


def test_a_chain_of_many_conditions_is_no_depth() -> None:
    text = " or ".join(f"x == {n}" for n in range(500))

    assert parse(text).evaluate({"x": 499}) is True
