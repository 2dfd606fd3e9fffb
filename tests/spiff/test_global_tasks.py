"""A call activity runs a task that stands outside of every process: it sees and gives back what the call says."""

from __future__ import annotations

import pytest

from engine.spiff import ModelRefused
from tests.spiff.drawing import again, begin, chain, do, done, end, load, node, open_tasks, start

IN = '<alur:in source="nama" target="n"/>'
OUT = '<alur:out source="hasil" target="h"/>'
CALL = node("callActivity", "x", f"<bpmn:extensionElements>{IN}{OUT}</bpmn:extensionElements>", calledElement="g")


def test_a_global_script_runs_in_a_scope_of_its_own():
    task = node("globalScriptTask", "g", "<bpmn:script>hasil = n + '!'</bpmn:script>")
    model = load(start(), CALL, node("userTask", "u"), end(), chain("mulai", "x", "u", "selesai"), extra=(task,))

    execution = again(begin(model, {"nama": "Ani"}))

    assert execution.data()["h"] == "Ani!" and "hasil" not in execution.data()
    do(execution, "u")
    assert execution.status == "completed"


def test_a_global_user_task_is_open_inside_its_call_and_stands_in_the_history():
    task = node("globalUserTask", "g", alur_result="hasil")
    model = load(start(), CALL, end(), chain("mulai", "x", "selesai"), extra=(task,))

    execution = begin(model, {"nama": "Ani"})

    assert open_tasks(execution) == ["x/g"]
    do(execution, "x/g", {"a": 1})
    assert done(execution) == ["mulai", "g", "x", "selesai"]


def test_what_a_global_task_lacks_is_told_where_it_stands():
    with pytest.raises(ModelRefused) as caught:
        load(start(), CALL, end(), chain("mulai", "x", "selesai"), extra=(node("globalScriptTask", "g"),))

    assert [(each.code, each.element) for each in caught.value.findings] == [("script-missing", "g")]
    assert caught.value.findings[0].line == 4


def test_a_global_task_whose_id_belongs_to_another_element_cannot_be_called():
    with pytest.raises(ModelRefused) as caught:
        load(start(), CALL, node("userTask", "g"), chain("mulai", "x", "g"), extra=(node("globalTask", "g"),))

    assert [(each.code, each.element) for each in caught.value.findings] == [("call-missing", "x")]
