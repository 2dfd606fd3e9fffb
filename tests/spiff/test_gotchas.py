"""The gotcha table of reference/spiffworkflow.md section 2, row by row, as far as it concerns this door (docs/spiffworkflow.md)."""

from __future__ import annotations

import json
import logging
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.decisions import parse_decisions
from engine.spiff import Execution, ExecutionFailed, ModelRefused
from engine.spiff.environment import SEALED
from tests.spiff.drawing import (
    ENVIRONMENT,
    NOW,
    again,
    begin,
    chain,
    do,
    end,
    flow,
    load,
    node,
    open_tasks,
    script,
    start,
    timer,
    user,
)
from tests.spiff.workloads import participants, people

MESSAGE = '<bpmn:message id="m1" name="Balasan"/>'
SIMPLE = load(start(), user("a"), user("b"), end(), chain("mulai", "a", "b", "selesai"))


def shuffled(value: Any, dice: random.Random) -> Any:
    """The same JSON with the keys of all objects in another order."""
    if isinstance(value, dict):
        names = list(value)
        dice.shuffle(names)
        return {name: shuffled(value[name], dice) for name in names}
    return [shuffled(item, dice) for item in value] if isinstance(value, list) else value


def test_row_01_the_order_of_stored_keys_carries_nothing():
    execution = begin(participants(), {"peserta": people(4)})
    do(execution, "isi[2]", {"n": 2})
    content = execution.dump()

    for seed in range(20):
        stored = json.dumps(shuffled(json.loads(content), random.Random(seed))).encode()
        assert Execution.restore(execution.model, stored, ENVIRONMENT).dump() == content


@pytest.mark.parametrize("key", ["typename", "$date", "$", "__builtins__", "len", "perkara"])
def test_row_02_no_key_of_a_form_can_brick_a_case(key: str):
    execution = begin(SIMPLE)

    do(execution, "a", {key: "Budi"})

    assert again(execution).data("b")["a"] == {key: "Budi"}


def test_row_03_history_is_never_rewritten():
    model = load(start(), user("isi"), script("s", "isi['x']['y'] = 2"), user("b"), chain("mulai", "isi", "s", "b"))
    one, other = begin(model), begin(model)

    for execution, value in ((one, {"x": {"y": 1}}), (other, {"x": {"y": 7}})):
        do(execution, "isi", value)

    first, second = (execution.take_changes() for execution in (one, other))
    assert one.data("b") == other.data("b")
    assert first.digest(b"") != second.digest(b"")


def test_row_04_a_parallel_join_loses_no_update():
    model = load(
        start(),
        node("parallelGateway", "g"),
        node("parallelGateway", "j"),
        user("a"),
        user("b"),
        script("sa", "hasil_a = 1"),
        script("sb", "hasil_b = 2"),
        user("z"),
        flow("mulai", "g"),
        chain("g", "a", "sa", "j", "z"),
        chain("g", "b", "sb", "j"),
    )
    execution = begin(model, {"hasil_a": 0, "hasil_b": 0})

    do(execution, "b")
    do(execution, "a")

    data = execution.data("z")
    assert (data["hasil_a"], data["hasil_b"]) == (1, 2)


def test_row_05_parallel_blocks_in_a_row_do_not_explode():
    parts, order = [start()], ["mulai"]
    for k in range(12):
        parts += [node("parallelGateway", f"g{k}"), node("parallelGateway", f"j{k}")]
        parts += [flow(order[-1], f"g{k}")]
        for name in "abc":
            parts += [user(f"{name}{k}"), chain(f"g{k}", f"{name}{k}", f"j{k}")]
        order.append(f"j{k}")
    execution = begin(load(*parts))

    assert len(execution._instance.index) == 3
    for k in range(12):
        for name in "abc":
            do(execution, f"{name}{k}")

    assert execution.status == "completed"


@pytest.mark.parametrize("kind", ["link", "signal"])
def test_row_06_what_names_nothing_is_refused(kind: str):
    with pytest.raises(ModelRefused):
        load(start(), node("endEvent", "x", f"<bpmn:{kind}EventDefinition/>"), flow("mulai", "x"))


def test_row_06_a_condition_on_a_flow_out_of_a_task_is_obeyed():
    model = load(
        start(), user("a"), user("b"), user("c"), flow("mulai", "a"), flow("a", "b", "a.x"), flow("a", "c", "not a.x")
    )
    execution = begin(model)

    do(execution, "a", {"x": False})

    assert open_tasks(execution) == ["c"]


