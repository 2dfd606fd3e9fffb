"""Step 14: the letters that call the participants, and the note that asks for their signature."""

from __future__ import annotations

from typing import Any

from engine.authoring import Job
from processes.asesmen_jpt.batches import span
from processes.asesmen_jpt.letters import letter, reply_of, typed_contact
from processes.asesmen_jpt.wording import iso


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
        "petikan": [extract(person, at_batch(person, batches)) for person in people],
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
        "petikan": [extract(person, {}) for person in people],
    }


def extract(person: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """What a participant receives of a letter that lists all of them: only the own row, and what is said of the own day."""
    to = {"jabatan": f"{person['nama']} ({person['jabatan']})", "di": "Bangkalan"}
    return {"nip": person["nip"], "nama": person["nama"], "yth": to, "isi": {"peserta": [person], **own}}


def at_batch(person: dict[str, Any], batches: list[dict[str, Any]]) -> dict[str, Any]:
    """Day, hour and place of a participant's own batch."""
    batch = next(item for item in batches if item["nomor"] == person["batch"])
    return {"jadwal": [span([batch])], "pukul": str(batch["pukul"])[:5], "tempat": batch["tempat"]}


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
