"""What the event's letters and papers share: authority, head, addressees, legal basis, dates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.authoring import Job
from processes.talent_pool.participants import Row

BKD = "Badan Kepegawaian Daerah Provinsi Jawa Timur"
BADAN = "Badan Kepegawaian dan Pengembangan Sumber Daya Aparatur"
SEKDA = {"jabatan": "Sekretaris Daerah Kabupaten Bangkalan", "di": "Bangkalan"}
BUPATI = {"jabatan": "Bupati Bangkalan", "di": "Bangkalan"}
OPD = {"jabatan": "Kepala Perangkat Daerah terkait (daftar terlampir)", "di": "Bangkalan"}


def letter(
    job: Job,
    kind: str,
    key: str,
    subject: str,
    step: int,
    to: Row | None,
    contents: Row,
    *,
    sifat: str = "Biasa",
    lampiran: str | None = None,
) -> Row:
    """The `naskah` that `ca_naskah_keluar` takes; who signs, initials and numbers, says the table `kewenangan_ttd`."""
    authority = job.decide("kewenangan_ttd", {"jenis": kind})
    steps = {part: step for part in ("konsep", "paraf", "nomor", "ttd", "kembali", "serah")}
    return {
        **authority,
        "jenis": kind,
        "kunci": key,
        "judul": subject,
        "hal": subject,
        "sifat": sifat,
        "yth": to,
        "tembusan": [],
        "lampiran": lampiran,
        "isi": contents,
        "konseptor": "staf",
        "langkah": steps,
        "kembali_lewat": [],
        "catatan": "",
    }


def cover(job: Job, key: str, about: str, step: int, parcel: Iterable[tuple[str, str]]) -> Row:
    """The Kaban's cover letter to the Sekda, with what is sent along."""
    sent = [{"jenis": what, "banyaknya": "1 (satu) berkas", "keterangan": why} for what, why in parcel]
    made = letter(job, "surat_pengantar", key, f"Surat Pengantar {about}", step, SEKDA, {"kiriman": sent})
    return {**made, "hal": "Surat Pengantar"}


def paper(job: Job, kind: str, subject: str, contents: Row, *, keamanan: str = "biasa", signer: str = "kabid") -> Row:
    """The data of a document that is no letter (no number, no addressee)."""
    return {
        "jenis": kind,
        "kop": "BKPSDA",
        "nomor": None,
        "tanggal": iso(job.now.replace(microsecond=0)),
        "keamanan": keamanan,
        "hal": subject,
        "penandatangan": job.holder(signer),
        "tanda_tangan": None,
        "perkara": {"nomor": job.case.get("nomor"), "judul": job.case.get("judul")},
        "isi": {"kegiatan": job.case.get("judul"), **contents},
    }


def basis(reply: Row | None) -> list[str]:
    """The province's letter as the legal basis of ours."""
    return [f"Surat Kepala {BKD} Nomor {reply['nomor']} hal {reply['hal']}"] if reply else []


def contact(plan: Row) -> Row:
    """Whom a letter's reader may ask."""
    return {"nama": plan["narahubung"], "telepon": plan["telepon"]}


def dates(rows: Iterable[Row]) -> list[Row]:
    """The dates of batches as letters print them."""
    return [{"mulai": iso(row["tanggal"]), "keterangan": f"Batch {row['nomor']}"} for row in rows]


def name_of(act: Row) -> Row:
    """Name and NIP of who acted."""
    return {"nama": act.get("nama"), "nip": act.get("nip")}


def iso(value: Any) -> str:
    """A date or moment in ISO spelling."""
    return value if isinstance(value, str) else value.isoformat()