def test_row_07_an_event_subprocess_listens_interrupts_and_lets_its_scope_end():
    late = node("startEvent", "m", timer("PT1H"))
    handler = node("subProcess", "es", late + user("kejar") + flow("m", "kejar"), triggeredByEvent="true")
    model = load(start(), user("a"), end(), chain("mulai", "a", "selesai"), handler)

    in_time, too_late = begin(model), begin(model)
    do(in_time, "a")
    again(too_late).fire("m", now=NOW + timedelta(hours=1))
    too_late.fire("m", now=NOW + timedelta(hours=1))

    assert (in_time.status, open_tasks(in_time)) == ("completed", [])
    assert open_tasks(too_late) == ["es/kejar"]


def test_row_08_two_timers_behind_one_event_gateway_have_their_own_times():
    model = load(
        start(),
        node("eventBasedGateway", "g"),
        *(node("intermediateCatchEvent", name, timer(name)) for name in ("PT1H", "PT9H")),
        *(user(f"u{name}") for name in ("PT1H", "PT9H")),
        flow("mulai", "g"),
        *(chain("g", name, f"u{name}") for name in ("PT1H", "PT9H")),
    )
    execution = begin(model)

    with pytest.raises(ExecutionFailed, match="jatuh tempo"):
        again(execution).fire("PT9H", now=NOW + timedelta(hours=2))
    execution.fire("PT1H", now=NOW + timedelta(hours=2))

    assert open_tasks(execution) == ["uPT1H"]


def test_row_09_no_text_of_a_model_is_run_as_python():
    for act in (SEALED.evaluate, SEALED.execute):
        with pytest.raises(AssertionError):
            act(None, "1")
    with pytest.raises(AssertionError):
        SEALED.call_service(None)
    assert begin(SIMPLE)._instance.script_engine is SEALED


def test_row_10_a_handlers_error_reaches_the_drawn_border():
    model = load(
        start(),
        node("serviceTask", "s", alur_service="x"),
        node("boundaryEvent", "b", '<bpmn:errorEventDefinition errorRef="e"/>', attachedToRef="s"),
        user("u"),
        flow("mulai", "s"),
        flow("b", "u"),
        extra=('<bpmn:error id="e" errorCode="GAGAL"/>',),
    )
    execution = begin(model)

    assert execution.raise_error("s", "LAIN", None, now=NOW) is False
    assert execution.raise_error("s", "GAGAL", None, now=NOW) is True
    assert open_tasks(execution) == ["u"]


def test_row_11_after_a_failure_the_stored_case_is_as_it_was():
    model = load(start(), user("a"), script("s", "x = a.angka + 1"), user("b"), chain("mulai", "a", "s", "b"))
    execution = begin(model)
    stored = execution.dump()

    with pytest.raises(ExecutionFailed):
        do(execution, "a", {"angka": "bukan"})
    repaired = Execution.restore(model, stored, ENVIRONMENT)
    do(repaired, "a", {"angka": 1})

    assert open_tasks(repaired) == ["b"]


def test_row_12_task_ids_are_the_same_in_every_run():
    def ids() -> list[Any]:
        execution = begin(participants(), {"peserta": people(3)})
        for k in range(3):
            do(execution, f"isi[{k}]", {"n": k})
        return [(change.task, change.before, change.after) for change in execution.take_changes().transitions]

    assert ids() == ids()


def test_row_13_what_a_timer_leads_to_has_run_when_fire_returns():
    model = load(
        start(),
        node("intermediateCatchEvent", "t", timer("P1D")),
        script("s", "x = 1"),
        user("u"),
        chain("mulai", "t", "s", "u"),
    )
    execution = begin(model)

    execution.fire("t", now=NOW + timedelta(days=1))

    assert execution.data("u")["x"] == 1


def test_row_14_a_mistyped_timer_is_refused_when_the_model_is_loaded():
    with pytest.raises(ModelRefused, match="3 hari"):
        load(start(), node("intermediateCatchEvent", "t", timer("3 hari")), flow("mulai", "t"))


def test_row_15_a_border_timer_sees_the_data_of_its_task():
    model = load(
        start(),
        script("s", "batas = waktu(sekarang) + durasi('P2D')"),
        user("u"),
        node("boundaryEvent", "t", timer("batas"), attachedToRef="u"),
        chain("mulai", "s", "u"),
    )

    assert [wait.due for wait in begin(model).waits if wait.kind == "timer"] == [NOW + timedelta(days=2)]


def test_row_16_times_without_a_zone_are_western_indonesian():
    model = load(
        start(), node("intermediateCatchEvent", "t", timer("2026-03-02T08:00", "timeDate")), flow("mulai", "t")
    )

    assert [wait.due for wait in begin(model).waits] == [datetime(2026, 3, 2, 1, tzinfo=UTC)]


