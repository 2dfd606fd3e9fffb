"""An operator's incident: a handler fails, its cause is read, mended and tried again, and the case goes on."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import expect

from engine import commands, jobs
from engine.engine import Engine
from engine.people import actor_of
from engine.world import MovedWorld
from tests.browser.conftest import Arrive
from tests.browser.looking import faults, picture


def _walk(engine: Engine, case_id: str) -> None:
    steps = (
        ("ani", "susun", {"isi": "Surat yang membuat macet."}),
        ("bram", "periksa", {"keputusan": "setuju"}),
        ("umi", "nomori", {"agenda": "12"}),
    )
    for name, task, data in steps:
        with engine.database.reading() as connection:
            actor = actor_of(connection, name, now=engine.world.now())
        commands.complete(engine, actor, case_id, task, data)


def test_an_operator_mends_what_stopped(somebody: Arrive, engine: Engine, world: MovedWorld, home: Path) -> None:
    case_id = somebody("ani").start()
    _walk(engine, case_id)
    for _ in range(12):
        jobs.run_pending(engine)
        world.move(minutes=30)
    oka = somebody("oka", "narrow")

    oka.page.goto("/operasi")
    oka.page.get_by_role("link", name="Gangguan", exact=True).click()
    expect(oka.page.get_by_text("the printer is jammed").first).to_be_visible()
    picture(oka.page, "gangguan-narrow")
    stopped = faults(oka.page)
    mended = shutil.copytree(engine.processes, home / "mended") / "cuti" / "handlers.py"
    mended.write_text(mended.read_text(encoding="utf-8").replace('if "macet" in text:', "if False:"), encoding="utf-8")
    engine.processes = home / "mended"
    oka.page.get_by_role("button", name="Ulangi langkah ini").click()
    expect(oka.page.get_by_role("status")).to_contain_text("Diulang")
    jobs.run_pending(engine)

    oka.page.goto(f"/perkara/{case_id}")
    expect(oka.page.get_by_text("Gangguan diulang: Mencetak surat").first).to_be_visible()
    expect(oka.page.get_by_text("Petugas Umum").first).to_be_visible()
    oka.page.goto("/gangguan")
    expect(oka.page.get_by_text("Tidak ada gangguan")).to_be_visible()
    assert stopped + faults(oka.page) == []
