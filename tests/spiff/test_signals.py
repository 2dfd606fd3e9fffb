"""Signals and conditions: who waits for them, where they are drawn, and that both survive storing."""

from __future__ import annotations

from typing import Any

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
    node,
    open_tasks,
    script,
    start,
    user,
)

SIGNAL = '<bpmn:signal id="sg" name="Banjir"/>'
CAUGHT = '<bpmn:signalEventDefinition signalRef="sg"/>'


def condition(text: str) -> str:
    return f"<bpmn:conditionalEventDefinition><bpmn:condition>{text}</bpmn:condition></bpmn:conditionalEventDefinition>"


def parallel(*branches: str) -> tuple[str, ...]:
    """A parallel split into branches, each named by its first element."""
    return (start(), node("parallelGateway", "g"), flow("mulai", "g"), *(flow("g", name) for name in branches))


def test_a_signal_reaches_everyone_in_the_case_who_waits_for_it():
    model = load(
        *parallel("tunggu", "kerja", "u"),
        node("intermediateCatchEvent", "tunggu", CAUGHT),
        user("kerja"),
        node("boundaryEvent", "tepi", CAUGHT, attachedToRef="kerja"),
        user("pindah"),
        user("lanjut"),
        user("u"),
        node("intermediateThrowEvent", "kirim", CAUGHT),
        chain("tunggu", "lanjut"),
        chain("tepi", "pindah"),
        chain("u", "kirim"),
        extra=(SIGNAL,),
    )
    execution = again(begin(model))

    do(execution, "u")

    assert sorted(open_tasks(execution)) == ["lanjut", "pindah"]
    assert [signal.message for signal in execution.take_changes().signalled] == ["Banjir"]


def test_a_signal_from_another_case_brings_its_payload():
    model = load(
        start(),
        node("intermediateCatchEvent", "tunggu", CAUGHT),
        user("u"),
        chain("mulai", "tunggu", "u"),
        extra=(SIGNAL,),
    )
    execution = begin(model)
    (wait,) = execution.waits

    execution.complete("tunggu", {"tinggi": 3}, now=NOW)

    assert (wait.kind, wait.message) == ("signal", "Banjir")
    assert execution.data("u")["tunggu"] == {"tinggi": 3}


def test_a_signal_that_nobody_waits_for_changes_nothing():
    model = load(start(), node("endEvent", "kirim", CAUGHT), flow("mulai", "kirim"), extra=(SIGNAL,))

    execution = begin(model)

    assert execution.status == "completed"
    assert len(execution.take_changes().signalled) == 1


def test_a_condition_is_looked_at_whenever_data_are_written():
    model = load(
        *parallel("tunggu", "isi"),
        node("intermediateCatchEvent", "tunggu", condition("jumlah > 5")),
        script("isi", "jumlah = n"),
        user("u"),
        script("tambah", "jumlah = jumlah + 3"),
        user("lanjut"),
        chain("tunggu", "lanjut"),
        chain("isi", "u", "tambah"),
    )
    low, high = begin(model, {"n": 4, "jumlah": 0}), begin(model, {"n": 6, "jumlah": 0})

    assert sorted(open_tasks(low)) == ["tunggu", "u"]
    assert sorted(open_tasks(high)) == ["lanjut", "u"]
    low = again(low)
    do(low, "u")
    assert open_tasks(low) == ["lanjut"]


def test_a_condition_on_a_border_sees_what_is_written_inside_and_happens_once_while_it_holds():
    inside = (
        start("m")
        + user("satu")
        + script("naik", "jumlah = jumlah + 1")
        + user("dua")
        + script("naik2", "jumlah = jumlah + 1")
    )
    model = load(
        start(),
        node("subProcess", "sp", inside + user("tiga") + chain("m", "satu", "naik", "dua", "naik2", "tiga")),
        node("boundaryEvent", "tepi", condition("jumlah >= 1"), attachedToRef="sp", cancelActivity="false"),
        user("lihat"),
        end(),
        chain("mulai", "sp", "selesai"),
        chain("tepi", "lihat"),
    )
    execution = begin(model, {"jumlah": 0})

    do(execution, "sp/satu")
    execution = again(execution)
    do(execution, "sp/dua")

    assert sorted(open_tasks(execution)) == ["lihat", "sp/tiga", "tepi~2"]


def test_an_interrupting_condition_starts_its_event_subprocess_with_the_data_of_its_scope():
    handler = node("startEvent", "m", condition("bahaya")) + user("tangani") + flow("m", "tangani")
    model = load(
        start(),
        user("u"),
        script("catat", "bahaya = u.parah\nsebab = 'air'"),
        user("lanjut"),
        chain("mulai", "u", "catat", "lanjut"),
        node("subProcess", "es", handler, triggeredByEvent="true"),
    )
    execution = begin(model, {"bahaya": False})

    do(execution, "u", {"parah": True})

    assert open_tasks(execution) == ["es/tangani"]
    assert execution.data("es/tangani")["sebab"] == "air"


def counted(execution: Any, task: str) -> list[str]:
    do(execution, task)
    return done(execution)


def test_a_signal_that_does_not_interrupt_starts_its_event_subprocess_again_and_again():
    handler = node("startEvent", "m", CAUGHT, isInterrupting="false") + user("catat") + flow("m", "catat")
    model = load(
        start(),
        user("u"),
        node("intermediateThrowEvent", "kirim", CAUGHT),
        node("exclusiveGateway", "g"),
        chain("mulai", "g", "u", "kirim", "g"),
        node("subProcess", "es", handler, triggeredByEvent="true"),
        extra=(SIGNAL,),
    )
    execution = begin(model)

    do(execution, "u")
    execution = again(execution)
    do(execution, "u~2")

    assert sorted(open_tasks(execution)) == ["es/catat", "es~2/catat", "m~3", "u~3"]
