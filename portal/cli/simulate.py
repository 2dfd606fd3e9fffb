"""`alur simulate`: demonstration data, load generator and test at once."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
import orjson
from sqlalchemy import func, select, text

from engine import jobs
from engine.engine import Engine
from engine.schema import cases
from engine.world import MovedWorld, SharedWorld
from portal.cli.data import load_demo
from portal.cli.opening import home, open_engine
from portal.simulation.run import Simulation

PENDING = "SELECT status, scheduled_at FROM procrastinate_jobs WHERE task_name = 'run_service' AND status IN ('todo', 'doing')"
START = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


@click.command()
@click.argument("sop")
@click.option("--cases", "count", default=10, show_default=True, help="Jumlah perkara.")
@click.option("--seed", default=1, show_default=True, help="Benih acak; benih yang sama, jalan yang sama.")
@click.option("--workers", default=0, show_default=True, help="Proses pekerja tersendiri (0: di proses ini).")
@click.option("--json", "as_json", is_flag=True, help="Keluaran JSON.")
def simulate(sop: str, count: int, seed: int, workers: int, as_json: bool) -> None:
    """Jalankan SOP dengan robot: retur, penolakan, ketidakhadiran, keterlambatan, semua lewat mesin yang sebenarnya."""
    if workers:
        clock = home() / "clock"
        clock.parent.mkdir(parents=True, exist_ok=True)
        world: MovedWorld | SharedWorld = SharedWorld(clock)
        world.move_to(START)
    else:
        world = MovedWorld(moment=START)
    engine = open_engine(world)
    load_demo(engine)
    if isinstance(world, MovedWorld):
        world.reseed(f"{sop}:{seed}:{_known_cases(engine)}")  # a second run in the same office draws other ids
    with _hands(engine, workers) as settle:
        result = Simulation(engine, sop, seed=seed, settle=settle).run(count)
    if as_json:
        click.echo(orjson.dumps(result.content).decode())
    else:
        _tell(result.content)
    sys.exit(0 if result.sound else 1)


def _known_cases(engine: Engine) -> int:
    with engine.database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(cases)) or 0


def _tell(content: dict[str, object]) -> None:
    click.echo(
        f"{content['cases']} perkara {content['sop']}, benih {content['seed']}: "
        f"{content['commands']} perintah, {content['commands_per_second']}/detik"
    )
    for name in ("endings", "steps", "refused"):
        click.echo(f"  {name:<10}" + "  ".join(f"{key}: {value}" for key, value in content[name].items()))  # type: ignore[attr-defined]  # these three are dicts
    click.echo(f"  documents {content['documents']}, incidents {content['incidents']}, open {content['open']}")


@contextmanager
def _hands(engine: Engine, workers: int) -> Iterator[Callable[[], None]]:
    """Who runs the jobs: this thread, or so many worker processes that share the clock."""
    if not workers:

        def run_here() -> None:
            jobs.run_pending(engine)

        yield run_here
        return
    crew = Crew(workers)
    try:
        yield lambda: crew.wait_for_jobs(engine)
    finally:
        crew.dismiss()


class Crew:
    """Worker processes that share the simulation's clock. One that dies is replaced: the next finds its jobs."""

    def __init__(self, size: int) -> None:
        self.hired = [self._hire() for _ in range(size)]

    def wait_for_jobs(self, engine: Engine) -> None:
        """Wait until no service job is pending."""
        while True:
            with engine.database.reading() as connection:
                left = connection.execute(text(PENDING)).all()
            if not left:
                return
            if all(row.status == "todo" and row.scheduled_at for row in left):
                self.pass_time(engine, min(row.scheduled_at for row in left))
            self.hired = [process if process.poll() is None else self._hire() for process in self.hired]
            time.sleep(0.01)

    @staticmethod
    def pass_time(engine: Engine, until: datetime | str) -> None:
        """Nothing but retries is left: move the shared clock to the first of them, or nobody ever would."""
        moment = datetime.fromisoformat(until) if isinstance(until, str) else until
        engine.world.move_to(moment)  # type: ignore[attr-defined]  # a simulation with workers has a shared world

    def dismiss(self) -> None:
        """Have every worker finish what it is at, and end."""
        for process in self.hired:
            process.terminate()
        for process in self.hired:
            process.wait(timeout=30)

    def _hire(self) -> subprocess.Popen[bytes]:
        environment = os.environ | {"ALUR_CLOCK": str(home() / "clock")}
        command = [sys.executable, "-m", "portal.cli", "worker"]
        return subprocess.Popen(command, env=environment, cwd=Path(__file__).parents[2], stdout=subprocess.DEVNULL)
