"""Laws that hold for any model: known visits, the same run hot, after storing at every step, and in another process."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.spiff import Execution, ExecutionFailed, Limits, Model, ModelRefused
from engine.spiff.data import layers_in_order
from engine.spiff.state import roots, scopes_of
from tests.spiff.blocks import BLOCKS, UNRULY, Block, act, draw, walk
from tests.spiff.drawing import begin, load
from tests.spiff.tangles import KNOWN, tangle

MODEST = settings(
    max_examples=int(os.environ.get("ALUR_EXAMPLES", "60")), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def holders(execution: Execution) -> list[int]:
    """How many hold each layer of data, in the order of the dump: wrong counts would let a write change somebody else's data."""
    top = execution._instance
    return [layer.users for layer in layers_in_order(roots(scopes_of(top), iter(top.index.values())))]


def stored(execution: Execution) -> Execution:
    """Through the database; changes are taken first in life, so they are taken over here."""
    changes = execution.take_changes()
    content = execution.dump()
    copy = Execution.restore(execution.model, content, execution._instance.environment)
    assert copy.dump() == content
    assert holders(copy) == holders(execution)
    copy._instance.changes = changes
    copy._instance.opened = {wait.task: wait for wait in changes.opened}
    return copy


@MODEST
@given(BLOCKS, st.integers(0, 99))
def test_every_element_is_visited_as_often_as_drawn(block: Block, seed: int):
    model, expected, sums = draw(block)

    execution, seen = walk(begin(model), seed)

    visits = Counter(name for name in seen if name in expected)
    assert visits == +expected
    assert execution.status == "completed"
    data = execution.data()
    assert {name: data.get(name) for name in sums} == sums


@MODEST
@given(BLOCKS, st.integers(0, 99))
def test_a_case_stored_after_every_step_runs_like_one_that_never_was(block: Block, seed: int):
    model, _, _ = draw(block)

    hot, seen = walk(begin(model), seed)
    cold, again = walk(begin(model), seed, each=stored)

    assert again == seen
    assert cold.dump() == hot.dump()


@MODEST
@given(BLOCKS, st.integers(0, 99))
def test_nothing_is_left_behind_by_a_case_that_ended(block: Block, seed: int):
    model, _, _ = draw(block)

    execution, _ = walk(begin(model), seed)

    top = execution._instance
    assert not (top.index or top.tasks or top.touched or top.waiting or top.subprocesses or top.queue or top.urgent)


@MODEST
@given(UNRULY, st.integers(0, 99))
def test_whatever_events_happen_a_stored_case_runs_like_one_that_never_was(block: Block, seed: int):
    model, _, _ = draw(block)
    data = {"angka": [1, 2, 3]}

    hot, seen = walk(begin(model, data), seed)
    cold, again = walk(begin(model, data), seed, each=stored)

    assert again == seen
    assert cold.dump() == hot.dump() and hot.status == "completed"
    top = hot._instance
    assert not (top.index or top.tasks or top.touched or top.waiting or top.subprocesses or top.queue or top.urgent)
    assert holders(hot) == [1] * len(holders(hot))


def tangled_walk(model: Model, seed: int, each: Any = None) -> list[str]:
    """At most forty commands, drawn from the seed; digests of their changes, and how it ended."""
    dice, seen = random.Random(seed), []
    try:
        execution = begin(model, {"n": 0}, limits=Limits(steps=300, open_tasks=150))
        for _ in range(40):
            seen.append(execution.take_changes().digest(b"salt"))
            execution = each(execution) if each else execution
            if not execution.waits:
                break
            act(execution, dice)
        assert execution.waits or execution.status != "running", "a case that can never go on said nothing"
        return [*seen, execution.status]
    except ExecutionFailed as failure:
        return [*seen, failure.code]


@pytest.mark.parametrize("seed", range(60))
def test_tangled_models_end_wait_or_fail_by_name_and_storing_changes_nothing(seed: int):
    try:
        model = load(tangle(seed), extra=(KNOWN,))
    except ModelRefused as refused:
        assert {finding.code for finding in refused.findings} <= {
            "gateway-without-event",
            "gateway-shared-event",
            "may-wait-for-ever",
            "never-joined",
        }
        return

    hot, cold = tangled_walk(model, seed), tangled_walk(model, seed, each=stored)

    assert hot == cold
    assert hot[-1] in {"completed", "running", "failed", "uncaught-error", "stuck", "too-many-steps", "too-many-tasks"}


WALKS = [
    ("and", [("loop", 2, ("task",)), ("multi", 3, False, ("seq", [("task",), ("script",)])), ("sub", ("task",))]),
    ("or", {0, 1}, [("task",), ("call", ("and", [("task",), ("script",)])), ("script",)]),
    ("seq", [("timed", False, 2, ("task",)), ("race", [("task",), ("script",)]), ("risky", ("task",))]),
    ("and", [("collect", 3, True, ("task",)), ("abrupt", ("task",)), ("timed", True, 1, ("task",))]),
]

PROGRAM = """
import json
from tests.spiff.blocks import draw, walk
from tests.spiff.drawing import begin
from tests.spiff.test_laws import WALKS
out = []
for block in WALKS:
    model, _, _ = draw(block)
    execution, seen = walk(begin(model, {"angka": [1, 2, 3]}), 5)
    out.append([model.digest, seen, execution.dump().decode()])
print(json.dumps(out))
"""


def test_another_process_with_another_hash_seed_does_the_same():
    outputs = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.getcwd()},
            capture_output=True,
            check=True,
            timeout=60,
        ).stdout
        for seed in ("1", "4242")
    ]

    assert outputs[0] == outputs[1]
    assert json.loads(outputs[0])[0][1]
