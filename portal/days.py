"""Days out of forms and addresses: as a browser's field sends them, or as people write them."""

from __future__ import annotations

import re
from datetime import date


def day(text: str | None) -> date | None:
    """2026-11-24, 24/11/2026, 24-11-2026 or 24.11.2026; None for what is no day of the calendar."""
    text = (text or "").strip()
    found = re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text)
    except ValueError:
        return None
