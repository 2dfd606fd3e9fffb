"""`sop.toml` says what the portal and the engine need, and every lane it names is mapped (docs/architecture.md, The SOP folder)."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from engine.lint.finding import Finding, Text
from engine.lint.folder import Folder

RULE = "setting-missing"
SEVERITY = "gap"
NEEDED = ("id", "process", "title", "prefix", "lanes", "start")
KNOWN = frozenset(
    {
        *NEEDED, "case_name", "number", "legal_basis", "unit", "steps", "cancel", "shared", "title_expression", "retention",
        "steps_titles", "steps_requirements", "steps_outputs",
    }
)  # fmt: skip


def check(folder: Folder) -> Iterator[Finding]:
    """Keys that are missing, keys that look misspelt (advice), lanes that start or cancel a case without a position."""
    for key in NEEDED:
        if key not in folder.settings:
            yield folder.setting(
                RULE,
                key,
                Text(f"'{key}' tidak ada.", f"'{key}' is missing."),
                Text("Tambahkan.", "Add it."),
                severity="gap",
            )
    for key in sorted(set(folder.settings) - KNOWN):
        near = difflib.get_close_matches(key, KNOWN, n=1)
        if near:  # other keys may serve an office's own tools
            yield folder.setting(
                RULE, key, Text(f"'{key}' tidak dikenal.", f"'{key}' is unknown."),
                Text(f"Mungkin '{near[0]}'?", f"Perhaps '{near[0]}'?"), severity="advice",
            )  # fmt: skip
    for key in ("start", "cancel"):
        for lane in folder.listed(key):
            if lane not in folder.lanes and "." not in lane:
                yield folder.setting(
                    RULE, key,
                    Text(f"Lajur '{lane}' tidak dipetakan ke jabatan.", f"Lane '{lane}' is mapped to no position."),
                    Text("Petakan di [lanes].", "Map it in [lanes]."), severity="gap",
                )  # fmt: skip
