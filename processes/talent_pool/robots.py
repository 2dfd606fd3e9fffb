"""What robot officials, participants and the province do in a simulated talent pool case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random  # noqa: TID251  # the type only; the simulation gives the dice

Context = Mapping[str, Any]

EKSPEKTASI = ("di atas ekspektasi", "sesuai ekspektasi", "di bawah ekspektasi")
POTENSIAL = ("tinggi", "menengah", "rendah")
#: Box by (kinerja, potensial), as the province gives it.
KOTAK = dict(zip([(k, p) for p in POTENSIAL for k in EKSPEKTASI], (9, 8, 6, 7, 5, 3, 4, 2, 1), strict=True))
BOBOT = ((0.2, 0.5, 0.3), (0.25, 0.5, 0.25), (0.3, 0.4, 0.3))
#: Element -> (share that is late, hours of the late ones): past a reminder, past a deadline.
LAMBAT = {
    "T2_disposisi_bupati": (0.2, 150),
    "T15_disposisi_bupati": (0.2, 150),
    "Catch3_persetujuan": (0.4, 300),
    "Catch12_hasil_box": (0.45, 3200),
    "T6_tanda_baca": (0.15, 150),
    "BK_unggah": (0.08, 500),
    "T12_tanda_terima": (0.2, 150),
    "T13_isi_form": (0.25, 190),
}
SANGAT_LAMBAT = {"T13_isi_form": (0.08, 400)}


def start(rng: Random, people: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A small event: four to seven participants in one or two batches."""
    chosen = rng.sample(list(people), min(len(people), rng.randint(4, 7)))
    count = rng.randint(1, 2)
    year = 2026
    return {
        "nama": f"Pemetaan Talenta Pejabat Administrator Tahun {year}",
        "tahun": year,
        "sasaran": "Pejabat administrator",
        "narahubung": "Petugas Bidang Pengembangan Kompetensi Aparatur",
        "batch": [
            {
                "nomor": number,
                "tanggal": f"{year}-{rng.randint(2, 12):02}-{rng.randint(1, 28):02}",
                "tempat": "UPT Penilaian Kompetensi BKD Provinsi Jawa Timur",
            }
            for number in range(1, count + 1)
        ],
        "peserta": [_proposed(rng, person, index % count + 1) for index, person in enumerate(chosen)],
    }


def decide(element: str, form: str, context: Context, rng: Random) -> dict[str, Any]:
    """What a robot wants at a task, laid over a form filled at random."""
    answer = ANSWERS.get(element)
    return answer(context, rng) if answer else {}


def deliver(message: str, context: Context, rng: Random) -> dict[str, Any] | None:
    """What the province sends; now and then nothing comes yet."""
    if rng.random() < 0.1:
        return None
    number = f"800.1.14/{rng.randint(1, 9999):04}/204.6/2026"
    letter = {"nomor": number, "tanggal": "2026-01-15", "hal": "Fasilitasi Penilaian Kompetensi"}
    if message == "BalasanBKD":
        return {**letter, "asal": "BKD Provinsi Jawa Timur", "cara": "srikandi"}
    return {**letter, "hal": "Hasil Penilaian Kompetensi", "jumlah": len(context["peserta_dinilai"])}


def delays(element: str, rng: Random) -> float:
    """Hours until a robot acts; some are late on purpose, so that reminders and deadlines are met."""
    for table in (SANGAT_LAMBAT, LAMBAT):
        share, hours = table.get(element, (0.0, 0.0))
        if rng.random() < share:
            return hours
    return rng.uniform(1, 6)


def _disposisi_bupati(context: Context, rng: Random) -> dict[str, Any]:
    return {"keputusan": _weighted(rng, setuju=80, revisi=12, tolak=8)}


def _jawaban_bkd(context: Context, rng: Random) -> dict[str, Any]:
    return {"keputusan": _weighted(rng, setuju=78, jadwal_lain=14, tolak=8)}


def _jadwal(context: Context, rng: Random) -> dict[str, Any]:
    planned = context["kegiatan"]["batch"]
    return {"batch": [{**row, "pukul": "07:30"} for row in planned]}


def _rekap_berkas(context: Context, rng: Random) -> dict[str, Any]:
    return {"keputusan": _weighted(rng, lanjut=90, perpanjang=10)}


