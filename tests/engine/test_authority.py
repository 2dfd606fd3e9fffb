"""Who may act: position, mandate, own matters, separation of duties."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from engine.people import Actor, Seat
from engine.people.authority import Denial, Grant, may_act

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
HEAD = Seat(position="kantor.kepala", title="Kepala", unit="Kantor")
ACTING = Seat(
    position="kantor.kepala",
    title="Plh. Kepala",
    unit="Kantor",
    form="plh",
    mandate="m1",
    letter="800/1",
    since=date(2026, 11, 20),
    until=date(2026, 11, 25),
)
TASK: dict[str, Any] = {"position": "kantor.kepala", "participant": None, "element": "periksa"}


def somebody(*seats: Seat, nip: str = "198001012005011001", person: str = "bram") -> Actor:
    return Actor(person=person, nip=nip, name="Bram", seats=seats)


def test_the_holder_may_act() -> None:
    assert may_act(somebody(HEAD), TASK, now=NOW) == Grant(seat=HEAD)


def test_another_official_does_not_even_see_the_task() -> None:
    verdict = may_act(somebody(), TASK, now=NOW)

    assert isinstance(verdict, Denial) and verdict.hidden


def test_a_mandate_counts_on_its_last_day_and_not_after() -> None:
    assert may_act(somebody(ACTING), TASK, now=NOW) == Grant(seat=ACTING)
    assert isinstance(may_act(somebody(ACTING), TASK, now=datetime(2026, 11, 25, 17, 1, tzinfo=UTC)), Denial)


def test_the_definitive_seat_is_preferred_to_a_mandate() -> None:
    assert may_act(somebody(ACTING, HEAD), TASK, now=NOW) == Grant(seat=HEAD)


def test_a_mandate_may_withhold_an_act() -> None:
    limited = Seat(
        position="kantor.kepala", title="Plh. Kepala", unit="Kantor", form="plh", letter="800/1", withheld=("periksa",)
    )

    verdict = may_act(somebody(limited), TASK, now=NOW)

    assert isinstance(verdict, Denial) and "800/1" in verdict.reason


def test_nobody_decides_in_their_own_matter() -> None:
    verdict = may_act(somebody(HEAD), TASK, now=NOW, concerned=["198001012005011001"])

    assert isinstance(verdict, Denial) and not verdict.hidden


def test_the_drafter_is_not_the_approver() -> None:
    assert isinstance(may_act(somebody(HEAD), TASK, now=NOW, done_by=lambda: ["bram"]), Denial)
    assert isinstance(may_act(somebody(HEAD), TASK, now=NOW, done_by=lambda: ["ani"]), Grant)


def test_a_personal_task_is_only_for_that_person() -> None:
    mine = TASK | {"participant": "198001012005011001", "position": None}

    assert may_act(somebody(), mine, now=NOW) == Grant(seat=None)
    assert isinstance(may_act(somebody(HEAD, nip="197001012005011001"), mine, now=NOW), Denial)


def test_the_sop_may_keep_an_act_from_every_mandate() -> None:
    verdict = may_act(somebody(ACTING), TASK, now=NOW, definitive_only=["plh"])

    assert isinstance(verdict, Denial) and "Plh." in verdict.reason and not verdict.hidden
    assert may_act(somebody(HEAD), TASK, now=NOW, definitive_only=["plh"]) == Grant(seat=HEAD)
    assert may_act(somebody(ACTING), TASK, now=NOW, definitive_only=["plt"]) == Grant(seat=ACTING)
