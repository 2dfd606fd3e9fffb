"""Service tasks of the assessment: what goes into its letters, the recaps, and the job person match."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from engine.authoring import Job, handler

#: Nine competencies (PermenPANRB 38/2017): key of the recap form -> name on paper, in the order of the recap.
COMPETENCIES = {
    "integritas": "Integritas",
    "kerja_sama": "Kerja sama",
    "komunikasi": "Komunikasi",
    "orientasi_hasil": "Orientasi pada hasil",
    "pelayanan_publik": "Pelayanan publik",
    "pengembangan": "Pengembangan diri dan orang lain",
    "perubahan": "Mengelola perubahan",
    "keputusan": "Pengambilan keputusan",
    "perekat_bangsa": "Perekat bangsa",
}
#: Standard level of a JPT Pratama in each competency; the sum is 36.
STANDARD_LEVEL = 4
BKD = {"jabatan": "Kepala Badan Kepegawaian Daerah Provinsi Jawa Timur", "di": "Surabaya"}
FUNDING = "Dibebankan pada APBD Kabupaten Bangkalan melalui DPA BKPSDA; peserta tidak dipungut biaya"


@handler
def siapkan_permohonan(job: Job) -> dict[str, Any]:
    """The letter to the provincial agency: facilitation, or experts. Steps 5-10 of the SOP."""
    given, kind = job.input, job.input["jenis_surat"]
    event, talks = given["kegiatan"], given["koordinasi"]
    again = "" if given["ke"] == 1 else f"_{given['ke']}"
    subject = "Permohonan Fasilitasi" if kind == "surat_permohonan_fasilitasi" else "Permintaan Tenaga Ahli"
    content = {
        "dasar": [panel_decision(event)],
        "kegiatan": event["nama"],
        "jumlah_peserta": len(given["peserta"]),
        "jabatan_target": target_posts(event),
        "jadwal": [{"mulai": iso(talks["usulan_mulai"]), "selesai": iso(talks["usulan_selesai"])}],
        "tempat": talks["tempat"],
        "pembiayaan": FUNDING,
        "narahubung": contact(job),
        "peserta": given["peserta"] if kind == "surat_permohonan_fasilitasi" else [],
    }
    return {
        **letter(job, kind, f"{subject} Asesmen Job Target JPT Pratama", content),
        "kunci": f"surat_permohonan{again}",
        "yth": BKD,
        "tembusan": ["Bupati Bangkalan", "Sekretaris Daerah Kabupaten Bangkalan"],
        "lampiran": "1 (satu) berkas" if content["peserta"] else None,
        "langkah": {"konsep": 5, "paraf": 6, "naik": 7, "nomor": 7, "ttd": 8, "kembali": 9, "serah": 10},
        "kembali_lewat": ["subbag_umum", "petugas"],
    }


@handler
def siapkan_paket(job: Job) -> dict[str, Any]:
    """Batches, participants with their batch, and the bundle: NPKND first, then what the regional secretary signs."""
    given = job.input
    batches = [{**item, "nomor": index} for index, item in enumerate(by_day(given["jadwal"]["batch"]), start=1)]
    people = spread(given["peserta"], batches)
    letters = [summons(job, people, batches), briefing(job, people)]
    if given["jadwal"].get("sertakan_spt"):
        letters.insert(1, order(job, people, batches))
    bundle = [submission(job, letters), *letters]
    return {
        "peserta": people,
        "batch": batches,
        "naskah": bundle,
        "klasifikasi": {item["kunci"]: item["klasifikasi"] for item in bundle},
        "unit": {item["kunci"]: item["unit"] for item in bundle},
    }


def summons(job: Job, people: list[dict[str, Any]], batches: list[dict[str, Any]]) -> dict[str, Any]:
    """The summons to the participants through their agencies."""
    given, plan, extra = job.input, job.input["jadwal"], job.input["susunan"]
    content = {
        "dasar": [reply_of(given["balasan"])],
        "kegiatan": given["kegiatan"]["nama"],
        "jadwal": [span(batches)],
        "pukul": str(batches[0]["pukul"])[:5],
        "tempat": batches[0]["tempat"],
        "pakaian": extra["pakaian"],
        "berkas": [
            "SK pangkat terakhir",
            "SK jabatan, pelantikan, dan SPMT terakhir",
            "Portofolio",
            "Pas foto 4x6 dan 3x4",
        ],
        "batas_unggah": f"{iso(plan['batas_unggah'])}T16:00:00+07:00",
        "catatan": extra.get("catatan_surat"),
        "narahubung": typed_contact(job),
        "peserta": people,
    }
    to = {"jabatan": "Kepala Perangkat Daerah Terkait (daftar terlampir)", "di": "Bangkalan"}
    return {
        **letter(job, "surat_pemanggilan", "Pemanggilan Peserta Asesmen Job Target", content),
        "yth": to,
        "lampiran": "1 (satu) berkas",
    }


def order(job: Job, people: list[dict[str, Any]], batches: list[dict[str, Any]]) -> dict[str, Any]:
    """The assignment order of the participants."""
    content = {
        "dasar": [reply_of(job.input["balasan"]), "DPA BKPSDA Kabupaten Bangkalan tahun berjalan"],
        "kepada": people,
        "untuk": [f"Mengikuti {job.input['kegiatan']['nama']} sebagai peserta", "Melaporkan hasilnya kepada pimpinan"],
        "jadwal": [span(batches)],
        "pukul": str(batches[0]["pukul"])[:5],
        "tempat": batches[0]["tempat"],
    }
    return letter(job, "surat_perintah_tugas", "Surat Perintah Tugas Peserta Asesmen", content)


def briefing(job: Job, people: list[dict[str, Any]]) -> dict[str, Any]:
    """The invitation to the briefing before the assessment."""
    meeting, extra = job.input["jadwal"]["pengarahan"], job.input["susunan"]
    content = {
        "dasar": [reply_of(job.input["balasan"])],
        "kegiatan": job.input["kegiatan"]["nama"],
        "jadwal": [{"mulai": iso(meeting["tanggal"])}],
        "pukul": str(meeting["pukul"])[:5],
        "tempat": meeting["tempat"],
        "acara": "Pengarahan peserta asesmen",
        "pimpinan_acara": extra["pimpinan_pengarahan"],
        "pakaian": extra["pakaian"],
        "pokok_pengarahan": ["Tata tertib dan tahapan asesmen", "Pengisian portofolio dan pengunggahan berkas"],
        "narahubung": typed_contact(job),
        "peserta": people,
    }
    to = {"jabatan": "Peserta Asesmen Job Target (daftar terlampir)", "di": "Bangkalan"}
    return {
        **letter(job, "surat_pengarahan", "Pengarahan Peserta Asesmen Job Target", content),
        "yth": to,
        "lampiran": "1 (satu) berkas",
    }


def submission(job: Job, letters: list[dict[str, Any]]) -> dict[str, Any]:
    """The cover note (NPKND) that asks the regional secretary to sign the letters."""
    content = {
        "kepada": ["Terlampir"],
        "tentang": f"Pemanggilan dan pengarahan peserta {job.input['kegiatan']['nama']}",
        "konsep": [{"judul": item["judul"]} for item in letters],
        "lampiran": f"{len(letters)} konsep naskah dinas",
    }
    to = {"jabatan": "Sekretaris Daerah Kabupaten Bangkalan", "di": "Bangkalan"}
    return {**letter(job, "npknd", "Nota Pengajuan Konsep Naskah Dinas", content), "yth": to}


@handler
def cetak_rekap_berkas(job: Job) -> dict[str, Any]:
    """Print who handed in what; give the choices of the final list and those that are complete."""
    given = job.input
    latest = {item["nip"]: item for item in given["status"]}
    rows = [recap_row(person, latest.get(person["nip"]), given["syarat"]) for person in given["peserta"]]
    content = {"kegiatan": given["kegiatan"]["nama"], "syarat": given["syarat"], "peserta": rows}
    title = "Rekapitulasi Kelengkapan Berkas Peserta"
    document = job.render(
        "rekap_berkas", paper(job, "rekap_berkas", title, content), jenis="rekap_berkas", judul=title, keadaan="final"
    )
    return {
        "dokumen": document,
        "pilihan": [
            {"label": f"{row['nama']} ({row['status'].replace('_', ' ')})", "value": row["nip"]} for row in rows
        ],
        "lengkap": [row["nip"] for row in rows if row["status"] == "lengkap"],
    }


def recap_row(person: dict[str, Any], status: dict[str, Any] | None, wanted: list[dict[str, Any]]) -> dict[str, Any]:
    """One participant's row: which file is there, and what became of the participant."""
    held = (status or {}).get("berkas") or {}
    return {
        **person,
        "berkas": {item["kunci"]: bool(held.get(item["kunci"])) for item in wanted},
        "status": (status or {}).get("status", "dipanggil"),
        "catatan": (status or {}).get("catatan") or None,
    }


