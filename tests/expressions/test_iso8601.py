"""ISO 8601 texts: what timers and dates are written in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expressions import JAKARTA, Duration, IsoRefused, Repeat, parse_iso
from expressions.iso8601 import add_months


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("P5D", Duration(0, timedelta(days=5))),
        ("PT2H", Duration(0, timedelta(hours=2))),
        ("P1Y2M3W4DT5H6M7.5S", Duration(14, timedelta(weeks=3, days=4, hours=5, minutes=6, seconds=7.5))),
        ("-PT5S", Duration(0, timedelta(seconds=-5))),
        ("PT0S", Duration()),
        (" PT1S\n", Duration(0, timedelta(seconds=1))),
        ("2026-12-01", date(2026, 12, 1)),
        ("2026-12-01T09:00:00Z", datetime(2026, 12, 1, 9, tzinfo=UTC)),
        ("2026-12-01T09:00", datetime(2026, 12, 1, 9, tzinfo=JAKARTA)),
        ("2026-12-01 09:00:00.5+0700", datetime(2026, 12, 1, 9, 0, 0, 500_000, tzinfo=JAKARTA)),
        ("2026-12-01T09:00:00+07", datetime(2026, 12, 1, 9, tzinfo=JAKARTA)),
        ("2026-12-01T09:00:00+07:00[Asia/Jakarta]", datetime(2026, 12, 1, 9, tzinfo=JAKARTA)),
        ("R3/PT10M", Repeat(3, Duration(0, timedelta(minutes=10)))),
        ("R/P1D", Repeat(None, Duration(0, timedelta(days=1)))),
        (
            "R2/2026-12-01T09:00:00Z/P1M",
            Repeat(2, Duration(1), start=datetime(2026, 12, 1, 9, tzinfo=UTC)),
        ),
        ("R2/P1M/2026-12-01", Repeat(2, Duration(1), end=datetime(2026, 12, 1, tzinfo=JAKARTA))),
    ],
)
def test_texts_and_their_values(text: str, value: object) -> None:
    assert parse_iso(text) == value


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "   ",
            "P",
            "PT",
            "P1DT",
            "P-5D",
            "5D",
            "P1.5Y",
            "P1,5M",
            "PT1M1H",
            "p5d",
            "P1000000000Y",
            "P201Y",
            "P2401M",
            "P10601W",
            "P73201D",
        ),
        *("P999999999999D", "PT99999999999H", "PT999999999999999S", "+", "-", "P５D", "3 hari"),
        *("2026-02-30", "2026-02-30T25:61:00", "10000-01-01T00:00:00Z", "0000-01-01", "2026-13-01", "2026-1-1"),
        *("2026-12-01T24:00:00", "2026-12-01T09", "2026-12-01T09:00:00+99:00", "09:00", "besok"),
        *("R", "R3", "R3/", "R0/PT1S", "R/PT0S", "R3/PT0.5S", "R1000000000/PT1S", "R-1/PT1S", "R3/-PT1M", "R3/P"),
        *("R3/2026-12-01", "R3/PT1S/PT1S", "R3/2026-12-01/2026-12-02", "R3/PT1S/x", "R3/a/b/c", "R3/P1000000000Y"),
        "P" + "9" * 10_000 + "D",
    ],
)
def test_what_is_no_time_is_refused_in_words(text: str) -> None:
    with pytest.raises(IsoRefused) as refusal:
        parse_iso(text)

    assert str(refusal.value)


durations = st.builds(
    Duration, st.integers(-2400, 2400), st.timedeltas(timedelta(days=-70_000), timedelta(days=70_000))
).filter(lambda each: each.months == 0 or each.delta == timedelta() or (each.months > 0) == (each.delta > timedelta()))


@settings(deadline=None)
@given(durations)
def test_the_text_of_a_duration_reads_as_the_same_duration(duration: Duration) -> None:
    assert parse_iso(str(duration)) == duration


@pytest.mark.parametrize(
    "text", ["R3/PT10M", "R/P1D", "R2/2026-12-01T09:00:00+00:00/P1M", "R2/P1M/2026-12-01T09:00:00+00:00"]
)
def test_the_text_of_a_repetition_reads_as_the_same_repetition(text: str) -> None:
    assert parse_iso(str(parse_iso(text))) == parse_iso(text)


@settings(deadline=None)
@given(st.dates(date(1000, 1, 1), date(8000, 1, 1)), st.integers(-2400, 2400))
def test_months_are_the_calendars_and_clamped(day: date, months: int) -> None:
    later = add_months(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


def test_years_outside_the_calendar_are_an_error() -> None:
    with pytest.raises(OverflowError):
        Duration(1200).after(date(9999, 1, 1))
