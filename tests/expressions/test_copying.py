"""Scripts have value semantics: assigning copies, whatever is shared underneath."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from expressions import parse_script

START = {"a": [[1, 2], [3, 4]], "b": [[5, 6], [7, 8]], "c": {"x": [0, 0], "y": [1, 1]}}

# A statement as (target, source): each names a place by variable and up to two steps.
_steps = st.lists(st.integers(0, 1), max_size=2)
_place = st.tuples(st.sampled_from("abc"), _steps)
_line = st.tuples(_place, _place | st.integers(10, 99), st.booleans())


def _text(place: tuple[str, list[int]]) -> str:
    name, steps = place
    keys = [f'["{"xy"[step]}"]' if name == "c" and at == 0 else f"[{step}]" for at, step in enumerate(steps)]
    return name + "".join(keys)


def _reach(data: Any, place: tuple[str, list[int]], depth: int) -> Any:
    value = data[place[0]]
    for at, step in enumerate(place[1][:depth]):
        value = value["xy"[step] if place[0] == "c" and at == 0 else step]
    return value


def _reference(data: Any, target: tuple[str, list[int]], source: Any) -> None:
    """What the statement means: everything is copied deeply, always."""
    value = copy.deepcopy(_reach(data, source, 2)) if isinstance(source, tuple) else source
    if not target[1]:
        data[target[0]] = value
        return
    holder = _reach(data, target, len(target[1]) - 1)
    step = target[1][-1]
    key = "xy"[step] if target[0] == "c" and len(target[1]) == 1 else step
    if isinstance(holder, dict) and not isinstance(key, str):
        raise KeyError(key)
    holder[key] = value


@settings(max_examples=300, deadline=None)
@given(st.lists(_line, min_size=1, max_size=8))
def test_any_sequence_of_assignments_means_what_deep_copies_mean(lines: list[Any]) -> None:
    text, expected, given_data = "", copy.deepcopy(START), copy.deepcopy(START)
    for target, source, _ in lines:
        trial = copy.deepcopy(expected)
        try:
            _reference(trial, target, source)
        except (TypeError, IndexError, KeyError):
            continue  # a place that no longer exists
        expected = trial
        text += f"{_text(target)} = {_text(source) if isinstance(source, tuple) else source}\n"

    result = parse_script(text).run(given_data)

    assert {**START, **result} == expected
    assert given_data == START


def test_a_loop_sees_its_list_as_it_was_when_it_began() -> None:
    result = parse_script("t = []\na[0] = 9\nfor x in a:\n    a[1] = 7\n    a[1] = 8\n    t = t + [x]").run(
        {"a": [1, 2]}
    )

    assert result == {"a": [9, 8], "t": [9, 2]}


def test_a_loop_over_a_thousand_participants_copies_their_list_once() -> None:
    scope = {"peserta": [{"n": n} for n in range(1000)]}
    script = parse_script("for i in range(len(peserta)):\n    peserta[i].hadir = True\n    peserta[i].n += 1")

    result = script.run(scope)

    assert result["peserta"][999] == {"n": 1000, "hadir": True}
    assert scope["peserta"][999] == {"n": 999}
