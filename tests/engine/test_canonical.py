"""One value, one spelling; every value survives the way there and back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.canonical import digest, dumps, loads

leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.dates()
    | st.datetimes(timezones=st.just(UTC))
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.timedeltas().map(lambda span: timedelta(seconds=int(span.total_seconds())))
)
keys = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    ["$", "$date", "$int", "typename", "$datetime"]
)
values = st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(keys, inner), max_leaves=20)


@given(values)
def test_every_value_survives_the_way_there_and_back(value: object) -> None:
    assert loads(dumps(value)) == value


@given(st.dictionaries(keys, leaves, min_size=2))
def test_the_order_of_keys_does_not_matter(value: dict[str, object]) -> None:
    turned = dict(reversed(list(value.items())))

    assert dumps(turned) == dumps(value)


def test_a_persons_own_tag_is_not_taken_for_ours() -> None:
    told = {"$date": "2026-01-01"}

    assert loads(dumps(told)) == told
    assert loads(dumps({"tanggal": date(2026, 1, 1)})) == {"tanggal": date(2026, 1, 1)}


def test_kinds_are_kept_apart() -> None:
    moment = datetime(2026, 1, 1, 9, tzinfo=UTC)

    assert loads(dumps([Decimal("1.10"), 1.1, moment, moment.date()])) == [Decimal("1.10"), 1.1, moment, moment.date()]
    assert digest("1") != digest(1)


def test_what_has_no_spelling_is_refused() -> None:
    with pytest.raises(TypeError, match="set"):
        dumps({1, 2})
    with pytest.raises(TypeError, match="keys are text"):
        dumps({1: "a"})
