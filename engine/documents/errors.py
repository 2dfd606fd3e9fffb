"""What can go wrong while a letter is made; each says what to do next."""

from __future__ import annotations

from engine.errors import AlurError


class RenderFailed(AlurError):
    """Naskah ini gagal dicetak. Perbaiki templatnya atau datanya, lalu ulangi langkah ini.

    Shapes: `template` names the file at fault, `line` counts from 1 (None when the compiler gives none), `hint` is the
    compiler's advice.
    """

    def __init__(
        self, reason: str, *, template: str | None = None, line: int | None = None, hint: str | None = None
    ) -> None:
        self.reason, self.template, self.line, self.hint = reason, template, line, hint
        where = f" (templat {template}{f', baris {line}' if line else ''})" if template else ""
        advice = f" Saran: {hint}." if hint else ""
        super().__init__(
            f"Naskah gagal dicetak{where}: {reason}.{advice} Perbaiki templat atau datanya, lalu ulangi langkah ini."
        )


class TemplateMissing(RenderFailed):
    """Templat naskah ini tidak ada di folder documents SOP maupun di processes/bersama/documents."""


class RenderTooExpensive(RenderFailed):
    """Naskah ini melampaui batas waktu atau memori pencetakan. Sederhanakan templatnya atau kurangi datanya."""


class FontsMissing(RenderFailed):
    """Huruf naskah (Arimo) belum terpasang. Jalankan `make install`, atau tunjuk foldernya dengan ALUR_FONTS."""
