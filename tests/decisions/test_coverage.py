"""The coverage of a table: what no rule answers, and what several do."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.decisions import coverage, parse_decisions
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
