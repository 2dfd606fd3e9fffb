"""An SOP names its legal basis (PermenPANRB 35/2012, dasar hukum)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.finding import Finding, Text
from engine.lint.folder import Folder

RULE = "sop-ap-legal-basis"
SEVERITY = "advice"


def check(folder: Folder) -> Iterator[Finding]:
    """No regulation named at all, or entries without a number and year."""
    basis = folder.settings.get("legal_basis", [])
    if not basis:
        yield folder.setting(
            RULE,
            "legal_basis",
            Text("Dasar hukum belum disebut.", "No legal basis is named."),
            Text(
                "Tulis peraturannya: jenis, nomor, tahun, tentang.",
                "Name the regulations: kind, number, year, subject.",
            ),
            severity="advice",
        )
        return
    for entry in basis if isinstance(basis, list) else [basis]:
        if not any(character.isdigit() for character in str(entry)):
            yield folder.setting(
                RULE,
                "legal_basis",
                Text(
                    f"Dasar hukum '{str(entry)[:60]}' tidak bernomor.",
                    f"The legal basis '{str(entry)[:60]}' has no number.",
                ),
                Text("Tulis nomor dan tahunnya.", "Write its number and year."),
                severity="advice",
            )
