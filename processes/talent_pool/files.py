"""Step 7: who handed in which files, and the batches of those that are complete."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.authoring import Job
from processes.talent_pool.participants import Row, unit_name

KEADAAN = {"lengkap": "Lengkap", "tidak_lengkap": "Belum lengkap", "mundur": "Mengundurkan diri"}


def file_rows(job: Job) -> list[Row]:
    """One row per participant over all rounds; who was asked again has the row of the latest round."""
    results = {item["nip"]: item for item in job.input["hasil"]}
    rows = {row["nip"]: row for row in job.input["sebelumnya"]["baris"]}
    for person in job.input["diminta"]:
        named = {**person, "nama_opd": unit_name(job, person["opd"])}
        rows[person["nip"]] = {**named, **file_row(results[person["nip"]], job.input["syarat"])}
    return list(rows.values())


def file_row(result: Row, required: Iterable[Row]) -> Row:
    """What the recap says of one participant's files."""
    given = result.get("berkas") or {}
    return {
        "status": result["status"],
        "keadaan": KEADAAN[result["status"]],
        "catatan": result.get("catatan") or "",
        "berkas": {item["kunci"]: bool(given.get(item["kunci"])) for item in required},
    }


def batches(planned: Sequence[Row], people: Sequence[Row]) -> list[Row]:
    """The batches that have participants; who names no known batch joins the first."""
    known = {row["nomor"] for row in planned}
    first = planned[0]["nomor"]
    found = [
        {**row, "peserta": [p for p in people if (p["batch"] if p["batch"] in known else first) == row["nomor"]]}
        for row in planned
    ]
    return [row for row in found if row["peserta"]]
