"""Service tasks of the shared call activities: printing a letter, signing it (simulated), and the disposition sheet."""

from __future__ import annotations

import re
from typing import Any

from engine.authoring import BpmnError, Job, handler

#: What a signer's block needs; the rest of a recorded act (mandate's letter and dates) stays in the log.
SIGNER = ("nip", "nama", "pangkat", "golongan", "jabatan", "bentuk", "atas_nama", "tampilkan_nip")


@handler
def cetak_naskah(job: Job) -> dict[str, Any]:
    """Print a letter as it stands: a draft, or the final text with number and date. Gives the document reference."""
    return print_letter(job, signer=job.holder(job.input["naskah"]["penandatangan"]), signature=None)


@handler
def tandatangani(job: Job) -> dict[str, Any]:
    """Print the letter with a simulated signature. Raises BpmnError("TTE_GAGAL") when the signer reports an outage."""
    signed = job.input["ttd"]
    if signed.get("tte_terganggu"):
        raise BpmnError("TTE_GAGAL", {"alasan": "Layanan tanda tangan elektronik terganggu."})
    act = {key: value for key, value in signed["oleh"].items() if value}
    signer = {**job.holder(job.input["naskah"]["penandatangan"]), **act}
    return print_letter(job, signer=signer, signature=simulated(signed["pada"]))


@handler
def cetak_lembar_disposisi(job: Job) -> dict[str, Any]:
    """Print the disposition sheet with every superior's instruction, in order. Gives the document reference."""
    sheet, instructions = job.input["disposisi"], job.input["arahan"]
    about = sheet["tentang"]
    history = [instruction(item) for item in instructions]
    last = history[-1] if history else {"instruksi": [], "catatan": None}
    data = {
        "jenis": "lembar_disposisi",
        "kop": sheet.get("kop", "BKPSDA"),
        "hal": "Lembar Disposisi",
        "perkara": case_head(job),
        "isi": {
            "surat": {"hal": about, **(sheet.get("rujukan") or {})},
            "instruksi": last["instruksi"],
            "catatan": last["catatan"],
            "riwayat": history,
        },
    }
    key = sheet.get("kunci", f"lembar_disposisi_{sheet['langkah']}")
    title = f"Lembar disposisi: {about}"
    return job.render("lembar_disposisi", data, jenis="lembar_disposisi", kunci=key, judul=title)


def print_letter(job: Job, *, signer: dict[str, Any], signature: dict[str, Any] | None) -> dict[str, Any]:
    """Render one letter from `job.input` (`naskah`, `kunci`, `isi`, `nomor`, `tanggal`, `revisi`, `paraf`)."""
    letter, number = job.input["naskah"], job.input["nomor"]
    data = letter_data(job.input, case_head(job), signer, signature)
    return job.render(
        letter.get("templat", letter["jenis"]),
        data,
        jenis=letter["jenis"],
        kunci=job.input["kunci"],
        judul=letter["judul"],
        keadaan="ditandatangani" if signature else "bernomor" if number else "draf",
        rahasia=letter.get("keamanan", "biasa") not in ("biasa", "terbatas"),
        pembaca=letter.get("pembaca"),
    )


def letter_data(
    given: dict[str, Any], case: dict[str, Any], signer: dict[str, Any], signature: dict[str, Any] | None
) -> dict[str, Any]:
    """The data of a template, as `docs/letters.md` names them. The drafter's own words go before the case's."""
    letter, draft = given["naskah"], given["isi"]
    own = paragraphs(draft.get("paragraf"))
    return {
        "jenis": letter["jenis"],
        "kop": letter.get("kop", "BKPSDA"),
        "nomor": given["nomor"],
        "tanggal": given["tanggal"],
        "sifat": letter.get("sifat", "Biasa"),
        "keamanan": letter.get("keamanan", "biasa"),
        "lampiran": draft.get("lampiran") or letter.get("lampiran"),
        "hal": draft.get("hal") or letter["hal"],
        "yth": letter.get("yth"),
        "dari": letter.get("dari") or signer.get("jabatan"),
        "tembusan": letter.get("tembusan") or [],
        "penandatangan": {key: signer[key] for key in SIGNER if key in signer},
        "paraf": [initial(item) for item in given.get("paraf") or [] if item.get("keputusan") != "kembalikan"],
        "tanda_tangan": signature,
        "perkara": case,
        "isi": {**(letter.get("isi") or {}), **({"paragraf": own} if own else {})},
    }


def simulated(moment: str) -> dict[str, Any]:
    """A signature that says of itself that it is simulated."""
    return {"cara": "simulasi", "pada": moment, "verifikasi_url": None}


def paragraphs(text: str | None) -> list[str]:
    """The paragraphs of a typed text: an empty line parts them."""
    return [part.strip() for part in re.split(r"\n\s*\n", text or "") if part.strip()]


def initial(result: dict[str, Any]) -> dict[str, Any]:
    """One box of the paraf table, from the recorded act of an official."""
    return {"jabatan": result["oleh"].get("jabatan"), "nama": result["oleh"].get("nama"), "pada": result.get("pada")}


def instruction(result: dict[str, Any]) -> dict[str, Any]:
    """One superior's instruction on the disposition sheet."""
    return {
        "dari": result["oleh"].get("jabatan"),
        "instruksi": result.get("instruksi") or [],
        "catatan": result.get("catatan"),
        "oleh": {"nama": result["oleh"].get("nama")},
        "pada": result.get("pada"),
    }


def case_head(job: Job) -> dict[str, Any]:
    """The case as letters name it."""
    return {"nomor": job.case.get("nomor"), "judul": job.case.get("judul")}