def test_row_17_a_message_nobody_waits_for_changes_nothing():
    execution = begin(SIMPLE)
    before = execution.dump()

    with pytest.raises(ExecutionFailed) as caught:
        execution.complete("balasan", {}, now=NOW)

    assert caught.value.code == "not-open"
    assert execution.dump() == before


def test_row_18_a_wait_names_its_message():
    model = load(start(), node("receiveTask", "r", messageRef="m1"), flow("mulai", "r"), extra=(MESSAGE,))

    assert [(wait.kind, wait.message) for wait in begin(model).waits] == [("message", "Balasan")]


def test_row_19_lanes_survive_pretty_printing_and_nesting_and_reach_into_subprocesses():
    lanes = """<bpmn:laneSet id="l"><bpmn:lane id="bidang"><bpmn:flowNodeRef>
        a </bpmn:flowNodeRef><bpmn:flowNodeRef>sp</bpmn:flowNodeRef><bpmn:childLaneSet id="c">
        <bpmn:lane id="subbidang"><bpmn:flowNodeRef>
        a</bpmn:flowNodeRef></bpmn:lane></bpmn:childLaneSet></bpmn:lane></bpmn:laneSet>"""
    inside = start("m") + user("d") + flow("m", "d")
    model = load(lanes, start(), user("a"), node("subProcess", "sp", inside), chain("mulai", "a", "sp"))

    assert (model.elements["a"].lane, model.elements["d"].lane) == ("subbidang", "bidang")


def test_row_20_one_id_twice_is_refused():
    with pytest.raises(ModelRefused, match="dipakai dua kali"):
        load(start(), user("p"), flow("mulai", "p"))


def test_row_21_two_versions_of_one_process_run_side_by_side():
    old = load(start(), user("a"), user("lama"), chain("mulai", "a", "lama"))
    new = load(start(), user("a"), user("baru"), chain("mulai", "a", "baru"))
    cases = [begin(old), begin(new), begin(old)]

    for execution in cases:
        do(execution, "a")

    assert [open_tasks(execution) for execution in cases] == [["lama"], ["baru"], ["lama"]]
    assert old.digest != new.digest


def test_row_22_drawn_data_objects_do_not_break_a_task():
    body = '<bpmn:dataOutputAssociation id="o"><bpmn:targetRef>ds</bpmn:targetRef></bpmn:dataOutputAssociation>'
    model = load('<bpmn:dataStoreReference id="ds"/>', start(), user("a", body), end(), chain("mulai", "a", "selesai"))
    execution = begin(model)

    do(execution, "a")

    assert execution.status == "completed"


def test_row_23_a_branch_without_an_end_event_ends_and_there_is_one_status():
    model = load(start(), user("a"), flow("mulai", "a"))
    execution = begin(model)

    do(execution, "a")

    assert execution.status == "completed"
    assert execution._instance.completed is True


def test_row_24_a_join_that_can_never_fire_is_refused():
    parts = (
        start(),
        node("exclusiveGateway", "x", default="x-b"),
        node("task", "a"),
        node("task", "b"),
        node("parallelGateway", "j"),
        *(flow("mulai", "x"), flow("x", "a", "False"), flow("x", "b"), flow("a", "j"), flow("b", "j")),
    )

    with pytest.raises(ModelRefused) as caught:
        load(*parts)

    assert [(finding.code, finding.element) for finding in caught.value.findings] == [("never-joined", "j")]


def test_row_24_a_deadlock_that_only_some_cases_meet_is_an_error_not_silence():
    model = load(
        start(),
        user("u"),
        *(node("exclusiveGateway", name, default=f"{name}-lewat") for name in ("a", "b")),
        *(node("parallelGateway", "j"), node("endEvent", "lewat")),
        *(chain("mulai", "u"), flow("u", "a"), flow("u", "b")),
        *(flow("a", "j", "u.a"), flow("b", "j", "u.b"), flow("a", "lewat"), flow("b", "lewat")),
    )  # two answers that belong together: only when they do not is there a deadlock
    good, bad = begin(model), begin(model)

    do(good, "u", {"a": True, "b": True})
    with pytest.raises(ExecutionFailed) as caught:
        do(bad, "u", {"a": True, "b": False})

    assert good.status == "completed"
    assert (caught.value.code, caught.value.element) == ("stuck", "j")


def test_row_25_a_task_that_is_not_open_cannot_be_completed():
    execution = begin(SIMPLE)
    do(execution, "a")
    before = execution.dump()

    for task in ("a", "b~2", "mulai", ""):
        with pytest.raises(ExecutionFailed):
            do(execution, task)

    assert execution.dump() == before


