"""A plain process: lanes, people, a service, a choice, a loop back."""

from __future__ import annotations

from engine.spiff import Wait
from tests.spiff.drawing import again, begin, chain, do, done, end, flow, load, node, open_tasks, script, start, user

LANES = """<bpmn:laneSet id="ls"><bpmn:lane id="kasubbid" name="Kepala Subbidang"><bpmn:flowNodeRef>
  konsep
</bpmn:flowNodeRef></bpmn:lane><bpmn:lane id="kabid" name="Kepala Bidang">
<bpmn:flowNodeRef>periksa</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>"""

MODEL = load(
    LANES,
    start(),
    user("konsep", alur_sopStep="3", alur_result="naskah"),
    user("periksa", alur_sopStep="4"),
    node("exclusiveGateway", "putusan", default="putusan-cetak", name="Setuju?"),
    node("serviceTask", "cetak", alur_service="cetak_surat", alur_sopStep="5"),
    script("catat", "jumlah = len(naskah.isi)"),
    end(),
    chain("mulai", "konsep", "periksa", "putusan"),
    flow("putusan", "konsep", 'periksa.keputusan == "kembali"'),
    chain("putusan", "cetak", "catat", "selesai"),
)


def test_a_case_runs_from_its_first_task_to_its_end():
    execution = begin(MODEL)
    assert execution.take_changes().opened == [Wait("konsep", "konsep", "user")]

    do(execution, "konsep", {"isi": "abc"})
    do(execution, "periksa", {"keputusan": "setuju"})
    assert open_tasks(execution) == ["cetak"]
    do(execution, "cetak", {"sha256": "x"})

    assert execution.status == "completed"
    assert execution.ended == ["selesai"]
    assert execution.data()["jumlah"] == 3
    assert execution.data()["cetak"] == {"sha256": "x"}


def test_a_return_opens_the_task_again_under_its_next_id():
    execution = begin(MODEL)

    do(execution, "konsep", {"isi": "a"})
    do(execution, "periksa", {"keputusan": "kembali"})

    assert open_tasks(execution) == ["konsep~2"]
    assert done(execution) == ["mulai", "konsep", "periksa", "putusan"]


def test_every_step_survives_storing():
    execution = again(begin(MODEL))
    for task, value in [("konsep", {"isi": "ab"}), ("periksa", {"keputusan": "setuju"}), ("cetak", {})]:
        do(execution, task, value)
        execution = again(execution)

    assert execution.status == "completed"
    assert execution.data()["jumlah"] == 2


def test_lanes_of_pretty_printed_files_are_kept():
    assert MODEL.elements["konsep"].lane == "kasubbid"
    assert MODEL.elements["periksa"].lane_name == "Kepala Bidang"
    assert MODEL.elements["cetak"].lane is None
