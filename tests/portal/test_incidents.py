"""What stopped is seen by the operator, with its cause, and tried again."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from engine import jobs
from engine.engine import Engine
from engine.schema import notices
from engine.world import MovedWorld
from portal.remedies import codes
from tests.portal.visitors import Visitor

Visit = Callable[[str | None], Visitor]
ENGINE = Path(__file__).parents[2] / "engine"


def test_an_operator_reads_why_a_step_stopped_and_tries_again(visit: Visit, engine: Engine, world: MovedWorld) -> None:
    case_id = stopped(visit, engine, world)
    oka = visit("oka")

    page = oka.get("/gangguan")
    sent = oka.send(page, page.all("//form[contains(@action, '/ulang')]/@action")[0])

    assert "the printer is jammed" in page.text
    assert page.all("//main//h2/a/@href") == [f"/perkara/{case_id}"]
    assert sent.status == 303
    after = oka.get(sent.location)
    assert "Diulang" in after.all("//*[@role='status']")[0]
    assert "Tidak ada gangguan" in after.text
    assert "Gangguan diulang: Mencetak surat" in oka.get(f"/perkara/{case_id}").all("//*[@class='what']")


def _codes() -> set[str]:
    """Every code that the engine gives an incident: the first text of the calls that make one."""
    makers = {"ExecutionFailed", "exceeded", "failed", "open_incident"}
    found = set()
    for path in ENGINE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or getattr(node.func, "attr", getattr(node.func, "id", "")) not in makers:
                continue
            named = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
            texts = [each.value for each in [*named, *node.args] if isinstance(each, ast.Constant)]
            found |= {text for text in texts[:1] if isinstance(text, str) and re.fullmatch(r"[a-z]+(-[a-z]+)*", text)}
    return found | {"budget", "expression"}  # chosen in engine/spiff/instance.py


def test_every_code_has_a_remedy_of_its_own() -> None:
    assert len(_codes()) > 15
    assert _codes() - codes() == set()


def test_an_incident_leads_to_its_step_its_case_and_what_to_do(visit: Visit, engine: Engine, world: MovedWorld) -> None:
    case_id = stopped(visit, engine, world)
    oka = visit("oka")

    page = oka.get("/gangguan")
    (replay,) = page.all("//main//a[contains(@href, 'putar-ulang')]/@href")

    assert replay == f"/perkara/{case_id}/putar-ulang?langkah=4"
    assert "Memberi nomor" in oka.get(replay).text
    assert "Yang perlu dilakukan: Fungsi layanan SOP gagal berkali-kali" in page.text
    assert "sekali sehari untuk sebab yang sama: Oka." in page.text
    told = [row for row in _notices(engine) if row.kind == "incident.opened"]
    assert [(row.person, row.case_id) for row in told] == [("oka", case_id)]


def test_one_trouble_in_many_cases_is_told_once_a_day(visit: Visit, engine: Engine, world: MovedWorld) -> None:
    for _ in range(2):
        stopped(visit, engine, world)

    days = {row.at.date() for row in _notices(engine)}
    assert len([row for row in _notices(engine) if row.kind == "incident.opened"]) == len(days)


def stopped(visit: Visit, engine: Engine, world: MovedWorld) -> str:
    """A case whose letter cannot be printed; gives its id."""
    ani, bram, umi = visit("ani"), visit("bram"), visit("umi")
    case_id = ani.start()
    ani.complete(case_id, "susun", isi="Surat yang membuat macet.")
    bram.complete(case_id, "periksa", keputusan="setuju")
    umi.complete(case_id, "nomori", agenda="12")
    for _ in range(12):
        jobs.run_pending(engine)
        world.moment += timedelta(minutes=30)
    return case_id


def _notices(engine: Engine) -> list[Any]:
    with engine.database.reading() as connection:
        return list(connection.execute(notices.select()))
