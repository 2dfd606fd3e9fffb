"""What can go wrong with jobs."""

from engine.errors import AlurError


class JobUnknown(AlurError):
    """Pekerjaan dengan nama ini tidak terdaftar di versi ini. Jalankan versi yang mengenalnya."""


class JobRegisteredTwice(AlurError):
    """Nama pekerjaan ini sudah terdaftar."""


class JobDied(AlurError):
    """Proses yang menjalankan pekerjaan ini mati berulang kali di tengah jalan."""
