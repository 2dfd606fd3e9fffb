"""Steps 19 to 21: what is said of the participants' files, who is expected, who came."""

from __future__ import annotations

from typing import Any

from engine.authoring import Job
from processes.asesmen_jpt.letters import paper
from processes.asesmen_jpt.wording import iso


def recap_row(person: dict[str, Any], status: dict[str, Any] | None, wanted: list[dict[str, Any]]) -> dict[str, Any]:
    """One participant's row: which file is there, and what became of the participant."""
    held = (status or {}).get("berkas") or {}
    return {
        **person,
        "berkas": {item["kunci"]: bool(held.get(item["kunci"])) for item in wanted},
        "status": (status or {}).get("status", "dipanggil"),
        "catatan": (status or {}).get("catatan") or None,
    }


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
