"""Step 22: the job person match of a participant, from levels in nine competencies."""

from __future__ import annotations

from typing import Any

from engine.authoring import Job

#: Nine competencies (PermenPANRB 38/2017): key of the recap form -> name on paper, in the order of the recap.
COMPETENCIES = {
    "integritas": "Integritas",
    "kerja_sama": "Kerja sama",
    "komunikasi": "Komunikasi",
    "orientasi_hasil": "Orientasi pada hasil",
    "pelayanan_publik": "Pelayanan publik",
    "pengembangan": "Pengembangan diri dan orang lain",
    "perubahan": "Mengelola perubahan",
    "keputusan": "Pengambilan keputusan",
    "perekat_bangsa": "Perekat bangsa",
}
#: Standard level of a JPT Pratama in each competency; the sum is 36.
STANDARD_LEVEL = 4


def matched(job: Job, person: dict[str, Any], levels: list[int]) -> dict[str, Any]:
    """One participant's levels, their sum, the match in percent (capped at 100, unrounded) and its category."""
    total, standard = sum(levels), STANDARD_LEVEL * len(COMPETENCIES)
    match = job_person_match(levels)
    category = job.decide("kategori_jpm", {"tujuan": "seleksi", "jpm": match})["kategori"]
    return {**person, "level": levels, "jumlah": total, "standar": standard, "jpm": match, "kategori": category}


def job_person_match(levels: list[int]) -> float:
    """Sum of levels over sum of standard levels, in percent, capped at 100 (domain 4.1)."""
    return min(100.0, sum(levels) * 100 / (STANDARD_LEVEL * len(COMPETENCIES)))
