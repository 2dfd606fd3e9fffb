"""What docs/letters.md promises to authors: every template is in its table, and its example works as printed."""

from __future__ import annotations

import re
from pathlib import Path

from engine.documents import render
from tests.documents.letters import EXAMPLES, SHARED, words

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "letters.md").read_text(encoding="utf-8")


def test_every_template_has_an_example_and_a_row_in_the_guide() -> None:
    templates = {path.stem for kind in EXAMPLES for path in EXAMPLES[kind].parent.glob("*.typ")}

    rows = set(re.findall(r"^\| `(\w+)`[^|]*\| (?:surat|judul)", GUIDE, re.MULTILINE))

    assert templates == set(EXAMPLES) == rows


def test_the_guides_new_letter_is_a_letter() -> None:
    (snippet,) = re.findall(r"```typst\n(.*?)```", GUIDE, re.DOTALL)
    data = {"isi": {"dasar": ["Surat Contoh"], "kegiatan": "pelatihan", "jadwal": [{"mulai": "2026-12-01"}]}}

    rendered = render("baru", data, folders=[{"baru.typ": snippet.encode()}, SHARED])

    text = words(rendered)
    assert "Berdasarkan Surat Contoh, dengan hormat kami sampaikan penghargaan" in text
    assert "Waktu : Selasa, 1 Desember 2026" in text