@handler
def cetak_rundown(job: Job) -> dict[str, Any]:
    """Print the programme of all batches and each batch's attendance list."""
    given = job.input
    batches = [{**item, "nomor": index} for index, item in enumerate(by_day(given["jadwal"]["batch"]), start=1)]
    programme = [
        {
            "tanggal": iso(item["tanggal"]),
            "mulai": str(item["pukul"])[:5],
            "kegiatan": f"Asesmen batch {item['nomor']}",
            "pelaksana": "BKD Provinsi Jawa Timur",
        }
        for item in batches
    ]
    content = {
        "kegiatan": given["kegiatan"]["nama"],
        "tempat": batches[0]["tempat"],
        "pakaian": given["susunan"]["pakaian"],
        "narahubung": typed_contact(job),
        "acara": programme,
        "catatan": given["distribusi"].get("catatan"),
    }
    title = "Susunan Acara Asesmen"
    document = job.render(
        "rundown", paper(job, "rundown", title, content), jenis="rundown", judul=title, keadaan="final"
    )
    lists = [attendance_list(job, item) for item in batches]
    return {"dokumen": document, "daftar_hadir": [item for item in lists if item]}


def attendance_list(job: Job, batch: dict[str, Any]) -> dict[str, Any] | None:
    """The attendance list of a batch; None when nobody is in it."""
    people = [person for person in job.input["peserta"] if person["batch"] == batch["nomor"]]
    if not people:
        return None
    content = {
        "kegiatan": job.input["kegiatan"]["nama"],
        "tanggal": iso(batch["tanggal"]),
        "pukul": str(batch["pukul"])[:5],
        "tempat": batch["tempat"],
        "batch": batch["nomor"],
        "peserta": people,
    }
    title = f"Daftar Hadir Batch {batch['nomor']}"
    data = paper(job, "daftar_hadir", title, content)
    return job.render(
        "daftar_hadir", data, jenis="daftar_hadir", kunci=f"daftar_hadir_{batch['nomor']}", judul=title, keadaan="final"
    )


