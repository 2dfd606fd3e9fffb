"""A template that will not end, or eats all memory, loses its child; everybody else's letters go on."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine.documents import FontsMissing, Limits, RenderFailed, RenderTooExpensive, TemplateMissing, render
from engine.documents.pool import Pool
from tests.documents.letters import SHARED, example, letter

HEAD = b'#set document(title: "x")\n#set text(font: "Arimo")\n'


@pytest.fixture
def strict() -> Iterator[Pool]:
    """A pool of one child that may spend one second and 400 MB."""
    with Pool(size=1, limits=Limits(cpu=1, wall=60, memory=400 * 1024 * 1024)) as pool:
        yield pool


@pytest.mark.parametrize(
    "body",
    [
        b"#for i in range(30000000) [x]",
        b"#let s = 0\n#for i in range(9000) { for j in range(9000) { s += j } }\n#s",
        b'#let x = "x" * 500000000\n#x.len()',
        b"#range(200000000).len()",
    ],
    ids=["loop", "arithmetic", "long text", "long list"],
)
def test_an_exhausting_template_is_ended_and_the_next_letter_is_made(strict: Pool, body: bytes) -> None:
    with pytest.raises(RenderTooExpensive) as caught:
        render("rakus", {}, folders=[{"rakus.typ": HEAD + body}], pool=strict)

    assert caught.value.template == "rakus.typ"
    assert "batas waktu prosesor atau memori" in str(caught.value)
    assert render("surat_dinas", example("surat_dinas"), folders=[SHARED], pool=strict).pages == 1


def test_many_cheap_letters_do_not_use_up_the_time_of_one(strict: Pool) -> None:
    spin = HEAD + b"#let n = json(bytes(sys.inputs.data)).n\n#let s = 0\n#for i in range(400000) { s += i + n }\n#s"

    for number in range(8):
        assert render("putar", {"n": number}, folders=[{"putar.typ": spin}], pool=strict).pages == 1


def test_a_wall_clock_limit_ends_a_child_that_only_waits() -> None:
    with Pool(size=1, limits=Limits(cpu=60, wall=0.3)) as pool, pytest.raises(RenderTooExpensive, match="batas waktu"):
        render("lama", {}, folders=[{"lama.typ": HEAD + b"#for i in range(30000000) [x]"}], pool=pool)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'#read("/etc/passwd")', "not found"),
        (b'#read("../../etc/passwd")', "escape"),
        (b'#import "@preview/cetz:0.3.0"', "package"),
        (b'#image("/proc/self/environ")', "not found|format"),
    ],
)
def test_a_template_sees_its_folder_and_nothing_else(body: bytes, reason: str) -> None:
    with pytest.raises(RenderFailed, match=reason):
        render("ingin_tahu", {}, folders=[{"ingin_tahu.typ": HEAD + body}])


def test_a_child_inherits_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAHASIA_KANTOR", "jangan bocor")
    with Pool(size=1) as pool:
        pool_letter = render("x", {}, folders=[{"x.typ": HEAD + b"x"}], pool=pool)

        (worker,) = pool._idle
        environment = Path(f"/proc/{worker._process.pid}/environ").read_bytes()
        folder = Path(f"/proc/{worker._process.pid}/cwd").resolve()

        assert pool_letter.pages == 1
        assert b"RAHASIA" not in environment and b"HOME=" not in environment
        assert [path.name for path in folder.rglob("*.typ")] == ["x.typ"]
    assert not folder.exists()


def test_a_broken_template_names_its_file_and_line() -> None:
    with pytest.raises(RenderFailed) as caught:
        render("rusak", {}, folders=[{"rusak.typ": b"baik\n\n#tidak_ada"}])

    assert (caught.value.template, caught.value.line) == ("rusak.typ", 3)
    assert "unknown variable" in caught.value.reason
    assert "Naskah gagal dicetak" in str(caught.value)


def test_a_fault_in_an_imported_file_names_that_file() -> None:
    files = {"surat.typ": b'#import "bagian/a.typ": *\n#f()', "bagian/a.typ": b'#let f() = {\n  1 + "a"\n}'}

    with pytest.raises(RenderFailed) as caught:
        render("surat", {}, folders=[files])

    assert (caught.value.template, caught.value.line) == ("bagian/a.typ", 2)


def test_an_unknown_font_is_a_fault_not_a_substitution() -> None:
    with pytest.raises(RenderFailed, match="unknown font family"):
        render(
            "huruf", {}, folders=[{"huruf.typ": b'#set document(title: "x")\n#set text(font: ("Times", "Arimo"))\nx'}]
        )


def test_a_missing_template_lists_what_there_is() -> None:
    with pytest.raises(TemplateMissing, match="surat_dinas"):
        render("surat_cinta", {}, folders=[SHARED])


def test_missing_fonts_say_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ALUR_FONTS", str(tmp_path))
    with Pool(size=1) as pool, pytest.raises(FontsMissing, match="make install"):
        render("surat_dinas", {}, folders=[SHARED], pool=pool)


def test_letters_of_many_threads_do_not_mix() -> None:
    def subject(number: int) -> bool:
        data = {**example("surat_dinas"), "hal": f"Hal nomor {number}"}
        return letter("surat_dinas", data).sha256 == letter("surat_dinas", data).sha256

    with ThreadPoolExecutor(6) as threads:
        assert all(threads.map(subject, range(24)))


def test_a_child_that_was_killed_between_letters_is_replaced() -> None:
    with Pool(size=1) as pool:
        first = render("x", {}, folders=[{"x.typ": HEAD + b"x"}], pool=pool)

        pool._idle[0]._process.kill()
        pool._idle[0]._process.wait()

        assert render("x", {}, folders=[{"x.typ": HEAD + b"x"}], pool=pool).pdf == first.pdf


def test_a_child_is_renewed_after_its_share_of_letters() -> None:
    with Pool(size=1, limits=Limits(letters=3)) as pool:
        seen = set()

        for number in range(6):
            render("x", {"n": number}, folders=[{"x.typ": HEAD + b"x"}], pool=pool)
            seen.update(worker._process.pid for worker in pool._idle)

        assert len(seen) == 2


def test_more_template_sets_than_a_child_keeps_are_sent_again() -> None:
    with Pool(size=1) as pool:
        sets = [{"x.typ": HEAD + f"Versi {number}".encode()} for number in range(12)]

        first = [render("x", {}, folders=[files], pool=pool).sha256 for files in sets]
        again = [render("x", {}, folders=[files], pool=pool).sha256 for files in sets]

        assert first == again and len(set(first)) == 12


def test_a_file_name_cannot_climb_out_of_its_folder(tmp_path: Path) -> None:
    files = {"x.typ": HEAD + b"x", "../naik.typ": b"a", f"{tmp_path}/mutlak.typ": b"b"}

    assert render("x", {}, folders=[files]).pages == 1
    assert list(tmp_path.iterdir()) == []
