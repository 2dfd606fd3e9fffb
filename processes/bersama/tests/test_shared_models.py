"""The shared call activities and tables: drawn whole, complete, and in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.decisions import parse_decisions
from engine.decisions.coverage import coverage
from engine.spiff import load_model
from processes.bersama.tests.drawings import Drawing

FOLDER = Path(__file__).parents[1]
MODELS = sorted(FOLDER.glob("*.bpmn"))
TABLES = sorted(FOLDER.glob("*.dmn"))


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_a_shared_process_runs_by_itself_and_its_people_are_named(path: Path) -> None:
    model = load_model({path.name: path.read_bytes()}, process=path.stem, decisions={})

    for element in model.elements.values():
        if element.kind == "userTask":
            assert element.attributes["form"] and element.attributes["sopStep"], element.id
            assert {"performer", "participant"} & set(element.attributes), element.id


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_a_shared_process_is_drawn_whole(path: Path) -> None:
    drawing = Drawing(path)

    assert drawing.undrawn() == []
    assert drawing.oblique() == []
    assert drawing.loose() == []
    assert drawing.overlapping() == []
    assert drawing.hidden() == []
    assert drawing.crossings() == []


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_shared_table_answers_every_question_once(path: Path) -> None:
    for decision in parse_decisions(path.read_bytes()).values():
        found = coverage(decision)

        assert found.complete, (found.why, found.gaps, found.overlaps)


@pytest.mark.parametrize(
    ("purpose", "match", "category"),
    [
        ("seleksi", 80, "MS"),
        ("seleksi", 79.99, "MMS"),
        ("seleksi", 67.9, "KMS"),
        ("pemetaan", 90, "O"),
        ("pemetaan", 78, "CO"),
    ],
)
def test_the_category_of_a_match_is_not_rounded_up(purpose: str, match: float, category: str) -> None:
    table = parse_decisions((FOLDER / "kategori_jpm.dmn").read_bytes())["kategori_jpm"]

    assert table.evaluate({"tujuan": purpose, "jpm": match})["kategori"] == category


def test_nine_boxes_are_nine() -> None:
    table = parse_decisions((FOLDER / "kotak_talenta.dmn").read_bytes())["kotak_talenta"]
    work = [f"{word} ekspektasi" for word in ("di atas", "sesuai", "di bawah")]
    boxes = {
        table.evaluate({"kinerja": k, "potensial": p})["kotak"] for k in work for p in ("tinggi", "menengah", "rendah")
    }

    assert boxes == set(range(1, 10))
