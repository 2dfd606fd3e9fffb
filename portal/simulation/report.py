"""What a simulation reports."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import func, select

from engine.engine import Engine
from engine.schema import cases, documents, events, incidents, tasks
from engine.summaries import step_of_event

stopwatch = time.perf_counter


@dataclass(frozen=True)
class Report:
    """The JSON of `alur simulate` (see docs/cli.md)."""

    content: dict[str, Any]

    @property
    def sound(self) -> bool:
        """Whether every case ended and nothing stopped."""
        return not self.content["incidents"] and not self.content["open"]


def report(
    engine: Engine,
    *,
    sop: str,
    seed: int,
    case_ids: Sequence[str],
    commands: int,
    seconds: float,
    counted: Counter[str],
) -> Report:
    """Count what the simulated cases did, from the log and its projections."""
    endings: Counter[str] = Counter()
    steps: Counter[int] = Counter()
    papers = stopped = running = 0
    for case_id in case_ids:
        with engine.database.reading() as connection:
            row = connection.execute(select(cases).where(cases.c.id == case_id)).one()
            papers += (
                connection.scalar(select(func.count()).select_from(documents).where(documents.c.case_id == case_id))
                or 0
            )
            stopped += (
                connection.scalar(select(func.count()).select_from(incidents).where(incidents.c.case_id == case_id))
                or 0
            )
            by_task = dict(connection.execute(select(tasks.c.id, tasks.c.step).where(tasks.c.case_id == case_id)).all())
            effects = connection.scalars(select(events.c.effects).where(events.c.case_id == case_id)).all()
        definition = engine.definitions.pinned(engine, row.definition)
        for text in effects:
            for task, element, _before, after in orjson.loads(text):
                if after == "COMPLETED" and (step := step_of_event(definition, by_task, task, element)):
                    steps[step] += 1
        if row.status == "running":
            running += 1
        else:
            endings[row.ending or row.status] += 1
    return Report(
        {
            "sop": sop,
            "seed": seed,
            "cases": len(case_ids),
            "endings": dict(sorted(endings.items())),
            "steps": {str(step): steps[step] for step in sorted(steps)},
            "documents": papers,
            "incidents": stopped,
            "open": running,
            "refused": dict(sorted(counted.items())),
            "commands": commands,
            "commands_per_second": round(commands / seconds, 1) if seconds else 0,
        }
    )
