"""Step 8: minutes and attendance list of one batch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.authoring import Job
from processes.talent_pool.letters import BADAN, BKD, iso, name_of, paper
from processes.talent_pool.participants import Row, printed


def held(job: Job) -> Row:
    """When and where the batch met, as minutes and attendance list both say it."""
    minutes = job.input["isian"]
    return {
        "kegiatan": job.input["kegiatan"]["nama"],
        "tanggal": iso(minutes["tanggal"]),
        "pukul": minutes["mulai"],
        "tempat": minutes["tempat"],
        "batch": job.input["batch"]["nomor"],
    }


def attendance(people: Iterable[Row], present: Row) -> tuple[list[Row], list[Row]]:
    """Who of a batch was there, and who was not, with the reason."""
    reasons = {row["nip"]: row["alasan"] for row in present.get("tidak_hadir") or []}
    invited = list(people)
    there = [person for person in invited if person["nip"] not in reasons]
    absent = [
        {"nip": person["nip"], "nama": person["nama"], "alasan": reasons[person["nip"]]}
        for person in invited
        if person["nip"] in reasons
    ]
    return there, absent


def print_minutes(job: Job, there: Sequence[Row], absent: Sequence[Row]) -> Row:
    """Print the minutes of the batch; gives the document reference."""
    minutes, number = job.input["isian"], job.input["batch"]["nomor"]
    contents = {
        **held(job),
        "mekanisme": "Retribusi",
        "pejabat_dinilai": job.input["kegiatan"]["sasaran"],
        "jumlah_seharusnya": len(job.input["batch"]["peserta"]),
        "jumlah_hadir": len(there),
        "jumlah_tidak_hadir": len(absent),
        "tidak_hadir": [{"nomor": f"{place:02}", **row} for place, row in enumerate(absent, 1)],
        "catatan": minutes.get("catatan"),
        "pihak_1": {
            "sebagai": "Panitia I",
            "jabatan": BKD,
            "nama": minutes["panitia_bkd"],
            "nip": minutes.get("nip_bkd"),
        },
        "pihak_2": {"sebagai": "Panitia II", "jabatan": BADAN, **name_of(minutes["oleh"])},
    }
    title = f"Berita acara batch {number}"
    data = paper(job, "berita_acara", title, contents)
    return job.render("berita_acara", data, jenis="berita_acara", kunci=f"berita_acara_{number}", judul=title)


def print_attendance(job: Job, there: Iterable[Row]) -> Row:
    """Print the attendance list of the batch; gives the document reference."""
    number = job.input["batch"]["nomor"]
    title = f"Daftar hadir batch {number}"
    data = paper(job, "daftar_hadir", title, {**held(job), "peserta": printed(job, there)})
    return job.render("daftar_hadir", data, jenis="daftar_hadir", kunci=f"daftar_hadir_{number}", judul=title)
