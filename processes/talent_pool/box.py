"""Step 12: the province's box and category beside those of our tables."""

from __future__ import annotations

from engine.authoring import Job
from processes.talent_pool.participants import Row


def box_row(job: Job, person: Row, result: Row) -> Row:
    """A participant's line: the province's result, what our tables say of it, and whether both agree."""
    box = job.decide("kotak_talenta", {"kinerja": result["kinerja"], "potensial": result["potensial"]})
    category = job.decide("kategori_jpm", {"tujuan": "pemetaan", "jpm": result["jpm"]})
    return {
        **person,
        **result,
        "kotak_tabel": box["kotak"],
        "kategori_tabel": category["kategori"],
        "sama": int(box["kotak"]) == int(result["kotak"]) and category["kategori"] == result["kategori"],
        "rekomendasi": box["rekomendasi"].split("; "),
    }