def test_row_27_dates_survive_and_bytes_are_refused_at_once():
    execution = begin(SIMPLE)

    with pytest.raises(ExecutionFailed):
        do(begin(SIMPLE), "a", {"x": b"x"})
    do(execution, "a", {"x": NOW})

    assert again(execution).data("b")["a"]["x"] == NOW


def test_row_28_a_script_leaves_only_what_it_assigns():
    model = load(start(), script("s", "x = len('abc')"), user("u"), chain("mulai", "s", "u"))

    assert set(begin(model).data("u")) == {"perkara", "x"}


def test_row_29_no_log_record_carries_case_data(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.NOTSET)
    execution = begin(participants(), {"peserta": [{"nip": "RAHASIA"}]})
    do(execution, "isi[0]", {"n": "RAHASIA"})
    execution.cancel(now=NOW)

    assert not [record for record in caplog.records if record.name.startswith("spiff")]
    assert "RAHASIA" not in repr([record.__dict__ for record in caplog.records])


def test_row_30_going_back_appends_and_erases_nothing():
    model = load(
        start(),
        user("a"),
        node("exclusiveGateway", "g", default="g-selesai"),
        end(),
        chain("mulai", "a", "g", "selesai"),
        flow("g", "a", "a.kembali"),
    )
    execution = begin(model)

    do(execution, "a", {"kembali": True})
    do(execution, "a~2", {"kembali": False})

    tasks = [change.task for change in execution.take_changes().transitions if change.after == "COMPLETED"]
    assert tasks == ["mulai", "a", "g", "a~2", "g~2", "selesai"]


DMN = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:d">
<decision id="kategori" name="Kategori"><decisionTable id="t" hitPolicy="UNIQUE">
<input id="i"><inputExpression id="ie" typeRef="number"><text>nilai_akhir</text></inputExpression></input>
<output id="o" name="kategori" typeRef="string"/>
<rule id="r1"><inputEntry id="e1"><text>&gt;= 80</text></inputEntry><outputEntry id="o1"><text>"tinggi"</text></outputEntry></rule>
<rule id="r2"><inputEntry id="e2"><text>&lt; 90</text></inputEntry><outputEntry id="o2"><text>"rendah"</text></outputEntry></rule>
</decisionTable></decision></definitions>"""


def test_row_31_decisions_are_our_own_and_unique_is_unique():
    decisions = parse_decisions(DMN.encode())
    model = load(
        start(),
        user("a"),
        node("businessRuleTask", "b", alur_decision="kategori", alur_result="k"),
        user("c"),
        chain("mulai", "a", "b", "c"),
        decisions=decisions,
    )
    sure, unsure = begin(model, {"nilai_akhir": 95}), begin(model, {"nilai_akhir": 85})

    do(sure, "a")
    assert sure.data("c")["k"] == {"kategori": "tinggi"}
    with pytest.raises(ExecutionFailed) as caught:
        do(unsure, "a")

    assert caught.value.element == "b"


def test_row_32_neither_long_models_nor_long_loops_run_out_of_stack():
    names = [f"t{k}" for k in range(3000)]
    model = load(start(), *(node("task", name) for name in names), end(), chain("mulai", *names, "selesai"))

    assert begin(model).status == "completed"


def test_row_33_a_state_of_another_engine_or_model_is_refused():
    content = json.loads(begin(SIMPLE).dump())

    for change in ({"version": 99}, {"process": "lain"}):
        with pytest.raises(ExecutionFailed) as caught:
            Execution.restore(SIMPLE, json.dumps(content | change).encode(), ENVIRONMENT)
        assert caught.value.code == "bad-state"


GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", ["participants"])
def test_row_33_states_stored_by_earlier_releases_go_on(name: str):
    """Never rewrite these files: a case stored by an earlier release must go on under this one."""
    stored = (GOLDEN / f"{name}.json").read_bytes()

    execution = Execution.restore(participants(), stored, ENVIRONMENT)

    assert execution.dump() == stored
    assert open_tasks(execution) == ["isi[0]", "isi[2]"]
    for k in (0, 2):
        do(execution, f"isi[{k}]", {"n": k})
    assert execution.data("tinjau")["jawaban"] == [{"n": 0}, {"n": 1}, {"n": 2}]


def test_row_34_the_librarys_shared_tables_are_not_even_loaded():
    program = "import sys, engine.spiff; print([m for m in sys.modules if m.startswith('SpiffWorkflow') and ('parser' in m or 'dmn' in m)])"

    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)

    assert found.stdout.strip() == "[]"
