"""What can go wrong, named after what happened. The docstring is what a person reads; `portal/errors.py` maps each to an HTTP status."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any


class AlurError(Exception):
    """Permintaan ini tidak dapat dipenuhi."""

    def __init__(self, message: str | None = None) -> None:
        #: What a person reads; a Said where it names something.
        self.message = message or (type(self).__doc__ or "").strip()
        super().__init__(self.message)


class NotFound(AlurError):
    """Yang Anda cari tidak ada, atau bukan untuk Anda."""


class NotAllowed(AlurError):
    """Anda tidak berwenang melakukan ini."""


class SeatEnded(NotAllowed):
    """Anda tidak lagi memegang jabatan yang berwenang atas tugas ini."""


class TaskAlreadyDone(AlurError):
    """Tugas ini sudah diselesaikan."""

    def __init__(self, message: str | None = None, *, by: str | None = None, at: datetime | None = None) -> None:
        super().__init__(message)
        self.by, self.at = by, at


class TaskClaimed(AlurError):
    """Tugas ini sedang dikerjakan orang lain."""


class StaleVersion(AlurError):
    """Halaman ini sudah tidak mutakhir: tugasnya berubah sejak Anda membukanya. Muat ulang, isian Anda tetap tersimpan."""


class PersonChanged(StaleVersion):
    """Data pegawai ini diubah orang lain sejak Anda membukanya. Periksa keadaannya sekarang, lalu kirim lagi bila masih perlu."""


class PersonLeft(AlurError):
    """Pegawai ini sudah dicatat keluar. Bila itu keliru, catat dahulu bahwa ia kembali."""


class ImportRefused(AlurError):
    """Berkas ini tidak dapat diimpor."""


class ImportStale(AlurError):
    """Data pegawai berubah sejak pratinjau ini dibuat, jadi belum ada yang diimpor. Di bawah ini pratinjau yang baru."""


class InvalidForm(AlurError):
    """Ada isian yang perlu diperbaiki."""

    def __init__(self, errors: Mapping[str, str], values: Mapping[str, object] | None = None) -> None:
        super().__init__()
        self.errors, self.values = dict(errors), dict(values or {})


class DraftNewer(AlurError):
    """Draf yang lebih baru sudah tersimpan dari tab atau gawai lain."""

    def __init__(self, message: str | None = None, *, at: datetime | None = None, revision: int = 0) -> None:
        super().__init__(message)
        self.at, self.revision = at, revision


class DraftRefused(AlurError):
    """Draf ini terlalu panjang untuk disimpan; isian tetap ada di halaman ini."""


class UploadRefused(AlurError):
    """Berkas ini tidak dapat diterima."""


class CaseEnded(AlurError):
    """Perkara ini sudah berakhir."""


class CaseStopped(AlurError):
    """Langkah ini gagal dijalankan; gangguannya sudah dicatat dan operator diberi tahu. Isian Anda tidak hilang."""


class MessageRefused(AlurError):
    """Pesan ini tidak dapat diterima."""


class SopUnknown(NotFound):
    """SOP ini tidak dikenal. Jalankan `alur deploy` lebih dahulu."""


class SopRefused(AlurError):
    """SOP ini tidak dapat dipasang."""

    def __init__(self, message: str, problems: list[str] | None = None) -> None:
        super().__init__(message)
        self.problems = problems or []

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *(f"  - {problem}" for problem in self.problems)])


class SopUnfinished(SopRefused):
    """SOP ini belum lengkap; gambarnya dapat disimpan sebagai rancangan."""

    def __init__(self, message: str, problems: list[str], missing: Sequence[Any]) -> None:
        super().__init__(message, problems)
        self.missing = list(missing)


class DesignUnknown(NotFound):
    """Rancangan ini tidak ada."""


class ExportRefused(AlurError):
    """Berkas rancangan tidak dapat ditulis ke sana."""


class HandlerMissing(AlurError):
    """Fungsi layanan ini tidak ada di handlers.py."""


class YearWithoutCalendar(AlurError):
    """Hari libur tahun ini belum ditetapkan dalam kalender. Perbarui kalender lebih dahulu."""


class CalendarRefused(AlurError):
    """Perubahan kalender ini tidak dapat diterima."""


class LogBroken(AlurError):
    """Catatan perkara ini tidak utuh. Jalankan `alur verify` untuk mengetahui letaknya."""


class LoginFailed(AlurError):
    """Nama pengguna atau kata sandi tidak cocok."""


class FirstPasswordOld(LoginFailed):
    """Kata sandi pertama ini sudah terlalu lama tidak dipakai. Minta yang baru kepada operator."""


class LoginThrottled(AlurError):
    """Terlalu banyak percobaan masuk. Tunggu beberapa menit lalu coba lagi."""


class PasswordThrottled(LoginThrottled):
    """Kata sandi lama salah lima kali berturut-turut. Tunggu lima menit, lalu coba lagi; halaman lain tetap dapat dipakai."""


class ConfidentialRefused(NotAllowed):
    """Data ini rahasia dan bukan untuk jabatan Anda."""


class LinkInvalid(NotFound):
    """Tautan ini tidak berlaku: mungkin sudah diganti, dicabut, atau lewat masa berlakunya."""


class LinkMismatch(LoginFailed):
    """Angka itu tidak cocok. Periksa 6 angka terakhir NIP Anda, lalu coba lagi."""


class PartnerRefused(AlurError):
    """Mitra ini tidak dapat disimpan."""


class PartnerPaused(AlurError):
    """Mitra ini sedang dijeda. Aktifkan lebih dahulu, lalu kirim lagi."""


class MessageReused(AlurError):
    """Pengenal pesan ini sudah dipakai untuk pesan lain."""
