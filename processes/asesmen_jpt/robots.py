"""What simulated officials, participants and the provincial agency do in the assessment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random  # noqa: TID251  # the type only; the simulation gives the dice

COMPETENCIES = (
    *("integritas", "kerja_sama", "komunikasi", "orientasi_hasil", "pelayanan_publik"),
    *("pengembangan", "perubahan", "keputusan", "perekat_bangsa"),
)
POSTS = ("Kepala Dinas Kesehatan", "Kepala Dinas Pendidikan", "Kepala Dinas Pekerjaan Umum", "Staf Ahli Bupati")
AGENCY = "BKD Provinsi Jawa Timur"
#: Persons of the committee's list who are kept in reserve: they are exempt at first and may replace somebody.
RESERVE = 2
ROOM = "UPT Penilaian Kompetensi BKD Provinsi Jawa Timur, Surabaya"
#: What people write: form -> path -> choices.
TEXTS: dict[str, dict[str, tuple[str, ...]]] = {
    "perintah_persiapan": {
        "arahan": ("Siapkan pelaksanaan asesmen sesuai permintaan Pansel.", "Segera koordinasikan.")
    },
    "koordinasi_bkd": {
        "narahubung": ("Contoh Narahubung, S.Psi.",),
        "tempat": (ROOM,),
        "catatan": ("BKD meminta surat resmi.", "Jadwal menunggu persetujuan pimpinan BKD."),
    },
    "perintah_surat": {"arahan": ("Lampirkan daftar peserta.", "")},
    "kirim_surat": {"penerima": ("Petugas persuratan", "Sekretariat")},
    "hubungi_bkd": {
        "berbicara_dengan": ("Contoh Narahubung, S.Psi.",),
        "hasil": ("Surat masih di meja pimpinan.", "Dijanjikan dalam pekan ini.", "Sedang disusun."),
    },
    "lapor_berhenti": {
        "laporan": ("Asesmen tidak dapat dilanjutkan; rinciannya ada pada surat dan rekapitulasi perkara ini.",),
        "usul": ("Mengajukan permohonan kembali pada triwulan berikutnya.", "Menunggu keputusan Pansel."),
    },
    "perintah_paket": {"pengarahan.tempat": ("Ruang Rapat BKPSDA, Bangkalan",), "arahan": ("Naikkan hari ini.", "")},
    "susun_paket": {
        "pakaian": ("Pakaian Dinas Harian (PDH)",),
        "pimpinan_pengarahan": ("Sekretaris Daerah", "Asisten Administrasi Umum"),
        "narahubung.nama": ("Contoh Petugas, S.Kom.",),
        "narahubung.telepon": ("081700000000",),
        "catatan_surat": ("Peserta membawa kartu identitas.", ""),
    },
    "rekap_berkas": {"catatan": ("Status berkas sesuai unggahan terakhir.", "")},
    "tetapkan_peserta": {"catatan": ("Sesuai hasil pemeriksaan berkas.", "")},
    "distribusi": {"catatan": ("Peserta hadir 30 menit lebih awal.", "")},
    "berita_acara": {"panitia_bkd.nama": ("Contoh Panitia, S.Psi.",), "catatan": ("Pelaksanaan berjalan tertib.", "")},
    "serah_laporan": {"catatan": ("Diserahkan dalam sampul tertutup.", "")},
    "laporan_kegiatan": {
        "hasil": ("Asesmen terlaksana sesuai jadwal.\nRekapitulasi level sudah diserahkan kepada Pansel.",),
        "kesimpulan": ("Seluruh tahapan terlaksana dengan tertib.",),
        "saran": ("Hasil asesmen dipakai sebagai bahan pertimbangan Pansel.",),
    },
    "arsip": {"lokasi": ("Lemari arsip 2, rak 3, boks 14", "Arsip elektronik Bidang PKA")},
}


def start(rng: Random, people: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Data of the start form: target posts, and participants drawn from the demonstration office."""
    posts = rng.sample(POSTS, rng.choice((1, 1, 2)))
    chosen = rng.sample(list(people), min(len(people), rng.choice((3, 5, 6, 8))))
    number = rng.randint(1, 90)
    return {
        "nama": f"Asesmen Job Target {' dan '.join(posts)}",
        "jabatan_target": [{"jabatan": post} for post in posts],
        "sk_pansel.nomor": f"{number:03}/PANSEL/2026",
        "peserta": [candidate(person, rng.choice(posts)) for person in chosen],
    }


