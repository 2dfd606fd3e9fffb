"""Service tasks of the shared call activities: printing a letter, signing it (simulated), and the disposition sheet."""

from __future__ import annotations

import re
from typing import Any

from engine.authoring import BpmnError, Job, handler

#: What a signer's block needs; the rest of a recorded act (mandate's letter and dates) stays in the log.
SIGNER = ("nip", "nama", "pangkat", "golongan", "jabatan", "bentuk", "atas_nama", "tampilkan_nip")

#: A signature in ink, and what a letter is once it is signed in one way or the other.
INK = {"cara": "basah", "pada": None, "verifikasi_url": None}
STATES = {"simulasi": "ditandatangani", "basah": "basah"}


@handler
def cetak_naskah(job: Job) -> dict[str, Any]:
    """Print a letter as it stands: a draft, or the final text with number and date. Gives the document reference."""
    return print_letter(job, job.input, signer=job.holder(job.input["naskah"]["penandatangan"]), signature=None)


@handler
def tandatangani(job: Job) -> dict[str, Any]:
    """Print the letter with a simulated signature. Raises BpmnError("TTE_GAGAL") when the signer reports an outage."""
    signed = job.input["ttd"]
    signer = signing(job, job.input["naskah"]["penandatangan"], signed)
    return print_letter(job, job.input, signer=signer, signature=simulated(signed["pada"]))


@handler
def cetak_paket(job: Job) -> dict[str, Any]:
    """Print the letters of a bundle (`paket`); `nomor`: key -> `{nomor, tanggal}`. Gives `{dokumen: {key: reference}}`."""
    printed = {
        given["kunci"]: print_letter(job, given, signer=job.holder(given["naskah"]["penandatangan"]), signature=None)
        for given in bundle(job.input)
    }
    return {"dokumen": printed}


@handler
def tandatangani_paket(job: Job) -> dict[str, Any]:
    """Sign the letters of a bundle in one act (simulated), each with its extracts for single participants.

    Raises BpmnError("TTE_GAGAL") as `tandatangani` does.
    """
    signed = job.input["ttd"]
    printed = {}
    for given in bundle(job.input):
        signer = signing(job, given["naskah"]["penandatangan"], signed)
        signature = simulated(signed["pada"])
        printed[given["kunci"]] = print_letter(job, given, signer=signer, signature=signature)
        for extract in given["naskah"].get("petikan") or []:
            print_letter(job, extracted(given, extract), signer=signer, signature=signature, only=extract["nip"])
    return {"dokumen": printed}


@handler
def cetak_basah(job: Job) -> dict[str, Any]:
    """Print a letter with room for a signature in ink, after the signature service failed."""
    return print_letter(job, job.input, signer=in_ink(job, job.input["naskah"]), signature=INK)


@handler
def cetak_paket_basah(job: Job) -> dict[str, Any]:
    """Print the letters of a bundle with room for a signature in ink."""
    printed = {
        given["kunci"]: print_letter(job, given, signer=in_ink(job, given["naskah"]), signature=INK)
        for given in bundle(job.input)
    }
    return {"dokumen": printed}


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
    return job.render("lembar_disposisi", data, jenis="lembar_disposisi", kunci=key, judul=title, keadaan="final")


def print_letter(
    job: Job,
    given: dict[str, Any],
    *,
    signer: dict[str, Any],
    signature: dict[str, Any] | None,
    only: str | None = None,
) -> dict[str, Any]:
    """Render one letter: `given` holds `naskah`, `kunci`, `isi`, `nomor`, `tanggal` and `paraf`; `only`: whose own it is, a NIP."""
    letter = given["naskah"]
    return job.render(
        letter.get("templat", letter["jenis"]),
        letter_data(given, case_head(job), signer, signature),
        jenis=letter["jenis"],
        kunci=given["kunci"],
        judul=letter["judul"],
        keadaan=STATES[signature["cara"]] if signature else "bernomor" if given["nomor"] else "draf",
        rahasia=letter.get("keamanan", "biasa") not in ("biasa", "terbatas"),
        pembaca=letter.get("pembaca"),
        untuk=[only] if only else (),
    )


def extracted(given: dict[str, Any], extract: dict[str, Any]) -> dict[str, Any]:
    """A letter as one participant receives it: the same letter and number, naming nobody else. `extract`: `nip`, `nama`, `isi`, `yth`."""
    letter = given["naskah"]
    own = {
        **letter,
        "judul": f"{letter['judul']}: petikan untuk {extract['nama']}",
        "hal": f"{letter['hal']} (petikan)",
        "yth": extract.get("yth") or letter.get("yth"),
        "tembusan": [],
        "petikan": [],
        "isi": {**(letter.get("isi") or {}), **extract["isi"]},
    }
    return {**given, "naskah": own, "kunci": f"{given['kunci']}_{extract['nip']}", "paraf": []}


def bundle(given: dict[str, Any]) -> list[dict[str, Any]]:
    """What `print_letter` needs for each letter of a bundle."""
    numbers = given["nomor"]
    return [
        {
            "naskah": letter,
            "kunci": letter["kunci"],
            "isi": {},
            "nomor": numbers.get(letter["kunci"], {}).get("nomor"),
            "tanggal": numbers.get(letter["kunci"], {}).get("tanggal"),
            "paraf": given.get("paraf"),
        }
        for letter in given["paket"]
    ]


def signing(job: Job, lane: str, signed: dict[str, Any]) -> dict[str, Any]:
    """Who signs electronically. Raises BpmnError("TTE_GAGAL") when they report an outage."""
    if signed.get("tte_terganggu"):
        raise BpmnError("TTE_GAGAL", {"alasan": "Layanan tanda tangan elektronik terganggu."})
    return as_acted(job, lane, signed)


def in_ink(job: Job, letter: dict[str, Any]) -> dict[str, Any]:
    """Who signs in ink."""
    return as_acted(job, letter["penandatangan"], job.input["ttd"])


def as_acted(job: Job, lane: str, signed: dict[str, Any]) -> dict[str, Any]:
    """The signer as they acted: position, form (Plt., Plh.) and name of the recorded act over today's holder."""
    return {**job.holder(lane), **{key: value for key, value in signed["oleh"].items() if value}}


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
