"""The outside world: the only place that reads the clock, draws ids and random numbers."""

from __future__ import annotations

import base64
import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

JAKARTA = ZoneInfo("Asia/Jakarta")

#: A source of random numbers, made by `dice`.
Dice = random.Random


class World:
    """The real world. Commands read it once and record what they read."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)

    def new_id(self) -> str:
        """A new random id of 32 hexadecimal digits."""
        return uuid4().hex

    def token(self) -> str:
        """An unguessable URL-safe token (256 bits), for sessions and links."""
        return secrets.token_urlsafe(32)

    def salt(self) -> bytes:
        """16 random bytes for a commitment."""
        return secrets.token_bytes(16)

    def signing_secret(self) -> str:
        """A new secret for signing webhooks: `whsec_` and 32 random bytes in base64 (Standard Webhooks 1.0.0)."""
        return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"


@dataclass
class MovedWorld(World):
    """A world whose clock moves only when told, and whose draws come from a seed: for tests and simulation.

    Shapes: `moment` is aware; ids, tokens and salts are functions of the seed and the number of draws before.
    """

    moment: datetime = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
    seed: int = 0
    _random: random.Random = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def reseed(self, seed: int | str) -> None:
        """Draw from another seed from now on."""
        self._random = random.Random(str(seed))

    def now(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> datetime:
        """Move the clock by a `timedelta(**by)`; gives the new moment."""
        self.moment += timedelta(**by)
        return self.moment

    def move_to(self, moment: datetime) -> datetime:
        """Move the clock forward to a moment; a moment already past changes nothing."""
        self.moment = max(self.moment, moment)
        return self.moment

    def new_id(self) -> str:
        return UUID(int=self._random.getrandbits(128), version=4).hex

    def token(self) -> str:
        return f"{self._random.getrandbits(256):064x}"

    def salt(self) -> bytes:
        return self._random.randbytes(16)

    def signing_secret(self) -> str:
        return f"whsec_{base64.b64encode(self._random.randbytes(32)).decode()}"

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        """Look at the world from another moment, then come back."""
        before, self.moment = self.moment, moment
        try:
            yield
        finally:
            self.moment = before


def dice(seed: int | str) -> Dice:
    """A seeded source of random numbers for robots; the same seed draws the same numbers in every process."""
    return random.Random(str(seed))


@dataclass
class SharedWorld(World):
    """A moved clock that several processes share through a file: for simulation with workers in processes of their own.

    The file holds one ISO 8601 moment; ids and salts stay truly random.
    """

    path: Path

    def now(self) -> datetime:
        return datetime.fromisoformat(self.path.read_text(encoding="ascii").strip())

    def move_to(self, moment: datetime) -> datetime:
        """Move the shared clock forward; a moment already past changes nothing."""
        later = max(moment, self.now()) if self.path.exists() else moment
        aside = self.path.with_suffix(".new")
        aside.write_text(later.isoformat(), encoding="ascii")
        aside.replace(self.path)
        return later