def candidate(person: dict[str, Any], post: str) -> dict[str, Any]:
    """A participant as the committee's list names them."""
    kept = {key: person[key] for key in ("nip", "nama", "pangkat", "golongan", "jabatan", "opd")}
    return {**kept, "jabatan_target": post}


def decide(element: str, form: str, context: dict[str, Any], rng: Random) -> dict[str, Any]:
    """Overrides of a form's sampled data: the share of returns, refusals and absences that an office sees."""
    answers = {
        "T02_daftar_peserta": listed,
        "T03_koordinasi_bkd": talks,
        "T04_perintah_surat": wanted_letter,
        "Catch12_balasan": by_hand,
        "T13_perintah_paket": planned,
        "T19_konfirmasi": confirmed,
        "T19e_tetapkan": settled,
        "T21_presensi": attended,
        "T21b_berita_acara": minutes,
        "Catch22_rekap": recap,
        "SM_catat": schedule,
    }
    written: dict[str, Any] = {path: rng.choice(choices) for path, choices in TEXTS.get(form, {}).items()}
    if form in ("agenda_npknd", "nomor_setda"):
        written["agenda"] = f"{rng.randint(1, 999):04}"
    if element in answers:
        return written | answers[element](context, rng)
    if form in ("periksa_paket", "ttd_paket", "konfirmasi_daftar", "periksa_rekap"):
        return checked(rng) | ({"tte_terganggu": rng.random() < 0.04} if form == "ttd_paket" else {})
    return written


def checked(rng: Random) -> dict[str, Any]:
    """Agree, or return with a note."""
    if rng.random() < 0.10:
        return {"keputusan": "kembalikan", "catatan": "Masih ada yang keliru pada daftar peserta; mohon diperbaiki."}
    return {"keputusan": "setuju"}


def listed(context: dict[str, Any], rng: Random) -> dict[str, Any]:
    """Who must be assessed: all but those in reserve."""
    everyone = [person["nip"] for person in context["kegiatan"]["peserta"]]
    return {"wajib": everyone[: max(1, len(everyone) - RESERVE)], "tambahan": []}


def talks(context: dict[str, Any], rng: Random) -> dict[str, Any]:
    """The proposed days lie some weeks ahead."""
    first = today(context) + timedelta(days=rng.randint(60, 75))
    return {"usulan_mulai": first.isoformat(), "usulan_selesai": (first + timedelta(days=2)).isoformat()}


def wanted_letter(context: dict[str, Any], rng: Random) -> dict[str, Any]:
    """Mostly facilitation, sometimes experts."""
    kind = "surat_permohonan_narasumber" if rng.random() < 0.3 else "surat_permohonan_fasilitasi"
    return {"jenis_surat": kind}


def answer(rng: Random) -> dict[str, Any]:
    """The agency's reply: agrees, offers another date, refuses."""
    decision = rng.choices(("setuju", "jadwal_lain", "tolak"), (80, 14, 6))[0]
    return {
        "asal": AGENCY,
        "nomor": f"800.1.14/{rng.randint(100, 9999)}/204.6/2026",
        "hal": "Fasilitasi Penilaian Kompetensi",
        "keputusan": decision,
    }


def by_hand(context: dict[str, Any], rng: Random) -> dict[str, Any]:
    """A reply that came on paper and is registered by the office."""
    return answer(rng)


def schedule(context: dict[str, Any], rng: Random) -> dict[str, Any]:
    """The day that the agency's reply names; a refusal names none."""
    decision = context["masuk"]["payload"].get("keputusan") or "setuju"
    day = (today(context) + timedelta(days=70)).isoformat()
    return {"keputusan": decision, "jadwal": ... if decision == "tolak" else day}


def planned(context: dict[str, Any], rng: Random) -> dict[str, Any]:
    """Batches on following days, far enough for summons and upload."""
    begin = today(context)
    days = [begin + timedelta(days=60 + n) for n in range(rng.choice((1, 2, 2, 3)))]
    return {
        "batch": [{"tanggal": day.isoformat(), "pukul": "07:30", "tempat": ROOM} for day in days],
        "batas_unggah": (begin + timedelta(days=45)).isoformat(),
        "pengarahan.tanggal": (begin + timedelta(days=50)).isoformat(),
        "sertakan_spt": rng.random() < 0.9,
    }


