"""Moments, deadlines and names in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from engine.calendar import national
from engine.people import Seat
from engine.queries import TaskRow
from engine.world import JAKARTA
from portal import inbox, words
from tests.portal.visitors import Visitor


@pytest.fixture
def indonesian(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


@pytest.fixture
def english(app: Flask) -> Iterator[None]:
    with app.test_request_context("/", headers={"Cookie": "alur_bahasa=en"}):
        yield


MOMENT = datetime(2026, 11, 24, 3, 32, tzinfo=UTC)


def test_a_moment_is_said_in_full_in_the_offices_own_time(indonesian: None) -> None:
    assert words.moment(MOMENT) == "Selasa, 24 November 2026 pukul 10.32 WIB"
    assert words.short(MOMENT) == "24 Nov 2026 10.32"


def test_a_moment_is_said_in_english_to_who_chose_it(english: None) -> None:
    assert words.moment(MOMENT) == "Tuesday, 24 November 2026 at 10:32 WIB"


NOON = datetime(2026, 1, 5, 12, 0, tzinfo=JAKARTA)  # a Monday


@pytest.mark.parametrize(
    ("due", "text", "tone"),
    [
        (datetime(2026, 1, 5, 16, 0, tzinfo=JAKARTA), "hari ini", "near"),
        (datetime(2026, 1, 5, 9, 0, tzinfo=JAKARTA), "lewat batas hari ini", "late"),
        (datetime(2026, 1, 6, 16, 0, tzinfo=JAKARTA), "sisa 1 hari kerja", "near"),
        (datetime(2026, 1, 12, 16, 0, tzinfo=JAKARTA), "sisa 5 hari kerja", ""),
        (datetime(2026, 1, 2, 16, 0, tzinfo=JAKARTA), "terlambat 1 hari kerja", "late"),
    ],
)
def test_a_deadline_counts_working_days(indonesian: None, due: datetime, text: str, tone: str) -> None:
    found = words.deadline(due, NOON, national())

    assert (found.text, found.tone) == (text, tone)
    assert words.moment(due) in found.explanation


def test_a_deadline_beyond_the_known_years_still_has_words(indonesian: None) -> None:
    far = datetime(2031, 1, 5, tzinfo=JAKARTA)

    assert words.deadline(far, NOON, national()).text == "sampai 5 Jan 2031"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Dra. Siti Rahmawati, M.Si.", "SR"), ("Ani", "A"), ("H. Moh. Amin Jakfar, S.H.", "MJ"), ("", "–"), (None, "–")],
)
def test_initials_leave_titles_out(name: str | None, letters: str) -> None:
    assert words.initials(name) == letters


def test_a_seat_under_a_mandate_says_until_when(indonesian: None) -> None:
    seat = Seat(position="x", title="Kepala", unit="u", form="plh", until=date(2026, 11, 24))

    assert words.seat_words(seat) == "Plh. Kepala s.d. 24 Nov 2026"


def _row(due: datetime | None, *, external: bool = False) -> TaskRow:
    given = dict.fromkeys(TaskRow.__dataclass_fields__)
    return TaskRow(**(given | {"due_at": due, "external": external}))  # type: ignore[arg-type]  # the changes of a story are of several types


@pytest.mark.parametrize(
    ("row", "group"),
    [
        (_row(datetime(2026, 1, 5, 9, 0, tzinfo=JAKARTA)), "late"),
        (_row(datetime(2026, 1, 5, 9, 0, tzinfo=JAKARTA), external=True), "late"),
        (_row(datetime(2026, 1, 5, 16, 0, tzinfo=JAKARTA)), "today"),
        (_row(datetime(2026, 1, 11, 23, 0, tzinfo=JAKARTA)), "week"),
        (_row(datetime(2026, 1, 12, 0, 0, tzinfo=JAKARTA)), "later"),
        (_row(None), "later"),
        (_row(datetime(2026, 1, 6, 9, 0, tzinfo=JAKARTA), external=True), "outside"),
    ],
)
def test_the_inbox_groups_by_when(row: TaskRow, group: str) -> None:
    assert inbox.urgency(row, NOON) == group


def test_the_language_is_the_readers_choice(visit: Callable[[str | None], Visitor]) -> None:
    ani = visit("ani")

    ani.send(ani.get("/saya"), "/bahasa", bahasa="en")

    page = ani.get("/tugas")
    assert page.all("/html/@lang") == ["en"]
    assert page.all("//h1") == ["Your tasks"]
