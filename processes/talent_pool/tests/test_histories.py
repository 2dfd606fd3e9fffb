"""Golden histories: whole cases through the real engine, jobs, letters and log, a line an event."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HISTORIES = Path(__file__).parent / "histories"

STORIES: dict[str, dict[str, list[dict[str, Any]]]] = {
    "straight": {},
    "bupati_revises": {"T2_disposisi_bupati": [{"keputusan": "revisi", "catatan": "Sebutkan sumber dananya."}]},
    "bupati_refuses": {"T2_disposisi_bupati": [{"keputusan": "tolak", "catatan": "Tahun depan saja."}]},
    "another_date": {"SM_catat": [{"keputusan": "jadwal_lain"}]},
    "refused_by_bkd": {"SM_catat": [{"keputusan": "tolak"}]},
}


@pytest.mark.parametrize("story", STORIES)
def test_the_history_is_the_golden_one(
    walk: Callable[..., str], golden: Callable[[Path, str], None], story: str
) -> None:
    golden(HISTORIES / f"{story}.txt", walk("talent_pool", STORIES[story]))
