"""`python -m bench.overview`: the overview in a full database, and what counting its months costs."""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import time
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import update

from bench import models
from bench.crowd import fill
from bench.lists import FULL, _log_in
from bench.office import office
from engine import tallies
from engine.schema import accounts
from portal.app import create_app

#: Milliseconds of server time that the page takes at most.
MOST_MS = 300.0
PAGES = ("/ikhtisar", "/ikhtisar?dari=2023-02&sampai=2026-01", "/ikhtisar?jabatan=k.a", "/ikhtisar?unit=k")
FILES = ("/ikhtisar/unduh/beban.csv", "/ikhtisar/unduh/langkah.xlsx", "/ikhtisar/unduh/terlambat.csv")


def measure(size: int, database_url: str | None = None, *, rounds: int = 20) -> bool:
    """Fill, count, open every page so often; print, and give whether the promise held."""
    with office(_stepped(models.p15(ours=True)), "p15", database_url) as (engine, actor):
        crowd = fill(engine, actor, size=size)
        with engine.database.transaction() as connection:
            connection.execute(update(accounts).values(roles="auditor"))
        print(f"{crowd.finished} finished, {crowd.open} open tasks")
        print(f"all months counted  {_took(lambda: tallies.count(engine)):10.0f} ms")
        print(f"this month again    {_took(lambda: tallies.count(engine)):10.0f} ms")
        client = create_app(engine).test_client()
        _log_in(client)
        held = [_page(client, address, rounds) <= MOST_MS for address in PAGES]
        for address in FILES:
            _page(client, address, 3)
    return all(held)


def _stepped(model: bytes) -> bytes:
    """Every task a step of its own, as in a written SOP."""
    return re.sub(rb'<bpmn:userTask id="u(\d+)"', rb'<bpmn:userTask id="u\1" alur:sopStep="\1"', model)


def _page(client: FlaskClient, address: str, rounds: int) -> float:
    samples, worked = [], []
    for _ in range(rounds):
        began = time.process_time()
        samples.append(_took(lambda: _open(client, address)))
        worked.append((time.process_time() - began) * 1000)
    slowest = statistics.quantiles(samples, n=20)[-1]
    told = f"{statistics.median(samples):8.1f} ms   p95 {slowest:.1f}   CPU of this process {statistics.median(worked):.1f}"
    print(f"{address:<44}{told}", flush=True)
    return slowest


def _open(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, f"{address} answered {answer.status_code}"


def _took(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.overview", description=__doc__)
    parser.add_argument("--tasks", type=int, default=FULL)
    parser.add_argument("--database", help="a database URL; default: SQLite in a temporary folder")
    given = parser.parse_args()
    sys.exit(0 if measure(given.tasks, given.database) else 1)
