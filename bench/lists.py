"""B7: server time of the inbox, a task, a case and the list of cases in a full database, beside the same in a small one."""

from __future__ import annotations

import random
import re
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from flask.testing import FlaskClient

from bench import models
from bench.crowd import DONE, PASSWORD, Crowd, fill
from bench.office import office
from portal.app import create_app

#: Tasks in the full database (ten finished for one open), and in the small one that it is compared with: it holds more cases than one
#: page of a search looks at (engine.queries.case_list.WALK), so that both do the same work.
FULL, SMALL = 1_100_000, 33_000
#: The promises: milliseconds that 95 of 100 pages take at most, and how much more than in the small database at most.
MOST_MS, MOST_RATIO = 25.0, 1.3
WARM_UP = 5


@dataclass(frozen=True)
class Page:
    """Milliseconds of server time of a page in the full database, and its median beside that in the small one."""

    median: float
    p95: float
    ratio: float


def measure(database_url: str | None = None, *, size: int = FULL, rounds: int = 80) -> dict[str, Page]:
    """Open every page so often in both databases, in turns. `database_url`: a database for the full one; its small
    neighbour is then the same kind only on SQLite."""
    with ExitStack() as stack:
        full, small = (stack.enter_context(_reader(url, count)) for url, count in ((database_url, size), (None, SMALL)))
        return {name: _page(full[name], small[name], rounds) for name in full}


Visit = Callable[[], None]


@contextmanager
def _reader(database_url: str | None, size: int) -> Iterator[dict[str, Visit]]:
    """A filled office, and a person in it who opens pages."""
    with office(models.p15(ours=True), "p15", database_url) as (engine, actor):
        crowd = fill(engine, actor, size=size)
        client = create_app(engine).test_client()
        _log_in(client)
        yield {name: _visit(client, addresses) for name, addresses in _addresses(crowd).items()}


def _addresses(crowd: Crowd) -> dict[str, list[str]]:
    open_task = f"u{DONE + 1}"
    return {
        "inbox": ["/tugas"],
        "inbox, late": ["/tugas?lihat=terlambat"],
        "inbox, waiting for others": ["/tugas?lihat=menunggu"],
        "inbox, sorted, searched": [
            "/tugas?urut=langkah",
            "/tugas?urut=perkara",
            "/tugas?cari=tidak-ada",
            "/tugas?cari=izin",
        ],
        "news": ["/kabar"],
        "task": [f"/perkara/{case}/tugas/{open_task}" for case in crowd.running],
        "case": [f"/perkara/{case}" for case in (*crowd.running, *crowd.completed)],
        "case, why it waits": [f"/perkara/{case}/menunggu" for case in crowd.running],
        "cases": ["/perkara"],
        "cases, searched": ["/perkara?cari=izin&status=completed", "/perkara?cari=B-R-0000042"],
    }


def _log_in(client: FlaskClient) -> None:
    page = client.get("/masuk").get_data(as_text=True)
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    answer = client.post("/masuk", data=hidden | {"pengguna": "ani", "sandi": PASSWORD})
    assert answer.status_code == 303, f"the log-in answered {answer.status_code}"


def _visit(client: FlaskClient, addresses: list[str]) -> Visit:
    dice = random.Random(7)

    def open_page() -> None:
        answer = client.get(dice.choice(addresses))
        assert answer.status_code == 200, f"{answer.request.path} answered {answer.status_code}"

    return open_page


def _page(full: Visit, small: Visit, rounds: int) -> Page:
    for _ in range(WARM_UP):
        full(), small()
    took: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for visit, samples in zip((full, small), took, strict=True):
            began = time.perf_counter()
            visit()
            samples.append((time.perf_counter() - began) * 1000)
    return Page(
        median=statistics.median(took[0]),
        p95=statistics.quantiles(took[0], n=20)[-1],
        ratio=statistics.median(took[0]) / statistics.median(took[1]),
    )


def show(pages: dict[str, Page]) -> bool:
    """Print the table; gives whether every promise held."""
    held = True
    for name, page in pages.items():
        kept = page.p95 <= MOST_MS and page.ratio <= MOST_RATIO
        held &= kept
        print(
            f"{name:<28}{page.median:>9.2f} ms   p95 {page.p95:.2f} (<= {MOST_MS:g})   to small {page.ratio:.2f} "
            f"(<= {MOST_RATIO:g})   {'held' if kept else 'BROKEN'}"
        )
    return held
