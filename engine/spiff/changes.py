"""What one command did: transitions, waits opened and closed, messages thrown, elements visited."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from engine import canonical


class Transition(NamedTuple):
    """A task's change of state; `data_digest` is the SHA-256 of the variables written with it, None when none were."""

    task: str
    element: str
    before: str
    after: str
    data_digest: str | None


class Wait(NamedTuple):
    """Something that a command from outside must resolve.

    kind: "user", "job", "message", "timer", "signal" or "condition"; `message` names the message or signal. `due` is aware UTC.
    `attached` is the id of the task that a boundary event
    watches, and `interrupting` whether its firing ends that task. `loop` is the id of the innermost multi-instance
    instance the task belongs to, such as `SP19[3]`.
    """

    task: str
    element: str
    kind: str
    due: datetime | None = None
    message: str | None = None
    correlation: str | None = None
    loop: str | None = None
    attached: str | None = None
    interrupting: bool = False


class Closed(NamedTuple):
    """A wait that is over; how: "completed" or "cancelled"."""

    task: str
    element: str
    kind: str
    how: str


class Thrown(NamedTuple):
    """A message that the case sent."""

    task: str
    element: str
    message: str
    correlation: str
    payload: Any


@dataclass(slots=True)
class Changes:
    """Everything since the last `take_changes`. A wait opened and closed within one command appears in neither list."""

    transitions: list[Transition] = field(default_factory=list)
    opened: list[Wait] = field(default_factory=list)
    closed: list[Closed] = field(default_factory=list)
    thrown: list[Thrown] = field(default_factory=list)
    visits: list[tuple[str, int | None]] = field(default_factory=list)
    signalled: list[Thrown] = field(default_factory=list)

    def digest(self, salt: bytes) -> str:
        """SHA-256 (hex) of the salt and the canonical bytes of all that changed."""
        all_of_it: list[Any] = [self.transitions, self.opened, self.closed, self.thrown, self.visits]
        if self.signalled:  # digests of logs written before there were signals stay as they are
            all_of_it.append(self.signalled)
        return canonical.digest(all_of_it, salt=salt)
