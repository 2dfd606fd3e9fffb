"""Step 10: the arithmetic of the 360 appraisal, means per kind of rater, then weights. Pure: it sees numbers, no store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from processes.talent_pool.participants import Row

#: The seven BerAKHLAK questions of the 360 form, each answered 1 to 5.
PERILAKU = ("pelayanan", "akuntabel", "kompeten", "harmonis", "loyal", "adaptif", "kolaboratif")
SKALA = 5
#: How many raters of each kind a mean needs: one peer alone would be recognisable (domain 1.5).
MINIMUM = {"sekretariat": 1, "atasan": 1, "sejawat": 2}
NAMA_JENIS = {"sekretariat": "Sekretariat", "atasan": "Atasan langsung", "sejawat": "Teman sejawat"}
CENT = Decimal("0.01")


def weights_of(typed: Mapping[str, Any]) -> dict[str, Decimal]:
    """The weight of each kind of rater. Raises ValueError for weights that do not add up to 1."""
    weights = {kind: exact(typed[kind]) for kind in MINIMUM}
    if sum(weights.values()) != 1:
        raise ValueError("Jumlah bobot penilai harus 1; perbaiki pada tugas 'Menetapkan bobot dan merekap'.")
    return weights


def answers_by_person(talks: Iterable[tuple[Row, Row]]) -> dict[str, dict[str, list[Fraction]]]:
    """Participant -> kind of rater -> one mean answer (1 to 5) for each rater who was met; a second meeting replaces.

    `talks`: each interview (`peserta`, `jenis`, `penilai`) with the answers stored for it, in the order they were held.
    """
    latest: dict[tuple[str, str, str], Fraction] = {}
    for talk, answer in talks:
        if answer["terlaksana"] == "ya":
            mean = Fraction(sum(int(answer[question]) for question in PERILAKU), len(PERILAKU))
            latest[talk["peserta"], talk["jenis"], talk["penilai"]] = mean
    found: dict[str, dict[str, list[Fraction]]] = {}
    for (person, kind, _), mean in latest.items():
        found.setdefault(person, {}).setdefault(kind, []).append(mean)
    return found


def scored(answers: Mapping[str, Sequence[Fraction]], weights: Mapping[str, Decimal]) -> tuple[Row, list[Row]]:
    """Scores of one participant on 0 to 100 (None where incomplete), and which kinds of rater are lacking.

    The mean per kind is taken first, then the weights: five peers count no more than two.
    """
    means = {
        kind: mean100(answers.get(kind, ())) if len(answers.get(kind, ())) >= least else None
        for kind, least in MINIMUM.items()
    }
    lacking = [
        {"kunci": kind, "jenis": NAMA_JENIS[kind], "jumlah": len(answers.get(kind, ())), "minimum": least}
        for kind, least in MINIMUM.items()
        if means[kind] is None
    ]
    known = {kind: mean for kind, mean in means.items() if mean is not None}
    total = None if lacking else sum((Fraction(weights[kind]) * mean for kind, mean in known.items()), Fraction(0))
    return {**{kind: rounded(mean) for kind, mean in means.items()}, "nilai_akhir": rounded(total)}, lacking


def shortfall(lacking: Iterable[Row]) -> str | None:
    """The remark of an incomplete line of the recap: which kinds of rater are too few. None when nothing lacks."""
    note = "; ".join(f"{item['jenis']} {item['jumlah']} dari {item['minimum']}" for item in lacking)
    return f"Tidak lengkap: {note}" if note else None


def mean100(values: Sequence[Fraction]) -> Fraction:
    """The mean of answers 1 to 5, as a share of the highest answer in percent."""
    return sum(values, Fraction(0)) / len(values) * 100 / SKALA


def rounded(value: Fraction | None) -> Decimal | None:
    """Two decimals, half up; for the eye only, sums use the exact value."""
    return (
        None if value is None else (Decimal(value.numerator) / Decimal(value.denominator)).quantize(CENT, ROUND_HALF_UP)
    )


def exact(value: Any) -> Decimal:
    """A typed number as the digits that were typed (0.1 is 0.1)."""
    return Decimal(str(value))
