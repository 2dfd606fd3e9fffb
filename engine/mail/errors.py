"""What can go wrong with mail. None of these ever holds an address: they are written to logs."""

from __future__ import annotations

from engine.errors import AlurError


class MailMisconfigured(AlurError):
    """Pengaturan surel tidak dapat dipakai."""


class MailDelayed(AlurError):
    """Surel ini belum dapat diserahkan kepada peladen surel; dicoba lagi nanti."""


class MailRefused(AlurError):
    """Peladen surel menolak surel ini untuk seterusnya."""
