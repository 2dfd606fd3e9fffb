"""Functions of the example SOP."""

from __future__ import annotations

from typing import Any

from engine.authoring import BpmnError, Job, handler


@handler
def cetak_izin(job: Job) -> dict[str, Any]:
    """Print the permit. Raises BpmnError("CETAK_GAGAL") when it has no subject."""
    if not job.input["permohonan"]["perihal"]:
        raise BpmnError("CETAK_GAGAL")
    job.render("izin_keluar", dict(job.input), jenis="izin")
    return {"nomor": "1"}
