"""Working days of the office: laws of counting, and the bugs that calendars of other systems had."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar import national
from engine.errors import YearWithoutCalendar
from engine.world import JAKARTA

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
