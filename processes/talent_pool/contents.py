"""What each letter of the event says, step by step: the data of its template."""

from __future__ import annotations

from collections.abc import Sequence

from engine.authoring import Job
from processes.talent_pool.letters import BADAN, BKD, basis, contact, dates, iso, name_of
from processes.talent_pool.participants import PANGKAT, Row, printed


def plan_contents(job: Job, people: Sequence[Row]) -> Row:
    """Step 1: the plan, as the Bupati reads it."""
    plan = job.input["kegiatan"]
    return {
        "maksud": "rencana",
        "kegiatan": plan["nama"],
        "latar": plan["latar"],
        "tujuan": "Memperoleh peta kompetensi dan kotak talenta sebagai dasar pengembangan karier",
        "sasaran": plan["sasaran"],
        "jumlah_belum_dinilai": len(people),
        "jadwal": dates(plan["batch"]),
        "penyelenggara": f"{BADAN} bekerja sama dengan {BKD}",
        "tempat": plan["batch"][0]["tempat"],
        "pembiayaan": plan["pembiayaan"],
        "peserta": printed(job, people),
    }


def request_contents(job: Job) -> Row:
    """Step 3: the request to the province; a date that it proposed replaces ours."""
    plan, reply = job.input["kegiatan"], job.input["balasan"]
    return {
        "dasar": basis(reply),
        "kegiatan": plan["nama"],
        "jumlah_peserta": len(job.input["peserta"]),
        "jadwal": [{"mulai": iso(reply["jadwal"])}] if reply else dates(plan["batch"]),
        "tempat": plan["batch"][0]["tempat"],
        "pembiayaan": plan["pembiayaan"],
        "narahubung": contact(plan),
        "peserta": printed(job, job.input["peserta"]),
    }


def refusal_contents(job: Job) -> Row:
    """Step 4: what the Bupati reads when the province refused."""
    plan, reply = job.input["kegiatan"], job.input["balasan"]
    return {
        "maksud": "laporan",
        "kegiatan": plan["nama"],
        "paragraf": [
            f"Menindaklanjuti rencana {plan['nama']}, kami laporkan bahwa {BKD} dengan surat Nomor {reply['nomor']} "
            f"belum dapat memfasilitasi kegiatan dimaksud.",
            "Kegiatan kami hentikan, dan akan kami usulkan kembali pada kesempatan berikutnya. "
            "Demikian kami laporkan, mohon arahan.",
        ],
    }


def summons_contents(job: Job, required: Sequence[Row]) -> Row:
    """Step 5: the summons; `required` are the files that participants must hand in."""
    plan, schedule = job.input["kegiatan"], job.input["jadwal"]
    return {
        "dasar": basis(job.input["balasan"]),
        "kegiatan": plan["nama"],
        "jadwal": dates(schedule["batch"]),
        "pukul": schedule["batch"][0]["pukul"],
        "tempat": schedule["batch"][0]["tempat"],
        "pakaian": schedule["pakaian"],
        "berkas": [item["judul"] for item in required],
        "catatan": " ".join(
            part
            for part in (
                "Berkas diunggah paling lambat 7 (tujuh) hari kerja setelah surat ini dibagikan.",
                schedule.get("catatan"),
            )
            if part
        ),
        "narahubung": contact(plan),
        "peserta": printed(job, job.input["peserta"]),
    }


def order_contents(job: Job) -> Row:
    """Step 9: the assignment order of the officers who meet the raters."""
    plan, assigned = job.input["kegiatan"], job.input["petugas"]
    return {
        "dasar": [f"DPA {BADAN} Tahun Anggaran {plan['tahun']}"],
        "kepada": [{**row, "pangkat": PANGKAT.get(row["golongan"], "")} for row in assigned["petugas"]],
        "untuk": [
            f"Melaksanakan penilaian kinerja dan umpan balik 360 derajat dalam rangka {plan['nama']}, "
            "dengan menemui langsung para penilai.",
            "Menjaga kerahasiaan isian dan hasil penilaian.",
            "Melaporkan hasil pelaksanaan tugas kepada pimpinan.",
        ],
        "jadwal": [{"mulai": iso(assigned["mulai"]), "selesai": iso(assigned["selesai"])}],
        "tempat": assigned["tempat"],
    }


def receipt_contents(job: Job) -> Row:
    """Step 12: the receipt of one participant's results."""
    person, handed, received = job.input["peserta"], job.input["penyerahan"], job.input["penerimaan"]
    return {
        "dari": f"{BKD} melalui {BADAN}",
        "dokumen": [
            f"Hasil penilaian kompetensi (sampul tertutup, segel {handed['segel']})",
            "Kotak talenta",
            "Form isian pengembangan kompetensi",
        ],
        "penerima": [{**printed(job, [person])[0], "tanggal": iso(received.get("tanggal") or received["pada"])[:10]}],
        "menerima": {"nama": person["nama"], "nip": person["nip"]},
        "menyerahkan": {"jabatan": handed["oleh"].get("jabatan"), **name_of(handed["oleh"])},
        "catatan": "Dokumen bersifat rahasia dan hanya untuk penerimanya.",
    }


def report_contents(job: Job) -> Row:
    """Step 15: the report. Counts only: no score of a person."""
    plan, files, days = job.input["kegiatan"], job.input["rekap"], job.input["pelaksanaan"]
    there = sum(len(day["hadir"]) for day in days)
    absent = sum(len(day["tidak_hadir"]) for day in days)
    returned = sum(form["status"] == "kembali" for form in job.input["isian"])
    return {
        "maksud": "laporan",
        "kegiatan": plan["nama"],
        "latar": plan["latar"],
        "dasar": [f"{item['judul']} Nomor {item['nomor']}" for item in job.input["surat"]],
        "tujuan": "Memberikan bahan pertimbangan yang objektif untuk pengembangan karier dan kelompok rencana suksesi.",
        "jadwal": [{"mulai": day["tanggal"], "keterangan": f"Batch {day['batch']}"} for day in days],
        "tempat": plan["batch"][0]["tempat"],
        "penyelenggara": f"{BADAN} bekerja sama dengan {BKD}",
        "jumlah_peserta": there + absent,
        "jumlah_hadir": there,
        "jumlah_tidak_hadir": absent,
        "uraian": [
            f"Berkas {files['jumlah_lengkap']} dari {files['jumlah']} peserta dinyatakan lengkap; "
            f"{files['jumlah_mundur']} peserta mundur."
        ],
        "hasil": [
            f"Hasil penilaian kompetensi dan kotak talenta diterima untuk {job.input['periksa_box']['jumlah']} orang.",
            f"Isian pengembangan kompetensi kembali dari {returned} dari {len(job.input['isian'])} peserta.",
        ],
        "saran": ["Hasil penilaian digunakan sebagai dasar pengembangan kompetensi dan rencana suksesi."],
    }
