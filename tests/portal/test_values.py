"""Values in words: what differs, in the words of the form that it was filled in with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from portal.values import MOST_LINES, Labels, difference

NOBODY = Labels()


@pytest.fixture(autouse=True)
def request_of_a_reader(app: Flask) -> Iterator[None]:
    """Words are spoken in a reader's language."""
    with app.test_request_context("/"):
        yield


def lines(before: object, after: object, labels: Labels = NOBODY) -> list[tuple[str, str, str]]:
    return [(line.label, line.before, line.after) for line in difference(before, after, labels).lines]


def test_only_what_differs_is_told() -> None:
    assert lines({"a": 1, "b": True}, {"a": 1, "b": False, "c": None}) == [("B", "ya", "tidak"), ("C", "", "kosong")]
    assert lines({"a": 1}, {"a": 1}) == []


def test_what_is_new_has_no_before_and_what_went_away_no_after() -> None:
    assert lines(None, {"lama_hari": 3}) == [("Lama hari", "", "3")]
    assert lines({"lama_hari": 3}, {}) == [("Lama hari", "3", "")]
    assert lines(None, 7) == [("", "", "7")]
    assert lines(None, []) == [("", "", "kosong")]


def test_fields_and_choices_have_the_words_of_the_form() -> None:
    labels = Labels(
        fields={"anggota": "Anggota tim", "anggota.*.nip": "NIP", "putusan": "Putusan"},
        choices={"putusan": {"setuju": "Setuju dan teruskan"}},
    )

    told = lines(None, {"putusan": "setuju", "anggota": [{"nip": "1"}, {"nip": "2"}]}, labels)

    assert told == [
        ("Putusan", "", "Setuju dan teruskan"),
        ("Anggota tim 1 · NIP", "", "1"),
        ("Anggota tim 2 · NIP", "", "2"),
    ]


def test_what_is_one_thing_is_one_line() -> None:
    actor = {"nip": "1", "nama": "Ani", "jabatan": "Staf", "bentuk": "definitif", "mandat": None}
    letter = {"sha256": "0" * 64, "judul": "Jawaban", "nomor": "800/1", "halaman": 2}

    told = lines(None, {"verifikator": actor, "surat": letter, "pada_hari": "2026-01-05", "oleh": actor})

    assert told == [
        ("Verifikator", "", "Ani, Staf"),
        ("Surat", "", "Jawaban, 800/1"),
        ("Pada hari", "", "5 Jan 2026"),
    ]


def test_much_is_counted() -> None:
    found = difference(None, [{"a": number} for number in range(MOST_LINES + 5)], NOBODY)

    assert (len(found.lines), found.more) == (MOST_LINES, 5)
    assert len(difference(None, "x" * 10_000, NOBODY).lines[0].after) == 400