@handler
def cetak_berita_acara(job: Job) -> dict[str, Any]:
    """Print a batch's minutes; give who came, who did not, and until when the agency hands over recap and reports."""
    batch, minutes, absent = job.input["b"], job.input["ba"], job.input["presensi"]["tidak_hadir"]
    missing = {row["nip"]: row for row in absent}
    present = [{**person, "status": "hadir"} for person in batch["peserta"] if person["nip"] not in missing]
    gone = [
        {**person, "status": "tidak_hadir", **missing[person["nip"]]}
        for person in batch["peserta"]
        if person["nip"] in missing
    ]
    dates = {key: iso(minutes[key]) for key in ("tanggal_rekap", "tanggal_laporan_individu")}
    title = f"Berita Acara Asesmen Batch {batch['nomor']}"
    data = {**paper(job, "berita_acara", title, minutes_content(job, present, gone, dates)), "nomor": minutes["nomor"]}
    key = f"berita_acara_{batch['nomor']}"
    document = job.render("berita_acara", data, jenis="berita_acara", kunci=key, judul=title, keadaan="final")
    return {"batch": batch["nomor"], "hadir": present, "tidak_hadir": gone, **dates, "dokumen": document}


def minutes_content(
    job: Job, present: list[dict[str, Any]], gone: list[dict[str, Any]], dates: dict[str, str]
) -> dict[str, Any]:
    """The fields of the provincial agency's form of minutes."""
    batch, minutes = job.input["b"], job.input["ba"]
    officer = minutes["oleh"]
    return {
        "kegiatan": job.input["kegiatan"]["nama"],
        "tanggal": iso(batch["tanggal"]),
        "pukul": str(batch["pukul"])[:5],
        "tempat": batch["tempat"],
        "lingkungan": "Pemerintah Kabupaten Bangkalan",
        "mekanisme": "Retribusi" if minutes["mekanisme"] == "retribusi" else "Tugas dan fungsi",
        "batch": batch["nomor"],
        "pejabat_dinilai": "Calon Jabatan Pimpinan Tinggi Pratama",
        "jumlah_seharusnya": len(present) + len(gone),
        "jumlah_hadir": len(present),
        "jumlah_tidak_hadir": len(gone),
        "tidak_hadir": [
            {"nomor": f"{index:02}", "nama": row["nama"], "alasan": row["alasan"].replace("_", " ")}
            for index, row in enumerate(gone, start=1)
        ],
        **dates,
        "catatan": minutes.get("catatan"),
        "pihak_1": {"sebagai": "Panitia I", "jabatan": "BKD Provinsi Jawa Timur", **minutes["panitia_bkd"]},
        "pihak_2": {"sebagai": "Panitia II", **{key: officer.get(key) for key in ("jabatan", "nama", "nip")}},
    }


