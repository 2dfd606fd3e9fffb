"""Handlers of the test SOP: one letter, which fails in the ways a printer fails."""

from engine.authoring import BpmnError, Job, handler


@handler
def cetak_surat(job: Job) -> dict[str, object]:
    """Render the leave letter; "macet" breaks the printer, "habis" runs out of paper once."""
    text = job.input["susun"]["isi"]
    if "macet" in text:
        raise OSError("the printer is jammed")
    if "habis" in text and "beli_kertas" not in job.input:
        raise BpmnError("KERTAS")
    number = job.input["nomori"]["nomor"]["surat_cuti"]["nomor"]
    return {"dokumen": job.render("surat_cuti", {"nomor": number, "isi": text}, jenis="surat_cuti", judul="Surat cuti")}
