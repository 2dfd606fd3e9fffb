"""What can go wrong when opening or entering the database."""

from engine.errors import AlurError


class DatabaseUnknown(AlurError):
    """Alamat basis data ini tidak dikenal. Pakai `sqlite:///berkas.db` atau `postgresql://pengguna@host/nama`."""


class DatabaseBusy(AlurError):
    """Basis data sedang dipakai proses lain terlalu lama. Coba lagi sebentar lagi."""


class TransactionOpen(AlurError):
    """Transaksi tulis lain masih terbuka di utas ini. Teruskan `connection` yang ada, jangan membuka yang kedua."""


class ReferencesBroken(AlurError):
    """Perubahan tabel dibatalkan: ada baris yang merujuk ke baris yang tidak ada. Perbaiki migrasinya."""