@handler
def hitung_jpm(job: Job) -> dict[str, Any]:
    """Job person match of everyone who came, with its category; printed as a restricted recap."""
    levels = {row["nip"]: [int(row[key]) for key in COMPETENCIES] for row in job.input["rekap"]}
    rows = [matched(job, person, levels[person["nip"]]) for person in job.input["peserta"] if person["nip"] in levels]
    missing = [person["nip"] for person in job.input["peserta"] if person["nip"] not in levels]
    rule = job.decide("klasifikasi_keamanan", {"jenis": "rekap_level"})
    title = "Rekapitulasi Level Kompetensi"
    content = {
        "kegiatan": job.input["kegiatan"]["nama"],
        "kompetensi": list(COMPETENCIES.values()),
        "peserta": rows,
    }
    data = {**paper(job, "rekap_level", title, content), "keamanan": rule["keamanan"]}
    document = job.render(
        "rekap_level", data, jenis="rekap_level", judul=title, keadaan="final", rahasia=True, pembaca=rule["pembaca"]
    )
    brief = [{key: row[key] for key in ("nip", "nama", "jpm", "kategori")} for row in rows]
    return {"dokumen": document, "ringkas": brief, "belum_ada": missing}


def matched(job: Job, person: dict[str, Any], levels: list[int]) -> dict[str, Any]:
    """One participant's levels, their sum, the match in percent (capped at 100, unrounded) and its category."""
    total, standard = sum(levels), STANDARD_LEVEL * len(COMPETENCIES)
    match = job_person_match(levels)
    category = job.decide("kategori_jpm", {"tujuan": "seleksi", "jpm": match})["kategori"]
    return {**person, "level": levels, "jumlah": total, "standar": standard, "jpm": match, "kategori": category}


def job_person_match(levels: list[int]) -> float:
    """Sum of levels over sum of standard levels, in percent, capped at 100 (domain 4.1)."""
    return min(100.0, sum(levels) * 100 / (STANDARD_LEVEL * len(COMPETENCIES)))


@handler
def cetak_tanda_terima(job: Job) -> dict[str, Any]:
    """Print the receipt list of the sealed individual reports."""
    given = job.input
    handed = [
        {**person, "tanggal": iso(given["penyerahan"][index]["tanggal"])}
        for index, person in enumerate(given["peserta"])
    ]
    officer = given["penyerahan"][0]["oleh"] if given["penyerahan"] else {}
    rule = job.decide("klasifikasi_keamanan", {"jenis": "tanda_terima"})
    title = "Tanda Terima Laporan Individu"
    content = {
        "kegiatan": given["kegiatan"]["nama"],
        "dari": "Badan Kepegawaian Daerah Provinsi Jawa Timur melalui BKPSDA Kabupaten Bangkalan",
        "dokumen": ["Laporan individu hasil asesmen (sampul tertutup)"],
        "penerima": handed,
        "menyerahkan": {key: officer.get(key) for key in ("jabatan", "nama", "nip")},
        "catatan": "Dokumen bersifat rahasia dan hanya untuk penerimanya.",
    }
    data = {**paper(job, "tanda_terima", title, content), "keamanan": rule["keamanan"]}
    return job.render("tanda_terima", data, jenis="tanda_terima", judul=title, keadaan="final", pembaca=rule["pembaca"])


@handler
def siapkan_laporan(job: Job) -> dict[str, Any]:
    """The report of the whole event, for the head of the agency to sign."""
    given, said = job.input, job.input["simpulan"]
    counts = {name: sum(row["kategori"] == name for row in given["rekap"]) for name in ("MS", "MMS", "KMS")}
    content = {
        "kegiatan": given["kegiatan"]["nama"],
        "dasar": [panel_decision(given["kegiatan"]), reply_of(given["balasan"])],
        "tujuan": "Memberikan bahan pertimbangan yang objektif kepada Panitia Seleksi.",
        "jadwal": [span(by_day(given["jadwal"]["batch"]))],
        "tempat": given["jadwal"]["batch"][0]["tempat"],
        "penyelenggara": "BKD Provinsi Jawa Timur",
        "jumlah_peserta": len(given["hadir"]) + len(given["tidak_hadir"]),
        "jumlah_hadir": len(given["hadir"]),
        "jumlah_tidak_hadir": len(given["tidak_hadir"]),
        "hasil": [*lines(said["hasil"]), *(f"{name}: {count} orang" for name, count in counts.items())],
        "kesimpulan": lines(said["kesimpulan"]),
        "saran": lines(said["saran"]),
        "peserta": given["hadir"],
    }
    return {
        **letter(job, "laporan_kegiatan", "Laporan Pelaksanaan Asesmen Job Target", content),
        "yth": {"jabatan": "Sekretaris Daerah Kabupaten Bangkalan", "di": "Bangkalan"},
        "langkah": {"konsep": 24, "paraf": 24, "nomor": 24, "ttd": 24, "kembali": 24},
        "kembali_lewat": [],
    }


