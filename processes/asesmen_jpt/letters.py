"""What the assessment's letters and papers share: authority, head, legal basis, contact."""

from __future__ import annotations

from typing import Any

from engine.authoring import Job
from processes.asesmen_jpt.wording import iso, spoken

BKD = {"jabatan": "Kepala Badan Kepegawaian Daerah Provinsi Jawa Timur", "di": "Surabaya"}
FUNDING = "Dibebankan pada APBD Kabupaten Bangkalan melalui DPA BKPSDA; peserta tidak dipungut biaya"


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
