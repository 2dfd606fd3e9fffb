"""Complex gateways: activated by a rule of their own, then waiting for those that can still come (BPMN 13.4.5)."""

from __future__ import annotations

import pytest

from engine.spiff import Model, ModelRefused
from tests.spiff.drawing import again, begin, chain, do, done, end, flow, load, multi, node, open_tasks, start, user


def rule(text: str) -> str:
    """The condition by which a complex gateway is activated."""
    return f"<bpmn:activationCondition>{text}</bpmn:activationCondition>"


def joined(text: str, *more: str, branches: str = "abc", after: str = "lanjut") -> Model:
    """Branches of one task each, joined by a complex gateway."""
    parts = [start(), node("parallelGateway", "g"), node("complexGateway", "j", rule(text)), user(after)]
    parts += [user(name) + chain("g", name, "j") for name in branches]
    return load(*parts, flow("mulai", "g"), *(more or (flow("j", after),)))


def test_the_first_goes_on_and_the_others_give_nothing():
    execution = begin(joined("activationCount &gt;= 1"))

    do(execution, "b")
    assert open_tasks(execution) == ["a", "c", "lanjut"]
    execution = again(execution)
    for task in ("a", "lanjut"):
        do(execution, task)
    assert execution.status == "running"
    do(execution, "c")

    assert execution.status == "completed"


@pytest.mark.parametrize(
    "spelling", ["activationCount &gt;= 2", "${activationCount &gt;= 2}", "= activationCount &gt;= 2"]
)
def test_two_of_three_are_enough_in_every_spelling(spelling: str):
    execution = begin(joined(spelling))

    do(execution, "a")
    assert open_tasks(execution) == ["b", "c"]
    do(again(execution), "c")
    do(execution, "c")

    assert open_tasks(execution) == ["b", "lanjut"]


def test_a_rule_over_data_is_looked_at_when_a_token_comes():
    execution = begin(joined("a.cukup or activationCount == 3", branches="abc"))

    do(execution, "a", {"cukup": False})
    do(execution, "b")
    assert "lanjut" not in open_tasks(execution)
    do(execution, "c")

    assert open_tasks(execution) == ["lanjut"]


def test_it_starts_anew_in_the_next_round_of_a_loop():
    parts = (
        *(start(), node("exclusiveGateway", "m"), node("parallelGateway", "g"), user("a"), user("b"), end()),
        *(node("complexGateway", "j", rule("activationCount &gt;= 1")), user("periksa")),
        node("exclusiveGateway", "x", default="x-selesai"),
        *(chain("mulai", "m", "g", "a", "j", "periksa", "x", "selesai"), chain("g", "b", "j")),
        flow("x", "m", "periksa.lagi"),
    )  # fmt: skip
    execution = begin(load(*parts))

    do(execution, "a")
    do(execution, "b")  # the latecomer: the gateway is reset
    do(execution, "periksa", {"lagi": True})
    execution = again(execution)
    do(execution, "b~2")

    assert open_tasks(execution) == ["a~2", "periksa~2"]
    do(execution, "a~2")
    do(execution, "periksa~2", {"lagi": False})
    assert execution.status == "completed"


def test_what_comes_again_before_the_reset_waits_for_the_next_round():
    parts = (
        *(start(), node("parallelGateway", "g"), user("a", completionQuantity="2"), user("b"), user("lanjut")),
        node("complexGateway", "j", rule("activationCount &gt;= 1")),
        *(chain("mulai", "g", "a", "j", "lanjut"), chain("g", "b", "j")),
    )
    execution = begin(load(*parts))

    do(execution, "a")
    assert open_tasks(execution) == ["b", "lanjut"]
    do(again(execution), "b")
    do(execution, "b")

    assert open_tasks(execution) == ["lanjut", "lanjut~2"]


def test_no_latecomer_is_waited_for_that_cannot_come():
    parts = (
        *(start(), node("inclusiveGateway", "g"), user("a"), user("b"), user("lanjut")),
        node("complexGateway", "j", rule("activationCount &gt;= 1")),
        *(
            flow("mulai", "g"),
            flow("g", "a", "True"),
            flow("g", "b", "1 == 2"),
            chain("a", "j", "lanjut"),
            chain("b", "j"),
        ),
    )
    execution = begin(load(*parts))

    do(execution, "a")
    do(execution, "lanjut")

    assert execution.status == "completed"


def test_flows_that_ask_for_the_phase_are_looked_at_in_both():
    more = (
        node("task", "pertama"), node("task", "susulan"), flow("j", "pertama", "waitingForStart"),
        flow("j", "susulan", "not waitingForStart"),
    )  # fmt: skip
    execution = begin(joined("activationCount &gt;= 1", *more, flow("pertama", "lanjut"), branches="ab"))

    do(execution, "a")
    first = done(execution)
    do(again(execution), "b")
    do(execution, "b")

    assert "pertama" in first
    assert "susulan" not in first
    assert "susulan" in done(execution)


def test_it_splits_like_an_inclusive_gateway():
    parts = (
        *(start(), node("complexGateway", "g", default="g-c"), user("a"), user("b"), user("c")),
        *(flow("mulai", "g"), flow("g", "a", "n &lt; 2".replace("&lt;", "<")), flow("g", "b", "n < 3"), flow("g", "c")),
    )
    model = load(*parts)

    assert [open_tasks(begin(model, {"n": n})) for n in (1, 2, 3)] == [["a", "b"], ["b"], ["c"]]


def test_each_instance_of_a_subprocess_has_its_own():
    gate = node("complexGateway", "j", rule("activationCount &gt;= 1"))
    inside = multi(count="2") + start("m") + user("a") + user("b") + gate + user("n")
    inside += chain("m", "a", "j", "n") + chain("m", "b", "j")
    execution = begin(load(start(), node("subProcess", "sp", inside), end(), chain("mulai", "sp", "selesai")))

    do(execution, "sp[0]/a")
    execution = again(execution)
    do(execution, "sp[1]/b")

    assert sorted(open_tasks(execution)) == ["sp[0]/b", "sp[0]/n", "sp[1]/a", "sp[1]/n"]


def test_a_join_without_a_rule_is_refused():
    with pytest.raises(ModelRefused) as caught:
        load(
            start(),
            user("a"),
            user("b"),
            node("complexGateway", "j"),
            chain("mulai", "a", "j"),
            chain("mulai", "b", "j"),
        )

    assert [(each.code, each.element, each.line) for each in caught.value.findings] == [("condition-missing", "j", 8)]
