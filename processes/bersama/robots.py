"""What simulated officials and participants do in the shared call activities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random  # noqa: TID251  # the type only; the simulation gives the dice

#: How often somebody returns a paper, reports an outage of the signature service, withdraws, or hands in too little.
RETURNS, OUTAGES, WITHDRAWALS, INCOMPLETE = 0.10, 0.04, 0.03, 0.12
NOTES = (
    "Tanggal pada alinea pertama belum sesuai.",
    "Sebutkan dasar suratnya.",
    "Jumlah peserta tidak sama dengan lampiran.",
)
#: What officials write: form -> path -> choices.
TEXTS: dict[str, dict[str, tuple[str, ...]]] = {
    "naskah_paraf": {"disposisi": ("Naikkan kepada Kepala Badan.", "")},
    "naskah_naik": {"pesan": ("Mohon diagendakan hari ini.", "Sudah diparaf lengkap.", "")},
    "disposisi": {"catatan": ("Tindak lanjuti sesuai jadwal.", "Laporkan hasilnya kepada saya.", "Siapkan suratnya.")},
    "surat_masuk": {"catatan": ("Jawaban atas permohonan fasilitasi.", "")},
}


def decide(element: str, form: str, context: dict[str, Any], rng: Random) -> dict[str, Any]:
    """Overrides of a form's sampled data, by element of the shared call activities."""
    written = {path: rng.choice(choices) for path, choices in TEXTS.get(form, {}).items()}
    if form in ("naskah_nomor", "surat_masuk"):
        written["agenda"] = f"{rng.randint(1, 999):04}"
    return written | chosen(element, form, context, rng)


def chosen(element: str, form: str, context: dict[str, Any], rng: Random) -> dict[str, Any]:
    """What is decided, as against merely written."""
    if form in ("naskah_paraf", "naskah_ttd"):
        return checked(rng) | ({"tte_terganggu": rng.random() < OUTAGES} if form == "naskah_ttd" else {})
    if element == "NK_konsep":
        letter = context["naskah"]
        return {"hal": letter["hal"], "lampiran": letter.get("lampiran") or ..., "paragraf": ...}
    if element == "DS_disposisi":
        return {"selesai": False}
    if element == "SM_catat":
        return registered(context["masuk"])
    if element == "BK_unggah" and rng.random() < WITHDRAWALS:
        return {"tindakan": "mundur", "alasan": "Sedang menjalani pengobatan."}
    if element == "BK_unggah":
        return {"tindakan": "kirim"}
    if element == "BK_verifikasi":
        return verified(context["syarat"], rng)
    return {}


def checked(rng: Random, share: float = RETURNS) -> dict[str, Any]:
    """Agree, or now and then return with a note."""
    if rng.random() < share:
        return {"keputusan": "kembalikan", "catatan": rng.choice(NOTES)}
    return {"keputusan": "setuju"}


def verified(wanted: list[dict[str, Any]], rng: Random) -> dict[str, Any]:
    """Complete, or now and then one file is not."""
    if rng.random() >= INCOMPLETE:
        return {"keputusan": "lengkap"}
    missing = rng.choice(wanted)
    return {"keputusan": "kurang", "kurang": [missing["kunci"]], "catatan": f"{missing['judul']} tidak terbaca."}


def registered(incoming: dict[str, Any]) -> dict[str, Any]:
    """A letter is registered as the message said it."""
    known = {
        key: incoming["payload"][key] for key in ("asal", "nomor", "hal", "keputusan") if incoming["payload"].get(key)
    }
    return known if incoming["jenis_keputusan"] else {**known, "keputusan": ...}


def delays(element: str, rng: Random) -> float:
    """Hours until somebody acts; a participant may let the deadline pass."""
    if element == "BK_unggah":
        return rng.uniform(900, 1500) if rng.random() < 0.04 else rng.uniform(4, 72)
    return rng.uniform(1, 10)
