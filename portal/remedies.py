"""What an operator does about what stopped: a plain sentence or two for every code, by whom it is mended and how."""

from __future__ import annotations

from portal.languages import gettext as _

#: A failed job's cause stands before the colon of its message.
JOB = "job-failed"


def remedy(code: str, message: str) -> str:
    """What to do about an incident, before it is tried again."""
    if code == JOB:
        return _of_jobs().get(message.partition(":")[0]) or _(
            "Fungsi layanan SOP gagal berkali-kali. Buka rincian teknis, perbaiki sebabnya (layanan luar, berkas,"
            " atau handlers.py), lalu ulangi."
        )
    return _of_models().get(code) or _("Baca pesannya, perbaiki sebabnya bersama penyusun SOP, lalu ulangi.")


def codes() -> frozenset[str]:
    """Every code that has words of its own."""
    return frozenset(_of_models()) | {JOB}


def _of_jobs() -> dict[str, str]:
    """By the kind of error that a service ended with."""
    away = _("Layanan yang dipanggil tidak terjangkau atau tidak menjawab. Tunggu sampai pulih, lalu ulangi.")
    return {
        "HandlerMissing": _(
            "Fungsi yang dinamai diagram tidak ada di handlers.py. Pasang versi SOP yang lengkap (alur deploy), "
            "lalu ulangi."
        ),
        "RenderFailed": _(
            "Surat gagal dicetak. Rincian teknis menyebut templat dan barisnya; perbaiki templat atau isiannya "
            "bersama penyusun SOP, lalu ulangi."
        ),
        "YearWithoutCalendar": _(
            "Hari libur tahun itu belum ada di kalender. Terbitkan kalendernya dengan nomor keputusannya, lalu ulangi."
        ),
        "ConfidentialRefused": _(
            "Langkah ini membaca data rahasia yang bukan untuk jabatannya. Betulkan pembacanya di diagram bersama"
            " penyusun SOP."
        ),
        "TimeoutError": away,
        "ConnectionError": away,
        "ConnectionRefusedError": away,
        "ConnectionResetError": away,
    }


def _of_models() -> dict[str, str]:
    """By what the model could not do. The data of a case are its history: they are corrected by the diagram, never by hand."""
    expression = _(
        "Sebuah rumus di langkah ini tidak dapat dihitung dari data perkara. Pesannya menyebut rumus dan nama"
        " yang kurang; betulkan diagramnya bersama penyusun SOP."
    )
    loop = _(
        "Perulangan di langkah ini tidak cocok dengan datanya. Betulkan daftar atau jumlahnya di diagram "
        "bersama penyusun SOP."
    )
    limit = _(
        "Batas keamanan tercapai: biasanya diagram berputar tanpa akhir atau datanya terlalu banyak. Periksa "
        "putar ulangnya bersama penyusun SOP sebelum mengulang."
    )
    state = _(
        "Langkahnya sudah tidak menunggu; biasanya sudah diselesaikan lewat jalan lain. Buka perkaranya; bila"
        " berjalan, ulangi sekali untuk menutup gangguan ini."
    )
    return {
        "no-branch": _(
            "Tidak satu pun cabang gerbang ini berlaku untuk data perkara. Tambahkan cabang bawaan atau betulkan "
            "syaratnya di diagram bersama penyusun SOP."
        ),
        "stuck": _(
            "Gerbang penggabung menunggu cabang yang tidak akan pernah sampai. Betulkan diagramnya bersama "
            "penyusun SOP."
        ),
        "uncaught-error": _(
            "Langkah ini melaporkan galat yang tidak ditangkap diagram. Gambar kejadian galat di tepinya bersama "
            "penyusun SOP, atau hilangkan sebabnya lalu ulangi."
        ),
        "error-uncaught": _(
            "Layanan langkah ini melaporkan galat yang tidak ditangkap diagram. Hilangkan sebabnya lalu ulangi, "
            "atau gambar kejadian galat di tepinya."
        ),
        "expression": expression,
        "not-boolean": expression,
        "bad-timer": _(
            "Waktu tunggu di langkah ini tidak terbaca sebagai tanggal atau lama waktu. Betulkan di diagram "
            "bersama penyusun SOP."
        ),
        "bad-step": _("Nomor langkah SOP pada elemen ini bukan bilangan. Betulkan di diagram bersama penyusun SOP."),
        "bad-data": _(
            "Hasil langkah ini berisi nilai yang tidak dapat disimpan. Betulkan formulir atau fungsi layanannya "
            "bersama penyusun SOP."
        ),
        "output-missing": loop,
        "not-a-list": loop,
        "bad-count": loop,
        "budget": limit,
        "too-many-steps": limit,
        "too-many-tasks": limit,
        "too-many-instances": limit,
        "too-deep": limit,
        "not-open": state,
        "not-due": state,
        "bad-state": _(
            "Keadaan tersimpan perkara ini tidak terbaca. Jalankan alur verify lalu alur rebuild untuk perkara "
            "ini, kemudian ulangi."
        ),
        "start-ambiguous": _(
            "Proses ini mempunyai beberapa kejadian mulai dan tidak tahu yang mana. Betulkan diagramnya bersama "
            "penyusun SOP."
        ),
        "start-missing": _(
            "Kejadian mulai yang diminta tidak ada di diagram. Pasang versi SOP yang benar, lalu ulangi."
        ),
    }
