"""Working days of the office: laws of counting, and the bugs that calendars of other systems had."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar import RAMADAN, Calendar, Period, from_content, national
from engine.errors import YearWithoutCalendar
from engine.world import JAKARTA
from expressions import BASE, parse

office = national()
days = st.dates(date(2025, 1, 1), date(2027, 6, 1))
spans = st.integers(0, 60)


@given(days, spans, spans)
def test_adding_in_two_steps_is_adding_once(start: date, first: int, second: int) -> None:
    assert (
        office.add_workdays(office.add_workdays(start, first), second).date()
        == office.add_workdays(start, first + second).date()
    )


@given(days, spans)
def test_between_undoes_adding(start: date, span: int) -> None:
    assert office.workdays_between(start, office.add_workdays(start, span)) == span


@given(days, st.integers(1, 60))
def test_a_due_date_is_a_working_day(start: date, span: int) -> None:
    assert office.is_working_day(office.add_workdays(start, span).date())


def test_cuti_bersama_and_holidays_are_skipped() -> None:
    friday_before_lebaran = datetime(2026, 3, 13, 3, 0, tzinfo=UTC)

    due = office.add_workdays(friday_before_lebaran, 7)

    assert due == datetime(2026, 3, 31, 16, 0, tzinfo=JAKARTA)


def test_the_day_is_the_offices_day_not_utcs() -> None:
    late_sunday_utc = datetime(2026, 1, 4, 23, 30, tzinfo=UTC)  # already Monday in Jakarta

    assert office.add_workdays(late_sunday_utc, 1).date() == date(2026, 1, 6)


def test_a_year_without_a_decree_is_refused_loudly() -> None:
    with pytest.raises(YearWithoutCalendar, match="2028"):
        office.add_workdays(date(2027, 12, 30), 5)


def test_a_local_day_off_makes_another_version() -> None:
    local = national(((date(2026, 10, 24), "Hari Jadi"),))

    assert local.version != office.version
    assert not local.is_working_day(date(2026, 10, 24))


# -- working hours, and laws over calendars with any local days off ---------------------------------------------------

local_days = st.frozensets(st.dates(date(2025, 1, 1), date(2027, 12, 1)), max_size=12)


def with_days_off(more: frozenset[date]) -> Calendar:
    return office.changed(days_off={**office.days_off, **dict.fromkeys(more, "Libur daerah")})


@given(days, spans, local_days, st.dates(date(2025, 1, 1), date(2027, 12, 1)))
def test_another_day_off_never_makes_a_due_date_earlier(
    start: date, span: int, off: frozenset[date], one: date
) -> None:
    assert with_days_off(off | {one}).add_workdays(start, span) >= with_days_off(off).add_workdays(start, span)


@given(days, days, spans, local_days)
def test_who_starts_later_is_due_no_earlier(one: date, other: date, span: int, off: frozenset[date]) -> None:
    calendar = with_days_off(off)

    assert calendar.add_workdays(min(one, other), span) <= calendar.add_workdays(max(one, other), span)


@given(days, st.integers(1, 60), local_days)
def test_a_start_on_a_day_off_counts_like_the_working_day_before(start: date, span: int, off: frozenset[date]) -> None:
    calendar = with_days_off(off)
    before = start
    while not calendar.is_working_day(before) and before > date(2025, 1, 2):
        before -= timedelta(days=1)

    assert calendar.add_workdays(start, span) == calendar.add_workdays(before, span)


@given(days, st.integers(1, 30), st.integers(0, 30), st.integers(0, 30), local_days)
def test_a_pause_of_n_working_days_moves_the_due_date_by_n(
    start: date, span: int, worked: int, paused: int, off: frozenset[date]
) -> None:
    calendar = with_days_off(off)
    stop = calendar.add_workdays(start, worked)
    resumed = calendar.add_workdays(stop, paused)

    due = calendar.due(resumed, span - calendar.workdays_between(start, stop))

    if span > worked:
        assert due == calendar.add_workdays(start, span + paused)
    else:
        assert due <= calendar.closing(resumed.date())


@given(days, st.integers(1, 60))
def test_half_comes_before_the_whole(start: date, span: int) -> None:
    assert datetime.combine(start, time(0), JAKARTA) < office.half_of(start, span) < office.add_workdays(start, span)


def test_half_of_three_days_is_the_middle_of_the_second() -> None:
    assert office.half_of(date(2026, 1, 5), 3) == datetime(2026, 1, 7, 11, 45, tzinfo=JAKARTA)
    assert office.half_of(date(2026, 1, 5), 2) == datetime(2026, 1, 6, 16, 0, tzinfo=JAKARTA)


@pytest.mark.parametrize(("hour", "minute", "due"), [(23, 59, 6), (0, 0, 7)])
def test_midnight_is_the_offices(hour: int, minute: int, due: int) -> None:
    around_midnight = datetime(2026, 1, 5 if hour else 6, hour, minute, tzinfo=JAKARTA).astimezone(UTC)

    assert office.add_workdays(around_midnight, 1).date() == date(2026, 1, due)


def test_a_zone_with_summer_time_changes_nothing() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    night_of_the_change = datetime(2026, 3, 29, 3, 30, tzinfo=berlin)

    assert office.add_workdays(night_of_the_change, 1) == office.add_workdays(night_of_the_change.astimezone(UTC), 1)


def test_years_change_over_new_year() -> None:
    assert office.add_workdays(date(2025, 12, 30), 2).date() == date(2026, 1, 2)


def test_a_leap_day_is_a_day_like_others() -> None:
    assert office.is_working_day(date(2024, 2, 29))
    assert office.add_workdays(date(2024, 2, 28), 1).date() == date(2024, 2, 29)


def test_friday_and_ramadan_close_at_their_own_hours() -> None:
    ramadan = Period(name="Ramadan", first=date(2026, 2, 18), last=date(2026, 3, 19), hours=RAMADAN)
    calendar = office.changed(periods=(ramadan,))

    assert calendar.add_workdays(date(2026, 1, 8), 1) == datetime(2026, 1, 9, 16, 30, tzinfo=JAKARTA)
    assert calendar.add_workdays(date(2026, 2, 18), 1) == datetime(2026, 2, 19, 15, 0, tzinfo=JAKARTA)
    assert calendar.add_workdays(date(2026, 2, 19), 1) == datetime(2026, 2, 20, 15, 30, tzinfo=JAKARTA)


def test_content_is_read_back_as_it_was_and_older_content_closes_at_four() -> None:
    ramadan = Period(name="Ramadan", first=date(2026, 2, 18), last=date(2026, 3, 19), hours=RAMADAN)
    calendar = office.changed(periods=(ramadan,))
    older = {name: value for name, value in office.content().items() if name in ("years", "days_off")}

    assert from_content(calendar.version, calendar.content()) == calendar
    assert from_content("id-lama", older).add_workdays(date(2026, 1, 8), 1).hour == 16


# -- bugs that calendars of other systems had --------------------------------------------------------------------------


def test_holidays_are_not_ignored() -> None:
    """JBPM-4533: a timer counted holidays as working days."""
    assert office.add_workdays(date(2026, 12, 23), 1).date() == date(2026, 12, 28)


def test_work_given_before_opening_has_the_same_days_as_work_given_at_opening() -> None:
    """JBPM-9546: a timer set before opening hours came out wrong."""
    before, at = (datetime(2026, 1, 5, hour, 30, tzinfo=JAKARTA) for hour in (5, 7))

    assert office.add_workdays(before, 2) == office.add_workdays(at, 2) == datetime(2026, 1, 7, 16, tzinfo=JAKARTA)


def test_work_given_after_closing_loses_no_day_and_gains_none() -> None:
    """jbpm#1342: a timer set after hours came out wrong."""
    after, on_saturday = datetime(2026, 1, 9, 20, 0, tzinfo=JAKARTA), datetime(2026, 1, 10, 9, 0, tzinfo=JAKARTA)

    assert office.add_workdays(after, 1) == office.add_workdays(on_saturday, 1)
    assert office.add_workdays(after, 1).date() == date(2026, 1, 12)


def test_one_day_is_one_working_day_not_twenty_four_working_hours() -> None:
    """jmix#790: P1D became 24 business hours, about three days."""
    assert office.add_workdays(datetime(2026, 1, 5, 9, 0, tzinfo=JAKARTA), 1).date() == date(2026, 1, 6)


def test_the_calendar_that_is_handed_over_is_the_one_that_counts() -> None:
    """pm4py#558: a calendar was accepted and silently not used."""
    local = office.changed(days_off={**office.days_off, date(2026, 1, 6): "Hari Jadi"})
    functions = BASE.bind(calendar=local, now=datetime(2026, 1, 5, 3, 0, tzinfo=UTC))

    due = parse("hari_kerja(sekarang, 1)").evaluate({}, functions)

    assert due.date() == date(2026, 1, 7)