def _perpanjangan(context: Context, rng: Random) -> dict[str, Any]:
    """Who withdrew is proposed again by the agency once in a while: he stands for a replacement."""
    gone = [row for row in context["rekap"]["baris"] if row["status"] == "mundur"]
    none_left = not context["rekap"]["peserta"] and not context["rekap"]["belum"]
    back = [row for row in gone if none_left or rng.random() < 0.5]
    keys = ("nip", "nama", "golongan", "jabatan", "opd", "batch")
    return {"hari": rng.randint(2, 7), "pengganti": [{key: row[key] for key in keys} for row in back]}


def _presensi(context: Context, rng: Random) -> dict[str, Any]:
    absent = [person["nip"] for person in context["b"]["peserta"] if rng.random() < 0.08]
    reasons = ("Sakit, dengan surat keterangan dokter", "Tugas kedinasan", "Tanpa keterangan")
    return {"tidak_hadir": [{"nip": nip, "alasan": rng.choice(reasons)} for nip in absent]}


def _berita_acara(context: Context, rng: Random) -> dict[str, Any]:
    return {"mulai": "07:30", "selesai": "15:00"}


def _penilai(context: Context, rng: Random) -> dict[str, Any]:
    secretariat, superior, *peers = (_rater(rng, number) for number in range(1, 5))
    return {"sekretariat": secretariat, "atasan": superior, "sejawat": peers}


def _wawancara(context: Context, rng: Random) -> dict[str, Any]:
    return {"terlaksana": _weighted(rng, ya=97, tidak=3)}


def _bobot(context: Context, rng: Random) -> dict[str, Any]:
    return dict(zip(("sekretariat", "atasan", "sejawat"), rng.choice(BOBOT), strict=True))


def _lengkapi(context: Context, rng: Random) -> dict[str, Any]:
    if rng.random() < 0.3:
        return {"keputusan": "tidak_lengkap"}
    wanted = [item for item in context["rekap_pa"]["kurang"] for _ in range(item["minimum"] - item["jumlah"])]
    met = len(context["wawancara_lama"]) + len(context["hasil_wawancara"])
    rows = [
        {"peserta": item["nip"], "jenis": item["kunci"], **_rater(rng, 10 + met + number)}
        for number, item in enumerate(wanted)
    ]
    return {"keputusan": "susulan", "tambahan": rows}


def _periksa(context: Context, rng: Random) -> dict[str, Any]:
    return {"keputusan": _weighted(rng, setuju=90, kembalikan=10)}


def _hasil(context: Context, rng: Random) -> dict[str, Any]:
    performance, potential = rng.choice(EKSPEKTASI), rng.choice(POTENSIAL)
    jpm = rng.randint(60, 100)
    category = "O" if jpm >= 90 else "CO" if jpm >= 78 else "KO"
    box = KOTAK[performance, potential] if rng.random() < 0.95 else rng.randint(1, 9)
    return {"kinerja": performance, "potensial": potential, "kotak": box, "jpm": jpm, "kategori": category}


def _terima(context: Context, rng: Random) -> dict[str, Any]:
    return {"keputusan": _weighted(rng, serahkan=88, klarifikasi=12)}


ANSWERS = {
    "T2_disposisi_bupati": _disposisi_bupati,
    "SM_catat": _jawaban_bkd,
    "T5_jadwal": _jadwal,
    "T7_rekap": _rekap_berkas,
    "T7_perpanjang": _perpanjangan,
    "T8_presensi": _presensi,
    "T8_berita_acara": _berita_acara,
    "T9_penilai": _penilai,
    "T9_wawancara": _wawancara,
    "T10_rekap": _bobot,
    "T10_lengkapi": _lengkapi,
    "T10b_periksa": _periksa,
    "T10c_periksa": _periksa,
    "T12_catat": _hasil,
    "T12_terima": _terima,
    "T14c_verifikasi": _periksa,
}


def _proposed(rng: Random, person: Mapping[str, Any], batch: int) -> dict[str, Any]:
    known = {key: person[key] for key in ("nip", "nama", "golongan", "jabatan")} | {"opd": person["unit"]}
    return {**known, "batch": batch, "alasan": rng.choice(("belum_dinilai", "kedaluwarsa"))}


def _rater(rng: Random, number: int) -> dict[str, Any]:
    """An invented rater with a NIP of the right shape; another number is another person, whatever the dice say."""
    born, since = rng.randint(1968, 1990), rng.randint(0, 8)
    birth = f"{born}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    nip = f"{birth}{born + 22 + since}{rng.randint(1, 12):02}{rng.randint(1, 2)}{number % 1000:03}"
    job_title = rng.choice(("Sekretaris", "Kepala Bidang", "Analis Kebijakan"))
    return {"nip": nip, "nama": f"Penilai Contoh {number}", "jabatan": job_title}


def _weighted(rng: Random, **weights: int) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]
