"""Where the letters' type lies: fixed files, never the machine's own, so that bytes do not depend on it."""

from __future__ import annotations

import os
from pathlib import Path

from engine.documents.errors import FontsMissing

_ROOT = Path(__file__).resolve().parents[2]
_PLACES = (
    _ROOT / "frontend" / "node_modules" / "@expo-google-fonts" / "arimo",  # the same files; a rebuild leaves them alone
    _ROOT / "frontend" / "dist" / "fonts",
)


def find_fonts() -> Path:
    """The folder with the letters' fonts: `ALUR_FONTS`, else what the frontend build installed. Raises FontsMissing."""
    named = os.environ.get("ALUR_FONTS")
    for place in (Path(named),) if named else _PLACES:
        if place.is_dir() and next(place.rglob("*.[to]tf"), None):
            return place.resolve()
    raise FontsMissing(
        "huruf Arimo belum terpasang", hint="jalankan `make install` atau isi ALUR_FONTS dengan foldernya"
    )
