"""A worker process that begins a job and never ends it: for the test that kills it."""

import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.database import open_database
from engine.jobs import run_worker
from tests.jobs.office import Office

office = Office(open_database(sys.argv[1], Path.cwd()))


@office.registry.job(name="kirim")
def hang(engine: Office, n: int) -> None:
    print(f"running {n}", flush=True)
    threading.Event().wait()


run_worker(office, concurrency=1, heartbeat=0.2)
