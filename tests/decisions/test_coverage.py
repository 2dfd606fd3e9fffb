"""The coverage of a table: what no rule answers, and what several do."""

from __future__ import annotations

import itertools
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.decisions import Decision, DecisionFailed, coverage, parse_decisions
from engine.lint.executable import table_rules
from engine.lint.folder import Folder
from tests.decisions.tables import dmn


def test_a_complete_table_has_neither_gap_nor_overlap() -> None:
    table = dmn([(["< 68"], ["1"]), (["[68..80)"], ["2"]), ([">= 80"], ["3"])])

    assert coverage(parse_decisions(table)["d"]).complete


def test_a_gap_and_an_overlap_are_described() -> None:
    table = dmn([(['"a"', "< 68"], ["1"]), (['"a"', "[60..80)"], ["2"]), (['not("a")', "-"], ["3"])], inputs=["x", "y"])

    found = coverage(parse_decisions(table)["d"])

    assert {"x": '"a"', "y": "80"} in found.gaps
    assert {"x": '"a"', "y": "> 80"} in found.gaps
    assert ((1, 2), {"x": '"a"', "y": "antara 60 dan 68"}) in found.overlaps


def test_whole_numbers_have_no_gap_between_neighbours() -> None:
    table = dmn([(["<= 1"], ["1"]), ([">= 2"], ["2"])], types=["integer"])

    assert coverage(parse_decisions(table)["d"]).complete
    assert not coverage(parse_decisions(table.replace(b"integer", b"number"))["d"]).complete


def test_a_rule_that_never_comes_first_is_unreachable() -> None:
    table = dmn([(["> 1"], ["1"]), (["> 5"], ["2"]), (["-"], ["3"])], policy='hitPolicy="FIRST"')

    assert coverage(parse_decisions(table)["d"]).unreachable == (2,)


def test_what_is_no_plain_comparison_is_not_judged() -> None:
    found = coverage(parse_decisions(dmn([(["> batas"], ["1"])]))["d"])

    assert not found.analysable
    assert "Aturan 1" in found.why


def test_dates_are_cut_where_the_cells_say() -> None:
    table = dmn([(['< date("2026-01-01")'], ["1"]), (['[date("2026-01-01")..date("2026-02-01")]'], ["2"])])

    assert coverage(parse_decisions(table)["d"]).gaps == ({"x": "> 2026-02-01"},)


def test_columns_whose_cells_compare_with_different_kinds_are_not_judged() -> None:
    for first, second in (("< 5", '> "b"'), ('date("2026-01-01")', 'date and time("2026-01-01T08:00")')):
        assert not coverage(parse_decisions(dmn([([first], ["1"]), ([second], ["2"])]))["d"]).analysable


def test_null_is_neither_less_nor_more_than_anything() -> None:
    rows = [(["< 5"], ["1"]), (["not(> 2)"], ["2"]), (["null, > 7"], ["3"]), (["not(4)"], ["4"]), (["-"], ["5"])]
    decision = parse_decisions(dmn(rows, policy='hitPolicy="COLLECT"'))["d"]

    assert [row["hasil"] for row in decision.evaluate({"x": None})] == [3, 4, 5]  # type: ignore[index, union-attr]  # this table gives a list of rows


NUMBERS = st.sampled_from(
    [
        "< 2",
        "<= 2",
        "[2..4]",
        "(2..4]",
        "]2..4[",
        "[2..4[",
        "> 4",
        ">= 4",
        "3",
        "not(3)",
        "-",
        "2, 4",
        "[1, 5]",
        "not([2..3])",
    ]
)
TEXTS = st.sampled_from(['"a"', '"b"', '"a", "b"', 'not("a")', "-", '["a", "c"]', 'not("a", "b")'])
ROWS = st.lists(st.tuples(NUMBERS, TEXTS, st.sampled_from(["1", "1.0", "2"])), min_size=1, max_size=5)


@settings(max_examples=120, deadline=None)
@given(ROWS, st.sampled_from(["UNIQUE", "FIRST", "ANY", "COLLECT"]))
def test_the_verdicts_are_those_of_asking_the_table_for_everything(rows: list[tuple[str, ...]], policy: str) -> None:
    table = [(row[:2], row[2:]) for row in rows]
    decision = parse_decisions(dmn(table, inputs=["x", "y"], policy=f'hitPolicy="{policy}"'))["d"]
    every = parse_decisions(
        dmn([(row[:2], [str(n)]) for n, row in enumerate(rows, 1)], inputs=["x", "y"], policy='hitPolicy="COLLECT"')
    )
    found, failed = coverage(decision), set()
    matching: dict[tuple[float, str], tuple[int, ...]] = {}
    for x, y in itertools.product([n / 2 for n in range(0, 14)], ["a", "b", "c", "z"]):
        answers = every["d"].evaluate({"x": x, "y": y})
        assert isinstance(answers, list)
        matching[x, y] = tuple(answer["hasil"] for answer in answers)
        try:
            decision.evaluate({"x": x, "y": y})
        except DecisionFailed:
            failed.add(matching[x, y])

    hits = set(matching.values())
    assert bool(found.gaps) == (() in hits)
    assert {rules for rules, _ in found.overlaps} == {rules for rules in hits if len(rules) > 1}
    reached = (
        {rules[0] for rules in hits if rules} if policy == "FIRST" else {number for rules in hits for number in rules}
    )
    assert set(found.unreachable) == set(range(1, len(rows) + 1)) - reached
    told = [each for each in table_rules.check(_folder(decision)) if each.severity == "error"]
    assert len(told) == len(failed)


def _folder(decision: Decision) -> Folder:
    folder = Folder(settings={}, settings_text="", drawings={})
    folder.__dict__["_tables"] = ({decision.id: ("d.dmn", decision)}, [])
    return folder


CELLS = st.sampled_from(["< 2", "<= 2", "[2..4]", "(2..4]", "> 4", "3", "not(3)", "-", "2, 4", "[1, 5]"])


@settings(max_examples=60, deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=5), st.integers(0, 1000))
def test_coverage_agrees_with_asking_the_table(cells: list[str], seed: int) -> None:
    decision = parse_decisions(dmn([([cell], ["1"]) for cell in cells], policy='hitPolicy="COLLECT"'))["d"]
    found = coverage(decision)
    draw = random.Random(seed)

    counts = []
    for value in [draw.choice([n / 2 for n in range(-1, 13)]) for _ in range(30)]:
        answers = decision.evaluate({"x": value})
        assert isinstance(answers, list)
        counts.append(len(answers))

    assert found.gaps or min(counts) > 0
    assert found.overlaps or max(counts) <= 1
