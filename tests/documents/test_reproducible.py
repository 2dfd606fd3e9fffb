"""The same letter is the same bytes: again, in another process, in another order of the data."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from engine.documents import pictures, render
from engine.documents.pool import Pool
from engine.documents.rendering import moment
from tests.documents.letters import EXAMPLES, SHARED, example, letter, words

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import sys
from tests.documents.letters import EXAMPLES, letter
print("\\n".join(f"{kind} {letter(kind).sha256}" for kind in sorted(EXAMPLES)))
"""


def test_another_process_makes_the_same_bytes() -> None:
    here = "\n".join(f"{kind} {letter(kind).sha256}" for kind in sorted(EXAMPLES))

    there = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT), "TZ": "Pacific/Auckland"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert there.strip() == here


def test_the_order_of_keys_does_not_matter_and_a_word_does() -> None:
    data = example("surat_dinas")

    turned = dict(reversed(data.items()))

    assert letter("surat_dinas", turned).pdf == letter("surat_dinas", data).pdf
    assert letter("surat_dinas", {**data, "hal": "Lain"}).sha256 != letter("surat_dinas", data).sha256


def test_a_letter_before_it_leaves_no_trace_in_the_next() -> None:
    pool = Pool(size=1)
    first = render("surat_dinas", example("surat_dinas"), folders=[SHARED], pool=pool)

    render("surat_pemanggilan", example("surat_pemanggilan"), folders=[SHARED], pool=pool)

    assert render("surat_dinas", example("surat_dinas"), folders=[SHARED], pool=pool).pdf == first.pdf
    pool.close()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"pada": "2026-11-25T09:00:00+07:00", "tanggal": "2026-01-01"}, datetime(2026, 11, 25, 2, tzinfo=UTC)),
        ({"tanda_tangan": {"pada": "2026-11-25T02:00:00+00:00"}}, datetime(2026, 11, 25, 2, tzinfo=UTC)),
        ({"tanggal": "2026-11-25"}, datetime(2026, 11, 25, tzinfo=UTC)),
        ({"tanggal": date(2026, 11, 25)}, datetime(2026, 11, 25, tzinfo=UTC)),
        ({"tanggal": "segera"}, datetime(2000, 1, 1, tzinfo=UTC)),
        ({}, datetime(2000, 1, 1, tzinfo=UTC)),
    ],
)
def test_the_moment_in_a_letter_comes_from_its_data(data: dict[str, object], expected: datetime) -> None:
    assert moment(data) == expected


def test_dates_and_decimals_of_a_case_may_be_given_as_they_are() -> None:
    plain = example("surat_dinas")
    rich = {**plain, "tanggal": date(2026, 11, 25), "isi": {**plain["isi"], "x": Decimal("1.5")}}

    assert "Bangkalan, 25 November 2026" in words(letter("surat_dinas", rich))


def test_the_sops_own_template_covers_the_shared_one(tmp_path: Path) -> None:
    (tmp_path / "surat_dinas.typ").write_text('#set document(title: "x")\n#set text(font: "Arimo")\nMilik SOP sendiri')

    own = render("surat_dinas", {}, folders=[tmp_path, SHARED])

    assert "Milik SOP sendiri" in words(own)


def test_a_changed_template_is_read_anew_and_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder, outside = tmp_path / "documents", tmp_path / "rahasia.typ"
    folder.mkdir()
    head = '#set document(title: "x")\n#set text(font: "Arimo")\n'
    outside.write_text("isi rahasia")
    (folder / "a.typ").write_text(head + "Satu")
    before = render("a", {}, folders=[folder])

    (folder / "a.typ").write_text(head + "Dua kali")
    (folder / "tautan.typ").symlink_to(outside)

    assert "Satu" in words(before)
    assert "Dua kali" in words(render("a", {}, folders=[folder]))
    (folder / "b.typ").write_text(head + '#include "tautan.typ"')
    with pytest.raises(Exception, match="not found"):
        render("b", {}, folders=[folder])


def test_pictures_show_every_page() -> None:
    rendered = letter("surat_pemanggilan")

    images = rendered.pictures()

    assert len(images) == rendered.pages == 2
    assert all(image.startswith(b"\x89PNG") for image in images)
    assert images == pictures("surat_pemanggilan", example("surat_pemanggilan"), folders=[SHARED])


def test_a_letter_is_pdf_a_2a() -> None:
    pdf = letter("surat_dinas").pdf

    assert b"<pdfaid:part>2</pdfaid:part>" in pdf and b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf


def test_a_moment_with_fractions_of_a_second_is_printed_all_the_same() -> None:
    data = {**example("rekap_berkas"), "tanda_tangan": None, "tanggal": "2026-01-23T01:45:41.855139+07:00"}

    made = render("rekap_berkas", data, folders=[SHARED])

    assert moment(data).microsecond == 0
    assert made.pages == 1
