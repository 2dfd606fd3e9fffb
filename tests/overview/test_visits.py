"""Laws of visits and percentiles, judged by counting day by day and value by value."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from engine.calendar import national
from engine.people.actors import local_day
from engine.visits import MEDIAN, NINETY, Piece, Workdays, percentile, visits, within

CALENDAR = national()
WORKDAYS = Workdays(CALENDAR)
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)

moments = st.integers(0, 90 * 24).map(lambda hours: EPOCH + timedelta(hours=hours))


@st.composite
def pieces(draw: st.DrawFn, *, ended: bool = False) -> Piece:
    opened = draw(moments)
    length = draw(st.integers(0, 12 * 24))
    still_open = not ended and draw(st.integers(0, 9)) == 0
    return Piece(
        opened=opened,
        closed=None if still_open else opened + timedelta(hours=length),
        external=draw(st.booleans()),
        completed=not still_open and draw(st.booleans()),
    )


def works(day: date) -> bool:
    return CALENDAR.is_working_day(day)


def held(piece: Piece, day: date) -> bool:
    """Whether a task was there on a day, the day on which it came not counted."""
    return piece.closed is not None and local_day(piece.opened) < day <= local_day(piece.closed)


@given(st.lists(pieces(), max_size=8))
def test_work_and_waiting_are_as_counted_day_by_day(given_pieces: list[Piece]) -> None:
    found = list(visits(given_pieces, WORKDAYS))

    for visit in found:
        mine = together(given_pieces, visit.ended)
        first, last = min(local_day(piece.opened) for piece in mine), local_day(visit.ended)
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        work = {day for day in days if works(day) and any(held(p, day) for p in mine if not p.external)}
        wait = {day for day in days if works(day) and any(held(p, day) for p in mine if p.external)} - work
        assert (visit.work or 0, visit.wait or 0) == (len(work), len(wait))
        assert (visit.work is None, visit.wait is None) == (
            all(piece.external for piece in mine),
            not any(piece.external for piece in mine),
        )


def together(given_pieces: list[Piece], ended: datetime) -> list[Piece]:
    """The tasks of the visit that ended then: from its last one, everything that a chain of days joins to it."""
    group = [piece for piece in given_pieces if piece.closed == ended]
    while True:
        more = [p for p in given_pieces if p not in group and any(touches(p, each) for each in group)]
        if not more:
            return group
        group += more


def touches(one: Piece, other: Piece) -> bool:
    far = date.max
    ends = [far if piece.closed is None else local_day(piece.closed) for piece in (one, other)]
    return local_day(one.opened) <= ends[1] and local_day(other.opened) <= ends[0]


@given(st.lists(pieces(ended=True), max_size=8))
def test_work_and_waiting_together_are_the_whole_length(given_pieces: list[Piece]) -> None:
    for visit in visits(given_pieces, WORKDAYS):
        start = min(piece.opened for piece in together(given_pieces, visit.ended))

        assert (visit.work or 0) + (visit.wait or 0) == CALENDAR.workdays_between(start, visit.ended)


@given(st.lists(pieces(), max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_the_tasks_does_not_matter(given_pieces: list[Piece], rng: object) -> None:
    shuffled = list(given_pieces)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random

    assert list(visits(shuffled, WORKDAYS)) == list(visits(given_pieces, WORKDAYS))


@given(moments, moments)
def test_numbered_days_count_as_the_calendar_does(start: datetime, end: datetime) -> None:
    assert WORKDAYS.between(start, end) == CALENDAR.workdays_between(start, end)


def test_a_year_without_decree_counts_monday_to_friday() -> None:
    assert WORKDAYS.between(datetime(2023, 5, 1, tzinfo=UTC), datetime(2023, 5, 8, tzinfo=UTC)) == 5


@given(st.lists(st.integers(0, 30), min_size=1, max_size=200), st.sampled_from([MEDIAN, NINETY, (1, 4), (1, 1)]))
def test_a_percentile_is_the_nearest_rank_of_the_sorted_values(values: list[int], share: tuple[int, int]) -> None:
    rank = math.ceil(len(values) * share[0] / share[1])

    found = percentile(Counter(values), share)

    assert found == sorted(values)[rank - 1]
    assert sum(value <= found for value in values) * share[1] >= share[0] * len(values)
    assert percentile(Counter(values), MEDIAN) == statistics.median_low(values)


def test_nothing_has_no_percentile() -> None:
    assert percentile({}, MEDIAN) is None
    assert percentile({3: 0}, NINETY) is None


@given(st.lists(st.tuples(st.integers(-1, 5), st.integers(0, 9)), max_size=60))
def test_the_share_within_the_standard_is_counted_one_by_one(visited: list[tuple[int, int]]) -> None:
    judged = [(standard, days) for standard, days in visited if standard >= 0]

    assert within(Counter(visited)) == (sum(days <= standard for standard, days in judged), len(judged))
