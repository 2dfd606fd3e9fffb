"""A process that works through cases for ever and says what was acknowledged: `python -m tests.acceptance.walker HOME URL SEED`."""

from __future__ import annotations

import sys
from pathlib import Path

from engine import background, commands, jobs
from engine.engine import Engine
from engine.people import actor_of
from engine.world import World

assert background  # registers the engine's jobs
SOPS = Path(__file__).parents[1] / "engine" / "sops"


def main(home: str, url: str, seed: str) -> None:
    """Start cases and complete their tasks; after every acknowledged command print `case seq key`."""
    engine = Engine.open(Path(home), url, world=World(), processes=SOPS)
    with engine.database.reading() as connection:
        ani, bram, umi = (actor_of(connection, name, now=engine.world.now()) for name in ("ani", "bram", "umi"))
    for number in range(1_000_000):
        case_id = _say(
            commands.start(
                engine, ani, "cuti", {"perihal": f"{seed}-{number}", "hari": 1}, key=f"{seed}:{number}:start"
            )
        )
        for person, task, data in (
            (ani, "susun", {"isi": "Mohon cuti."}),
            (bram, "periksa", {"keputusan": "setuju"}),
            (umi, "nomori", {"agenda": "1"}),
        ):
            _say(commands.complete(engine, person, case_id, task, data, key=f"{seed}:{number}:{task}"))
        jobs.run_pending(engine)


def _say(outcome: commands.Outcome) -> str:
    print(outcome.case_id, outcome.seq, flush=True)
    return outcome.case_id


if __name__ == "__main__":
    main(*sys.argv[1:4])
