"""Text of people is printed, never run: Typst markup, control characters, any script of the world."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.documents import render
from tests.documents.letters import example, letter, words

MARKUP = [
    '#eval("1+1")',
    "*tebal* _miring_",
    "$x^2$",
    "@rujukan",
    "<label>",
    "#panic()",
    '#read("/etc/passwd")',
    "\\ // komentar /* x */",
    "= Judul",
    "- butir",
    "~ -- ---",
    "`kode`",
    "[isi] {blok}",
]


def test_markup_in_every_field_is_shown_literally() -> None:
    data = example("surat_dinas")
    data["hal"] = MARKUP[0]
    data["yth"]["jabatan"] = MARKUP[2]
    data["penandatangan"]["nama"] = MARKUP[3]
    data["tembusan"] = [MARKUP[5], MARKUP[6]]
    data["isi"]["paragraf"] = [f"Awal {text} akhir" for text in MARKUP]

    text = words(letter("surat_dinas", data))

    for shown in (MARKUP[0], MARKUP[2], MARKUP[3], MARKUP[5], MARKUP[6]):
        assert shown in text
    for shown in MARKUP:
        assert f"Awal {shown} akhir" in text


def test_characters_without_a_glyph_become_a_box_and_are_reported() -> None:
    data = example("surat_dinas")
    data["isi"]["paragraf"] = ["Siap 😀 dan 中文 terima"]

    rendered = letter("surat_dinas", data)

    assert "Siap □ dan □□ terima" in words(rendered)
    assert set(rendered.replaced) == set("😀中文")


def test_direction_overrides_and_control_characters_cannot_reorder_a_letter() -> None:
    data = {**example("surat_dinas"), "hal": "Rp1\u202e000\u202c juta\u0000\u0007"}

    rendered = letter("surat_dinas", data)

    assert "Rp1000 juta" in words(rendered)
    assert rendered.replaced == ""


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.text(max_size=40))
def test_any_text_gives_a_letter(subject: str, name: str) -> None:
    data = example("surat_dinas")
    data["hal"], data["penandatangan"]["nama"], data["isi"]["paragraf"] = subject, name, [name, subject]

    assert letter("surat_dinas", data).pdf.startswith(b"%PDF-1.7")


@settings(max_examples=25, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=9), lambda x: st.lists(x, max_size=2)))
def test_data_of_a_wrong_shape_never_leaves_the_child_hanging(value: object) -> None:
    template = b'#set document(title: "x")\n#set text(font: "Arimo")\n#repr(json(bytes(sys.inputs.data)))'

    assert render("x", {"a": value}, folders=[{"x.typ": template}]).pages >= 1
