"""Each lane leads to a position that exists and that somebody holds today (`alur lint --office`)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.finding import Finding, Text
from engine.lint.folder import Folder

RULE = "lane-held"
SEVERITY = "error"


def check(folder: Folder) -> Iterator[Finding]:
    """Positions that the office does not know (error) and vacant ones (advice: somebody may be appointed tomorrow)."""
    if folder.holders is None:
        return
    for lane, position in folder.lanes.items():
        if position not in folder.holders:
            yield folder.setting(
                RULE,
                lane,
                Text(
                    f"Jabatan '{position}' tidak ada dalam daftar jabatan.", f"The office has no position '{position}'."
                ),
                Text("Perbaiki [lanes], atau daftarkan jabatannya.", "Mend [lanes], or register the position."),
                table="lanes",
            )
        elif not folder.holders[position]:
            yield folder.setting(
                RULE,
                lane,
                Text(
                    f"Jabatan '{position}' sedang tidak dipegang siapa pun.",
                    f"Nobody holds the position '{position}' today.",
                ),
                Text("Tunjuk pejabat, atau beri mandat Plt./Plh.", "Appoint somebody, or give a mandate."),
                table="lanes",
                severity="advice",
            )
