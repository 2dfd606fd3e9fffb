"""A variable that nothing ever writes is a typing error, and is found before any case runs."""

from __future__ import annotations

from engine.spiff import unknown_variables
from tests.spiff.drawing import chain, end, flow, load, multi, node, process, script, start, timer, user

CALLED = process(
    start("cm"),
    user("tanya", alur_performer="siapa"),
    script("hitung", "total = jumlah + tanya.n"),
    end("ce"),
    chain("cm", "tanya", "hitung", "ce"),
    id="ca",
)


def mapped(source: str, out: str) -> str:
    return (
        f'<bpmn:extensionElements><alur:in source="{source}" target="jumlah"/>'
        f'<alur:out source="{out}" target="hasil"/></bpmn:extensionElements>'
    )


def found(*parts: str, given: tuple[str, ...] = ("mulai",)) -> list[tuple[str | None, str]]:
    model = load(*parts, extra=(CALLED,))
    return [(finding.element, finding.message.split("'")[1]) for finding in unknown_variables(model, given)]


def test_what_forms_scripts_loops_and_calls_write_is_known():
    assert not [
        each
        for each in found(
            start(),
            user(
                "a", multi("mulai", item="p", output="semua", output_item="a", until="numberOfCompletedInstances > 1")
            ),
            script("s", "n = len(semua)\nm = [k for k in semua if k.x == perkara.id]"),
            node("callActivity", "c", mapped("n", "total"), calledElement="ca"),
            user("b", alur_participant="p.nip", alur_result="c_b"),
            end(),
            chain("mulai", "a", "s", "c", "b"),
            flow("b", "selesai", "hasil > 1 and c_b.ya and not ada(lain.x)"),
        )
        if each[1] != "siapa"
    ]


def test_every_place_of_a_text_is_looked_at():
    border = node("boundaryEvent", "t", timer("batass"), attachedToRef="a")
    parts = (
        start(),
        user("a", multi("daftarr"), alur_performer="pelaksanaa"),
        border,
        script("s", "x = yy"),
        node("callActivity", "c", mapped("n", "totall"), calledElement="ca"),
        end(),
        chain("mulai", "a", "s", "c"),
        flow("c", "selesai", "hasill"),
    )

    assert sorted(found(*parts)) == [
        ("a", "daftarr"),
        ("a", "pelaksanaa"),
        ("c", "hasill"),
        ("c", "n"),
        ("c", "totall"),
        ("s", "yy"),
        ("t", "batass"),
        ("tanya", "siapa"),
    ]


def test_variables_of_one_process_are_not_those_of_another():
    parts = (start(), script("s", "a = tanya"), node("callActivity", "c", calledElement="ca"), chain("mulai", "s", "c"))

    assert ("s", "tanya") in found(*parts)
    assert ("hitung", "jumlah") in found(*parts)