def confirmed(context: dict[str, Any], rng: Random) -> dict[str, Any]:
    """Some cannot come."""
    if rng.random() < 0.07:
        return {"kesediaan": "tidak", "alasan": "Mendampingi orang tua yang dirawat."}
    return {"kesediaan": "ya"}


def settled(context: dict[str, Any], rng: Random) -> dict[str, Any]:
    """The final list: those with all files; now and then somebody from the reserve replaces a missing one, or nobody is left."""
    complete = context["rekap_berkas"]["lengkap"]
    if rng.random() < 0.03:
        return {"ditetapkan": [], "pengganti": []}
    called = {person["nip"] for person in context["peserta"]}
    spare = [person for person in context["kegiatan"]["peserta"] if person["nip"] not in called]
    short = len(complete) < len(called) and context["putaran_panggil"] < 3 and spare
    return {"ditetapkan": complete, "pengganti": spare[:1] if short and rng.random() < 0.6 else []}


def attended(context: dict[str, Any], rng: Random) -> dict[str, Any]:
    """Most come; in a few batches nobody does."""
    share = 1.0 if rng.random() < 0.02 else 0.06
    absent = [person for person in context["b"]["peserta"] if rng.random() < share]
    reasons = ("sakit", "izin", "tugas", "tanpa_keterangan")
    return {"tidak_hadir": [{"nip": person["nip"], "alasan": rng.choice(reasons)} for person in absent]}


def minutes(context: dict[str, Any], rng: Random) -> dict[str, Any]:
    """The agency's two promises: the recap in two weeks, the reports in four months."""
    day = date.fromisoformat(str(context["b"]["tanggal"])[:10])
    return {
        "tanggal_rekap": (day + timedelta(days=14)).isoformat(),
        "tanggal_laporan_individu": (day + timedelta(days=120)).isoformat(),
        "nomor": f"800.1.14/{rng.randint(100, 9999)}/204.6/2026",
        "panitia_bkd.nip": "198001012005011001",
    }


def recap(context: dict[str, Any], rng: Random) -> dict[str, Any]:
    """Levels of everyone who came."""
    rows = [
        {"nip": person["nip"], **{key: rng.choice((2, 3, 3, 4, 4, 5)) for key in COMPETENCIES}}
        for person in context["hadir"]
    ]
    return {"rekap": rows, "nomor": f"800.1.14/{rng.randint(100, 9999)}/204.6/2026"}


def deliver(message: str, context: dict[str, Any], rng: Random) -> dict[str, Any] | None:
    """What the provincial agency sends. A reply may stay out, so that somebody must ask."""
    if message == "BalasanBKD":
        return None if rng.random() < 0.35 else answer(rng)
    if message == "RekapLevel":
        return recap(context, rng)
    if message == "LaporanIndividu":
        return {"nomor": f"800.1.14/{rng.randint(100, 9999)}/204.6/2027", "jumlah": len(context["hadir"])}
    return None


#: Hours until somebody acts, where it differs from a working day: (from, to). The agency may be late.
HOURS = {
    "Catch12_balasan": (24, 90),
    "Catch22_rekap": (120, 450),
    "Catch23_laporan_individu": (1400, 3200),
}


def delays(element: str, rng: Random) -> float:
    """Hours until a robot acts. A participant now and then lets the deadline pass."""
    if element in ("T19_konfirmasi", "BK_unggah"):
        return rng.uniform(1500, 2000) if rng.random() < 0.05 else rng.uniform(4, 72)
    low, high = HOURS.get(element, (1, 10))
    return rng.uniform(low, high)


def today(context: dict[str, Any]) -> date:
    """The latest day that the case's data know of."""
    return max((date.fromisoformat(text[:10]) for text in moments(context)), default=date(2026, 1, 5))


def moments(value: Any) -> Iterator[str]:
    """Every moment of an act (`pada`) in nested data, and the case's start."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key in ("pada", "dimulai") and isinstance(item, str):
                yield item
            else:
                yield from moments(item)
    elif isinstance(value, list):
        for item in value:
            yield from moments(item)
