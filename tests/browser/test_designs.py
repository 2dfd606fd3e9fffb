"""The page of designs, narrow and wide, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.designs import keep
from engine.engine import Engine
from tests.browser.looking import faults, picture
from tests.browser.people import Somebody
from tests.spiff.drawing import chain, definitions, end, process, start, user

Arrive = Callable[..., Somebody]


@pytest.mark.parametrize(("size", "dark"), [("wide", False), ("narrow", True)])
def test_what_a_design_lacks(somebody: Arrive, engine: Engine, tmp_path: Path, size: str, dark: bool) -> None:
    drawing = tmp_path / "surat_perintah_tugas_perjalanan_dinas.bpmn"
    for name in ("x", "Periksa_kelengkapan_berkas_permohonan"):
        drawing.write_bytes(definitions(process(start(), user(name), end(), chain("mulai", name, "selesai"))))
        keep(engine, drawing)
    oka = somebody("oka", size, dark=dark)

    oka.page.goto("/rancangan")
    picture(oka.page, f"rancangan-{size}{'-gelap' if dark else ''}")
    found = faults(oka.page)
    oka.page.get_by_text("Yang masih kurang").last.press("Enter")

    assert found == []
    assert oka.page.locator("details[open]").count() == 2
