"""The log of a case cannot be changed unnoticed, and outlives an erasure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from engine.log import GENESIS, Event, faults, make_event


def history() -> list[Event]:
    events: list[Event] = []
    for seq in (1, 2, 3):
        events.append(
            make_event(
                case_id="p1",
                seq=seq,
                previous=events[-1].hash if events else GENESIS,
                kind="task:completed",
                at=datetime(2026, 1, seq, tzinfo=UTC),
                salt=b"salt%d" % seq,
                given={"task": f"t{seq}", "value": {"nama": "Ani"}},
                effects=[],
                digest="d",
                task=f"t{seq}",
            )
        )
    return events


def test_a_whole_log_has_no_faults() -> None:
    assert faults(history()) == []


def test_every_changed_column_is_noticed() -> None:
    for change in (
        {"kind": "x"},
        {"person": "citra"},
        {"at": datetime(2026, 2, 2, tzinfo=UTC)},
        {"effects": "[1]"},
        {"digest": "e"},
        {"task": "t9"},
    ):
        told = history()
        told[1] = replace(told[1], **change)

        assert any("event 2 was changed" in fault for fault in faults(told)), change


def test_a_changed_input_is_noticed() -> None:
    told = history()
    told[1] = replace(told[1], input=told[1].input.replace(b"Ani", b"Edo"))  # type: ignore[union-attr]  # it was just written

    assert faults(told) == ["event 2: its input does not match its commitment"]


def test_a_missing_event_is_noticed() -> None:
    told = history()
    del told[1]

    assert "event 2 is missing: found 3" in faults(told)


def test_an_erased_input_leaves_the_chain_whole() -> None:
    told = history()
    told[0] = replace(told[0], input=None, salt=None)

    assert faults(told) == []
