"""Walk an SOP with even-tempered robots and a script of what they decide otherwise; the story is the golden history."""

from __future__ import annotations

import io
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from sqlalchemy import select

from engine import background, blobs, jobs
from engine.canonical import loads
from engine.database import Database
from engine.definitions import deploy
from engine.engine import Engine
from engine.people.office import load_office
from engine.schema import accounts, documents, events, incidents
from engine.world import MovedWorld
from portal.cli.data import OFFICE
from portal.simulation.robots import Robots
from portal.simulation.run import Simulation

assert background  # registers the engine's jobs

PROCESSES = Path(__file__).parents[1] / "processes"

Script = Mapping[str, Sequence[Mapping[str, Any]]]

#: Monday, 5 January 2026, 08.00 in Jakarta.
MORNING = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


class Even(random.Random):
    """Dice without surprises: the first choice, the middle of a range, never the rare case."""

    def random(self) -> float:
        return 0.5

    def choice(self, seq: Any) -> Any:
        return seq[0]

    def choices(self, population: Any, weights: Any = None, *, cum_weights: Any = None, k: int = 1) -> list[Any]:
        return [population[0]] * k

    def sample(self, population: Any, k: int, *, counts: Any = None) -> list[Any]:
        return list(population)[:k]

    def shuffle(self, x: Any) -> None:
        """Leave the order."""

    def uniform(self, a: float, b: float) -> float:
        return (a + b) / 2

    def randint(self, a: int, b: int) -> int:
        return (a + b) // 2

    def randrange(self, start: int, stop: int | None = None, step: int = 1) -> int:
        return 0 if stop is None else start


@dataclass
class Scripted:
    """Robots of an SOP that follow a script: element -> what is overridden at its first, second, ... visit."""

    robots: Robots
    script: Script
    visits: Counter[str] = field(default_factory=Counter)

    def start(self, rng: Any, people: Any) -> dict[str, Any]:
        return self.robots.start(rng, people) | self._next("start")

    def decide(self, element: str, form: str, context: Any, rng: Any) -> dict[str, Any]:
        return self.robots.decide(element, form, context, rng) | self._next(element)

    def deliver(self, message: str, context: Any, rng: Any) -> dict[str, Any] | None:
        script = self._next(message)
        if script.get("never"):
            return None
        payload = self.robots.deliver(message, context, rng)
        return None if payload is None else payload | script

    def delay(self, element: str, rng: Any) -> float:
        return float(self._next(f"delay:{element}").get("hours") or self.robots.delay(element, rng))

    def _next(self, name: str) -> dict[str, Any]:
        visit = self.visits[name]
        self.visits[name] += 1
        said = self.script.get(name, ())
        return dict(said[visit]) if visit < len(said) else {}


class Walk(Simulation):
    """One case of an SOP in the demonstration office, with even dice."""

    def __init__(self, engine: Engine, sop: str, script: Script) -> None:
        super().__init__(engine, sop, seed=1, settle=lambda: None)
        self.settle = self._settle
        self.robots = Scripted(self.robots, script)  # type: ignore[assignment]  # answers the same questions
        self.by_hand = 0.0

    def _settle(self) -> None:
        jobs.run_pending(self.engine)

    def _rng(self, case_id: str, task: str) -> Any:
        return Even()


def open_office(
    database: Database, home: Path, processes: Path, sop: str, *, at: datetime = MORNING, password: str = "contoh"
) -> Engine:
    """The demonstration office on a fresh database, with one SOP deployed."""
    engine = Engine(database=database, world=MovedWorld(moment=at, seed=1), home=home, processes=processes)
    load_office(engine, OFFICE, password=password)
    deploy(engine, processes / sop)
    return engine


def walk(engine: Engine, sop: str, script: Script | None = None) -> str:
    """Walk one case to its end; gives its history, a line an event. Incidents fail the test."""
    run = Walk(engine, sop, script or {})
    outcome = run.run(1)
    with engine.database.reading() as connection:
        stopped = connection.execute(select(incidents.c.element, incidents.c.message)).all()
    assert not stopped, stopped
    (ending,) = outcome.content["endings"]
    return "\n".join([*history(engine, run.case_ids[0]), f"end {ending}", ""])


def history(engine: Engine, case_id: str) -> list[str]:
    """The log of a case: the day it happened, what, by whom, and what was decided."""
    with engine.database.reading() as connection:
        names = dict(connection.execute(select(accounts.c.person, accounts.c.username)).all())
        rows = connection.execute(select(events).where(events.c.case_id == case_id).order_by(events.c.seq)).all()
    lines = []
    for row in rows:
        value = loads(row.input).get("value")
        said = [value.get(key) for key in ("keputusan", "tindakan", "hasil")] if isinstance(value, dict) else []
        decided = next((f"({word})" for word in said if isinstance(word, str) and len(word) < 20), None)
        who = names.get(row.person) if row.person else None
        mandate = "under a mandate" if row.mandate else None
        parts = [row.at.astimezone(UTC).strftime("%m-%d"), row.kind, row.task, who, mandate, decided]
        lines.append(" ".join(part for part in parts if part))
    return lines


def letter_text(engine: Engine, kind: str) -> str:
    """The text of the newest letter of a kind, white space folded."""
    with engine.database.reading() as connection:
        newest = (
            select(documents.c.sha256).where(documents.c.kind == kind).order_by(documents.c.version.desc()).limit(1)
        )
        content = blobs.get(connection, connection.scalars(newest).one())
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)
