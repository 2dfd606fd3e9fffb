"""Golden histories: whole cases through the real engine, jobs, letters and log, a line an event."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.database import Database
from tests.walking import PROCESSES, letter_text, open_office
from tests.walking import walk as walk_case

HISTORIES = Path(__file__).parent / "histories"
BACK = {"keputusan": "kembalikan", "catatan": "Mohon diperbaiki."}

STORIES: dict[str, dict[str, list[dict[str, Any]]]] = {
    "straight": {},
    "returned_at_6_15_16_17": {
        "NK_paraf": [BACK],
        "T15_periksa": [BACK],
        "T16_periksa": [BACK],
        "T17_paraf": [BACK],
        "T17b_ttd": [BACK],
    },
    "another_date": {"BalasanBKD": [{"keputusan": "jadwal_lain"}]},
    "refused_by_bkd": {"BalasanBKD": [{"keputusan": "tolak"}]},
    "reply_late": {"delay:Catch12_balasan": [{"hours": 24 * 40}]},
    "files_late": {"delay:BK_unggah": [{"hours": 24 * 60}]},
    "signature_service_down": {"NK_ttd": [{"tte_terganggu": True}]},
    "participant_withdraws": {"T19_konfirmasi": [{"kesediaan": "tidak", "alasan": "Sakit."}]},
}


@pytest.mark.parametrize("story", STORIES)
def test_the_history_is_the_golden_one(
    walk: Callable[..., str], golden: Callable[[Path, str], None], story: str
) -> None:
    golden(HISTORIES / f"{story}.txt", walk("asesmen_jpt", STORIES[story]))


def test_a_day_to_day_acting_head_signs_as_such(sqlite_database: Database, home: Path) -> None:
    """The demonstration office names the secretary Plh. of the head from its 20th to its 24th day."""
    engine = open_office(sqlite_database, home, PROCESSES, "asesmen_jpt")

    told = walk_case(engine, "asesmen_jpt", {"delay:NK_konsep": [{"hours": 24 * 20}]})

    assert "01-27 task:completed CA05/NK_ttd sekban under a mandate (setuju)" in told
    letter = letter_text(engine, "surat_permohonan_fasilitasi")
    assert "Plh. KEPALA BKPSDA," in letter
    assert "Diah Contoh" in letter
    assert "Simulasi" in letter


def test_numbers_begin_anew_with_the_year(walk: Callable[..., str], golden: Callable[[Path, str], None]) -> None:
    golden(HISTORIES / "over_new_year.txt", walk("asesmen_jpt", {}, at=datetime(2026, 12, 28, 1, tzinfo=UTC)))
