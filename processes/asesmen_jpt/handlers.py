"""Service tasks of the assessment, in the order of its steps; what they print is said in the modules beside."""

from __future__ import annotations

from typing import Any

from engine.authoring import Job, handler
from processes.asesmen_jpt.attendance import attendance_list, minutes_content, recap_row
from processes.asesmen_jpt.batches import by_day, numbered, span, spread
from processes.asesmen_jpt.bundle import briefing, order, submission, summons
from processes.asesmen_jpt.letters import (
    BKD,
    FUNDING,
    contact,
    letter,
    panel_decision,
    paper,
    reply_of,
    target_posts,
    typed_contact,
)
from processes.asesmen_jpt.match import COMPETENCIES, matched
from processes.asesmen_jpt.wording import iso, lines

# Steps 5 to 18: letters


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
    batches = numbered(given["jadwal"]["batch"])
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


# Steps 19 to 21: files, programme, minutes


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


@handler
def cetak_rundown(job: Job) -> dict[str, Any]:
    """Print the programme of all batches and each batch's attendance list."""
    given = job.input
    batches = numbered(given["jadwal"]["batch"])
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


# Steps 22 to 24: match, receipts, report


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


@handler
def cetak_tanda_terima(job: Job) -> dict[str, Any]:
    """Print the receipt list of the sealed individual reports, and to each participant the receipt of the own one."""
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
    listed = job.render(
        "tanda_terima", data, jenis="tanda_terima", judul=title, keadaan="final", pembaca=rule["pembaca"]
    )
    for person in handed:
        own = {**data, "isi": {**content, "penerima": [person]}}
        job.render(
            "tanda_terima",
            own,
            jenis="tanda_terima",
            kunci=f"tanda_terima_{person['nip']}",
            judul=f"{title}: {person['nama']}",
            keadaan="final",
            pembaca=rule["pembaca"],
            untuk=[person["nip"]],
        )
    return listed


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
