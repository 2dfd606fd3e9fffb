"""Events on borders and in the flow: times, messages, errors, escalations, terminate."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from engine.spiff import ExecutionFailed, Thrown
from tests.spiff.drawing import (
    NOW,
    again,
    begin,
    chain,
    do,
    done,
    end,
    flow,
    load,
    message,
    multi,
    node,
    open_tasks,
    script,
    start,
    timer,
    user,
)

MESSAGE = '<bpmn:message id="m1" name="Balasan"/>'
ERRORS = '<bpmn:error id="e1" name="Gagal" errorCode="GAGAL"/><bpmn:error id="e2" errorCode="LAIN"/>'
ESCALATION = '<bpmn:escalation id="s1" name="Lapor" escalationCode="LAPOR"/>'


def border(id: str, host: str, body: str, *, interrupting: bool = True, **given: str) -> str:
    return node("boundaryEvent", id, body, attachedToRef=host, cancelActivity=str(interrupting).lower(), **given)


def error(ref: str = "") -> str:
    return f'<bpmn:errorEventDefinition errorRef="{ref}"/>' if ref else "<bpmn:errorEventDefinition/>"


def escalation(ref: str) -> str:
    return f'<bpmn:escalationEventDefinition escalationRef="{ref}"/>'


def watched(event: str, *, interrupting: bool = True) -> object:
    return load(
        start(),
        user("kerja"),
        border("tepi", "kerja", event, interrupting=interrupting),
        user("sesudah"),
        user("tangani"),
        chain("mulai", "kerja", "sesudah"),
        flow("tepi", "tangani"),
        extra=(MESSAGE,),
    )


def test_an_interrupting_timer_takes_the_task_away():
    execution = again(begin(watched(timer("P5D"))))
    wait = next(wait for wait in execution.waits if wait.kind == "timer")
    assert (wait.due, wait.attached, wait.interrupting) == (NOW + timedelta(days=5), "kerja", True)
    execution.take_changes()

    execution.fire("tepi", now=NOW + timedelta(days=6))

    assert open_tasks(execution) == ["tangani"]
    assert {closed.task: closed.how for closed in execution.take_changes().closed} == {
        "kerja": "cancelled",
        "tepi": "completed",
    }


def test_a_timer_that_only_reminds_leaves_the_task_open_and_fires_once():
    execution = begin(watched(timer("P5D"), interrupting=False))

    execution.fire("tepi", now=NOW + timedelta(days=5))
    assert open_tasks(execution) == ["kerja", "tangani"]
    do(execution, "kerja")

    assert open_tasks(execution) == ["tangani", "sesudah"]


def test_a_repeating_timer_counts_from_when_it_was_due_and_stops():
    execution = begin(watched(timer("R3/P1D", "timeCycle"), interrupting=False))
    seen = []

    for task in ("tepi", "tepi~2", "tepi~3"):
        execution = again(execution)
        seen.append(next(wait.due for wait in execution.waits if wait.task == task))
        execution.fire(task, now=NOW + timedelta(days=10))

    assert seen == [NOW + timedelta(days=n) for n in (1, 2, 3)]
    assert open_tasks(execution) == ["kerja", "tangani", "tangani~2", "tangani~3"]


def test_completing_the_task_takes_its_timer_away():
    execution = begin(watched(timer("P5D")))
    execution.take_changes()

    do(execution, "kerja")

    closed = {closed.task: closed.how for closed in execution.take_changes().closed}
    assert closed == {"kerja": "completed", "tepi": "cancelled"}
    with pytest.raises(ExecutionFailed) as caught:
        execution.fire("tepi", now=NOW + timedelta(days=9))
    assert caught.value.code == "not-open"


def test_a_timer_does_not_fire_before_its_time():
    execution = begin(watched(timer("P5D")))

    with pytest.raises(ExecutionFailed) as caught:
        execution.fire("tepi", now=NOW + timedelta(days=4))

    assert caught.value.code == "not-due"


def test_a_message_on_the_border_may_come_again_when_it_does_not_interrupt():
    execution = begin(watched(message("m1"), interrupting=False))

    do(execution, "tepi", {"isi": 1})
    execution = again(execution)
    do(execution, "tepi~2", {"isi": 2})

    assert open_tasks(execution) == ["kerja", "tangani", "tepi~3", "tangani~2"]
    assert execution.data("tangani")["tepi"] == {"isi": 1}
    assert execution.data("tangani~2")["tepi"] == {"isi": 2}


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("2026-12-01", datetime(2026, 11, 30, 17, tzinfo=UTC)),
        ("2026-12-01T09:00", datetime(2026, 12, 1, 2, tzinfo=UTC)),
        ("P1M", datetime(2026, 2, 5, 1, tzinfo=UTC)),
        ("mulai_data.batas", datetime(2026, 1, 19, 17, tzinfo=UTC)),
        ("sekarang + durasi('PT2H')", NOW + timedelta(hours=2)),
        ("mulai_data.lama", NOW + timedelta(hours=3)),
    ],
)
def test_a_timer_takes_dates_moments_durations_and_expressions(text: str, due: datetime):
    model = load(
        start(), node("intermediateCatchEvent", "tunggu", timer(text)), end(), chain("mulai", "tunggu", "selesai")
    )

    execution = begin(model, {"mulai_data": {"batas": date(2026, 1, 20), "lama": timedelta(hours=3)}})

    assert [wait.due for wait in again(execution).waits] == [due]


INSIDE = load(
    start(),
    node(
        "subProcess",
        "bagian",
        "\n".join(
            [
                start("m"),
                user("satu"),
                node("serviceTask", "cetak", alur_service="cetak"),
                node("exclusiveGateway", "pilih", default="pilih-e"),
                end("gagal", error("e1")),
                end("e"),
                chain("m", "satu", "cetak", "pilih"),
                flow("pilih", "gagal", "cetak.kode == 1"),
                flow("pilih", "e"),
            ]
        ),
    ),
    border("jika_gagal", "bagian", error("e1")),
    border("jika_apa_pun", "bagian", error()),
    user("lanjut"),
    user("tangani"),
    user("tangani_lain"),
    chain("mulai", "bagian", "lanjut"),
    flow("jika_gagal", "tangani"),
    flow("jika_apa_pun", "tangani_lain"),
    extra=(ERRORS,),
)


def test_an_error_end_goes_to_the_border_that_names_it_and_keeps_what_was_done():
    execution = begin(INSIDE)

    do(execution, "bagian/satu", {"x": 1})
    do(again(execution), "bagian/cetak", {"kode": 1})
    do(execution, "bagian/cetak", {"kode": 1})

    assert open_tasks(execution) == ["tangani"]
    data = execution.data("tangani")
    assert (data["satu"], data["jika_gagal"]) == ({"x": 1}, {"kode": "GAGAL"})
    assert execution._instance.subprocesses == {}


def test_a_handler_raises_an_error_to_the_drawn_border():
    execution = begin(INSIDE)
    do(execution, "bagian/satu")

    caught = execution.raise_error("bagian/cetak", "LAIN", {"sebab": "kertas"}, now=NOW)

    assert caught is True
    assert open_tasks(execution) == ["tangani_lain"]
    assert execution.data("tangani_lain")["jika_apa_pun"] == {"kode": "LAIN", "sebab": "kertas"}


def test_an_error_nobody_catches_is_said_so():
    model = load(
        start(),
        node("serviceTask", "cetak", alur_service="x"),
        end("habis", error("e1")),
        chain("mulai", "cetak", "habis"),
        extra=(ERRORS,),
    )
    execution = begin(model)

    assert execution.raise_error("cetak", "GAGAL", None, now=NOW) is False
    assert open_tasks(execution) == ["cetak"]
    do(execution, "cetak")

    assert (execution.status, execution.ended, open_tasks(execution)) == ("failed", ["habis"], [])


def test_an_error_leaves_a_called_process_and_a_multi_instance():
    body = "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>3</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"
    called = '<bpmn:process id="lain" isExecutable="true">' + "\n".join(
        [start("lm"), user("lu"), end("lx", error("e1")), chain("lm", "lu", "lx"), "</bpmn:process>"]
    )
    model = load(
        start(),
        node("callActivity", "panggil", body, calledElement="lain"),
        border("jika", "panggil", error("e1")),
        end(),
        user("tangani"),
        chain("mulai", "panggil", "selesai"),
        flow("jika", "tangani"),
        extra=(ERRORS, called),
    )
    execution = begin(model)
    assert open_tasks(execution) == ["panggil[0]/lu", "panggil[1]/lu", "panggil[2]/lu"]

    do(again(execution), "panggil[1]/lu")
    do(execution, "panggil[1]/lu")

    assert open_tasks(execution) == ["tangani"]
    assert list(execution._instance.index) == ["tangani"]


def test_a_script_can_throw_an_error():
    model = load(
        start(),
        script("hitung", "galat('GAGAL', 'tidak cukup')"),
        border("jika", "hitung", error("e1")),
        end(),
        user("tangani"),
        chain("mulai", "hitung", "selesai"),
        flow("jika", "tangani"),
        extra=(ERRORS,),
    )

    execution = begin(model)

    assert open_tasks(execution) == ["tangani"]
    assert execution.data("tangani")["jika"] == {"kode": "GAGAL", "pesan": "tidak cukup"}


def test_an_interrupting_event_on_a_subprocess_happens_before_what_is_ready_inside():
    inside = [
        start("m"),
        node("receiveTask", "r", messageRef="m1"),
        script("s", "jejak = 1"),
        end("e"),
        chain("m", "r", "s", "e"),
    ]
    model = load(
        start(),
        node("subProcess", "sp", "\n".join(inside)),
        border("tepi", "sp", timer("PT1H")),
        end(),
        end("terhenti"),
        chain("mulai", "sp", "selesai"),
        flow("tepi", "terhenti"),
        extra=(MESSAGE,),
    )
    execution = begin(model)

    execution.fire("tepi", now=NOW + timedelta(hours=1))

    assert execution.ended == ["terhenti"]
    assert "s" not in done(execution)


def test_a_terminate_end_takes_the_other_tokens_of_its_scope_apart_and_no_others():
    inside = [
        start("m"),
        node("parallelGateway", "g"),
        user("a"),
        user("b"),
        end("habis", "<bpmn:terminateEventDefinition/>"),
        flow("m", "g"),
        flow("g", "a"),
        flow("g", "b"),
        flow("a", "habis"),
    ]
    model = load(
        start(),
        node("parallelGateway", "pisah"),
        user("luar"),
        node("subProcess", "sp", "\n".join(inside)),
        user("lanjut"),
        flow("mulai", "pisah"),
        flow("pisah", "luar"),
        flow("pisah", "sp"),
        flow("sp", "lanjut"),
    )
    execution = again(begin(model))

    do(execution, "sp/a", {"x": 1})

    assert open_tasks(execution) == ["luar", "lanjut"]
    assert execution.data("lanjut")["a"] == {"x": 1}


def test_what_was_done_beside_a_terminate_end_stays_done():
    inside = [
        start("m"),
        node("parallelGateway", "g"),
        user("a"),
        user("b"),
        user("c"),
        end("habis", "<bpmn:terminateEventDefinition/>"),
        flow("m", "g"),
        chain("g", "a", "habis"),
        chain("g", "b", "c"),
    ]
    model = load(start(), node("subProcess", "sp", "\n".join(inside)), user("lanjut"), chain("mulai", "sp", "lanjut"))
    execution = begin(model)

    do(execution, "sp/b", {"x": 1})
    do(again(execution), "sp/a")
    do(execution, "sp/a")

    assert open_tasks(execution) == ["lanjut"]
    assert execution.data("lanjut")["b"] == {"x": 1}


def test_an_interrupted_subprocess_gives_nothing_of_its_unfinished_instances():
    body = multi(count="2", item="p", output="hasil", output_item="u")
    inner = [start("m2"), user("u", alur_result="u"), user("v"), chain("m2", "u", "v")]
    inside = [start("m"), node("subProcess", "tiap", "\n".join([body, *inner])), flow("m", "tiap")]
    model = load(
        start(),
        node("subProcess", "sp", "\n".join(inside)),
        border("habis", "sp", timer("P1D")),
        user("lanjut"),
        flow("mulai", "sp"),
        flow("habis", "lanjut"),
    )
    execution = begin(model)
    do(execution, "sp/tiap[0]/u", {"x": 1})

    again(execution).fire("habis", now=NOW + timedelta(days=1))
    execution.fire("habis", now=NOW + timedelta(days=1))

    assert set(execution.data("lanjut")) == {"perkara", "hasil"}
    assert execution.data("lanjut")["hasil"] == []


def test_an_escalation_goes_on_when_its_border_does_not_interrupt():
    inside = [
        start("m"),
        user("a"),
        node("intermediateThrowEvent", "lapor", escalation("s1")),
        user("b"),
        chain("m", "a", "lapor", "b"),
    ]
    model = load(
        start(),
        node("subProcess", "sp", "\n".join(inside)),
        border("tepi", "sp", escalation("s1"), interrupting=False),
        user("tangani"),
        flow("mulai", "sp"),
        flow("tepi", "tangani"),
        extra=(ESCALATION,),
    )
    execution = begin(model)

    do(execution, "sp/a")

    assert sorted(open_tasks(execution)) == ["sp/b", "tangani"]


def test_an_escalation_whose_border_interrupts_ends_the_subprocess():
    inside = [start("m"), user("a"), end("lapor", escalation("s1")), chain("m", "a", "lapor")]
    model = load(
        start(),
        node("subProcess", "sp", "\n".join(inside)),
        border("tepi", "sp", escalation("s1")),
        user("tangani"),
        user("lanjut"),
        chain("mulai", "sp", "lanjut"),
        flow("tepi", "tangani"),
        extra=(ESCALATION,),
    )
    execution = begin(model)

    do(execution, "sp/a")

    assert open_tasks(execution) == ["tangani"]
    assert list(execution._instance.index) == ["tangani"]


def test_messages_are_sent_with_payload_and_correlation():
    given = {"alur_payload": "{'nomor': isi.nomor}", "alur_correlation": "isi.kepada"}
    model = load(
        start(),
        user("isi"),
        node("intermediateThrowEvent", "kirim", message("m1"), **given),
        node("sendTask", "kirim2", messageRef="m1"),
        node("endEvent", "akhir", message("m1")),
        chain("mulai", "isi", "kirim", "kirim2", "akhir"),
        extra=(MESSAGE,),
    )
    execution = begin(model)

    do(execution, "isi", {"nomor": 7, "kepada": "bkd"})

    assert execution.take_changes().thrown == [
        Thrown("kirim", "kirim", "Balasan", "bkd", {"nomor": 7}),
        Thrown("kirim2", "kirim2", "Balasan", "k1", None),
        Thrown("akhir", "akhir", "Balasan", "k1", None),
    ]


def test_a_case_begins_at_the_start_event_that_is_named():
    model = load(
        start(),
        node("startEvent", "surat", message("m1")),
        user("a"),
        user("b"),
        flow("mulai", "a"),
        flow("surat", "b"),
        extra=(MESSAGE,),
    )

    assert open_tasks(begin(model)) == ["a"]
    assert open_tasks(begin(model, start="surat")) == ["b"]
    assert model.start.id == "mulai"


def test_cancelling_a_case_closes_all_that_is_open():
    execution = again(begin(INSIDE))
    execution.take_changes()

    execution.cancel(now=NOW)

    assert execution.status == "cancelled"
    assert {closed.how for closed in execution.take_changes().closed} == {"cancelled"}
    assert execution._instance.index == {} and again(execution).status == "cancelled"


def test_cancelling_closes_what_watches_and_what_is_repeated():
    body = "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>3</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"
    inside = [start("m"), user("u", body), border("t2", "u", timer("P1D")), flow("m", "u")]
    model = load(
        start(),
        node("subProcess", "sp", "\n".join([body, *inside])),
        border("t1", "sp", timer("P1D"), interrupting=False),
        user("lihat"),
        chain("mulai", "sp"),
        flow("t1", "lihat"),
    )
    execution = again(begin(model))
    execution.fire("t1", now=NOW + timedelta(days=1))
    execution.take_changes()

    execution.cancel(now=NOW)

    closed = [closed.task for closed in execution.take_changes().closed]
    assert len(closed) == len(set(closed)) == 9 + 3 + 1
    assert not (execution._instance.index or execution._instance.tasks or execution._instance.subprocesses)


def test_retrying_announces_an_open_job_once_more():
    execution = begin(INSIDE)
    do(execution, "bagian/satu")
    execution.take_changes()

    execution.retry("bagian/cetak", now=NOW)

    changes = execution.take_changes()
    assert [wait.task for wait in changes.opened] == ["bagian/cetak"] and not changes.closed
