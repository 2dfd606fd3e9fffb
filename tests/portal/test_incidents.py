"""What stopped is seen by the operator, with its cause, and tried again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from engine import jobs
from engine.engine import Engine
from engine.world import MovedWorld
from tests.portal.visitors import Visitor

Visit = Callable[[str | None], Visitor]


def test_an_operator_reads_why_a_step_stopped_and_tries_again(visit: Visit, engine: Engine, world: MovedWorld) -> None:
    ani, bram, umi = visit("ani"), visit("bram"), visit("umi")
    case_id = ani.start()
    ani.complete(case_id, "susun", isi="Surat yang membuat macet.")
    bram.complete(case_id, "periksa", keputusan="setuju")
    umi.complete(case_id, "nomori", agenda="12")
    for _ in range(12):
        jobs.run_pending(engine)
        world.moment += timedelta(hours=6)
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
