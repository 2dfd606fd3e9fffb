"""Step 9: who is asked about whom."""

from __future__ import annotations

from collections.abc import Iterable

from processes.talent_pool.participants import Row


def interviews(people: Iterable[Row], chosen: Iterable[Row]) -> list[Row]:
    """One interview for each participant and rater; `chosen` stands in the participants' order."""
    return [
        {
            "peserta": person["nip"],
            "nama_peserta": person["nama"],
            "jenis": kind,
            "nip": rater["nip"],
            "nama": rater["nama"],
            "jabatan": rater["jabatan"],
        }
        for person, raters in zip(people, chosen, strict=True)
        for kind, rater in raters_of(raters, person["nip"])
    ]


def raters_of(raters: Row, about: str) -> list[tuple[str, Row]]:
    """Kind and person of every rater set for one participant (NIP). Nobody rates himself or speaks twice (domain 1.5)."""
    named = [("sekretariat", raters["sekretariat"]), ("atasan", raters["atasan"])]
    named += [("sejawat", peer) for peer in raters["sejawat"]]
    first: dict[str, tuple[str, Row]] = {}
    for kind, rater in named:
        if rater["nip"] != about:
            first.setdefault(rater["nip"], (kind, rater))
    return list(first.values())