def letter(job: Job, kind: str, subject: str, content: dict[str, Any]) -> dict[str, Any]:
    """What an outgoing letter needs beside its content: who drafts, checks, numbers and signs it, by decision table."""
    rule = job.decide("kewenangan_ttd", {"jenis": kind})
    secret = job.decide("klasifikasi_keamanan", {"jenis": kind})
    return {
        "jenis": kind,
        "kunci": kind,
        "judul": subject,
        "hal": subject,
        "klasifikasi": rule["klasifikasi"],
        "unit": rule["kode_unit"],
        "kop": rule["kop"],
        "sifat": rule["sifat"],
        "keamanan": secret["keamanan"],
        "pembaca": secret["pembaca"],
        "konseptor": rule["konseptor"],
        "pemaraf": rule["pemaraf"],
        "penomor": rule["penomor"],
        "penandatangan": rule["penandatangan"],
        "isi": content,
    }


def paper(job: Job, kind: str, title: str, content: dict[str, Any]) -> dict[str, Any]:
    """The head of a paper that nobody signs here: recaps, lists, minutes."""
    head = {"nomor": job.case.get("nomor"), "judul": job.case.get("judul")}
    return {"jenis": kind, "kop": "BKPSDA", "hal": title, "tanggal": iso(job.now), "perkara": head, "isi": content}


def spread(people: list[dict[str, Any]], batches: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Participants in turn over the batches, as evenly as can be, keeping their order."""
    size = -(-len(people) // len(batches)) if people else 1
    return [{**person, "batch": batches[index // size]["nomor"]} for index, person in enumerate(people)]


def by_day(batches: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Batches in the order of their days."""
    return sorted(batches, key=lambda item: (iso(item["tanggal"]), str(item["pukul"])))


def span(batches: list[dict[str, Any]]) -> dict[str, Any]:
    """First and last day of the batches."""
    days = sorted(iso(item["tanggal"]) for item in batches)
    return {"mulai": days[0], "selesai": days[-1]}


def panel_decision(event: dict[str, Any]) -> str:
    """The selection committee's decision, as letters cite it."""
    decision = event["sk_pansel"]
    return f"Keputusan Panitia Seleksi Nomor {decision['nomor']} tanggal {spoken(decision['tanggal'])}"


def reply_of(reply: dict[str, Any]) -> str:
    """The provincial agency's reply, as letters cite it."""
    return f"Surat {reply['asal']} Nomor {reply['nomor']} tanggal {spoken(reply['tanggal'])} hal {reply['hal']}"


def target_posts(event: dict[str, Any]) -> list[str]:
    """The names of the target posts."""
    return [item["jabatan"] for item in event["jabatan_target"]]


def contact(job: Job) -> dict[str, Any]:
    """The head of the division as contact; the telephone is the office's (seed, Pengaduan Layanan)."""
    head = job.holder("kabid_pka")
    return {"nama": head["nama"], "jabatan": head["jabatan"], "telepon": "(031) 3094303"}


def typed_contact(job: Job) -> dict[str, Any]:
    """The contact that the officer named in the bundle."""
    return {**job.input["susunan"]["narahubung"], "jabatan": "Petugas Bidang Pengembangan Kompetensi Aparatur"}


def lines(text: str) -> list[str]:
    """The filled lines of a text."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def iso(value: date | datetime | str) -> str:
    """The ISO day of a date, a moment or a text that begins with one."""
    return value.isoformat()[:10] if isinstance(value, date) else str(value)[:10]


MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)


def spoken(value: date | datetime | str) -> str:
    """`25 November 2026`."""
    year, month, day = (int(part) for part in iso(value).split("-"))
    return f"{day} {MONTHS[month - 1]} {year}"
