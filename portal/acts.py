"""The acts of the journal in words: what was done, for people who do not read its keys."""

from __future__ import annotations

from portal.languages import gettext as _


def act_words(act: str) -> str:
    """An act in words; an unknown one as it is written."""
    return _known().get(act, act)


def _known() -> dict[str, str]:
    return {
        "person:added": _("Pegawai dicatat"),
        "person:changed": _("Data pegawai dibetulkan"),
        "person:left": _("Pegawai dicatat keluar"),
        "person:returned": _("Pegawai dicatat kembali"),
        "people:imported": _("Pegawai diimpor"),
        "account:made": _("Akun dibuat"),
        "account:reset": _("Kata sandi pertama diberikan"),
        "account:password": _("Kata sandi diganti sendiri"),
        "account:roles": _("Peran akun diubah"),
        "account:closed": _("Akun dikunci"),
        "account:opened": _("Akun dibuka"),
        "account:sessions-ended": _("Semua sesi diakhiri"),
        "seat:given": _("Diangkat dalam jabatan"),
        "seat:ended": _("Jabatan berakhir"),
        "mandate:given": _("Mandat dicatat"),
        "mandate:ended": _("Mandat diakhiri"),
        "export:made": _("Berkas diunduh"),
        "calendar:changed": _("Kalender diubah"),
        "design:kept": _("Rancangan disimpan"),
        "start:failed": _("Perkara gagal dimulai otomatis"),
        "mail:chosen": _("Cara menerima surel diubah"),
        "feed:made": _("Alamat kalender dibuat"),
        "feed:revoked": _("Alamat kalender dicabut"),
        "link:made": _("Tautan peserta dibuat"),
        "links:made": _("Tautan semua peserta dibuat"),
        "link:revoked": _("Tautan peserta dicabut"),
        "link:used": _("Tautan peserta dipakai"),
        "link:refused": _("Tautan peserta ditolak"),
        "link:shut": _("Tautan peserta ditutup"),
        "delivery:again": _("Kiriman diulang"),
        "delivery:read": _("Berkas kiriman diambil mitra"),
        "incoming:again": _("Pesan masuk dicoba lagi"),
        "partner:added": _("Mitra ditambahkan"),
        "partner:changed": _("Mitra diubah"),
        "partner:paused": _("Mitra dijeda"),
        "partner:resumed": _("Mitra diaktifkan"),
        "partner:rotated": _("Rahasia mitra diganti"),
    }
