"""NIP, the number of a civil servant: 8 digits birth date, 6 digits start of service, 1 digit sex, 3 digits sequence.

Source: Perka BKN 22/2007. Contract staff (PPPK) carry a contract code instead of the month.
"""

from __future__ import annotations

import random  # noqa: TID251 -- the caller gives the generator
from calendar import monthrange
from datetime import date

from forms.said import Said, said

#: A PNS starts at 17 at the earliest.
YOUNGEST = 17
#: The month of a PPPK's number is a contract code from here on.
FIRST_CONTRACT_CODE = 21


def normalise(text: str) -> str:
    """The digits without the spaces, dots and hyphens that people write between them."""
    return text.translate(_WITHOUT)


_WITHOUT = {ord(letter): None for letter in " .-\u00a0\t"}


def grouped(nip: str) -> str:
    """`19860926 201505 1 001`, as it is written in letters; anything else unchanged."""
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}" if len(nip) == 18 and nip.isdecimal() else nip


def fault(nip: str, *, today: date | None = None, pppk: bool = True) -> Said | None:
    """Why this is not a NIP (normalised, 18 digits), in Indonesian; None when it can be one.

    `today`: start of service may not lie after it; `pppk`: whether contract staff are accepted.
    """
    if len(nip) != 18 or not (nip.isascii() and nip.isdecimal()):
        return said("NIP terdiri atas 18 angka; contoh: 19860926 201505 1 001.")
    born = _date(int(nip[:4]), int(nip[4:6]), int(nip[6:8]))
    if born is None:
        return said("Delapan angka pertama NIP bukan tanggal lahir yang benar (tahun, bulan, tanggal).")
    if nip[14] not in "12":
        return said("Angka ke-15 NIP harus 1 (laki-laki) atau 2 (perempuan).")
    return _service_fault(born, int(nip[8:12]), int(nip[12:14]), today, pppk)


def _service_fault(born: date, year: int, month: int, today: date | None, pppk: bool) -> Said | None:
    contract = month >= FIRST_CONTRACT_CODE
    if contract and not pppk:
        return said("NIP ini milik PPPK; isian ini untuk PNS.")
    if not contract and not 1 <= month <= 12:
        return said("Angka ke-9 sampai ke-14 NIP bukan tahun dan bulan pengangkatan yang benar.")
    month = 12 if contract else month
    if (year, month) < (born.year + YOUNGEST, born.month):
        return said(
            "Menurut NIP ini pengangkatan terjadi sebelum usia {age} tahun; periksa lagi angkanya.", age=YOUNGEST
        )
    if today is not None and (year, 1 if contract else month) > (today.year, today.month):
        return said("Menurut NIP ini pengangkatan belum terjadi; periksa lagi angkanya.")
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= 1900 else None
    except ValueError:
        return None


def invent(rng: random.Random, *, today: date | None = None) -> str:
    """A number that could be a PNS's, for samples; it belongs to nobody known."""
    latest = (today or date(2024, 12, 31)).year - 1
    year = rng.randint(latest - 55, latest - 26)
    month = rng.randint(1, 12)
    day = rng.randint(1, monthrange(year, month)[1])
    started = rng.randint(year + 22, latest)
    return f"{year}{month:02}{day:02}{started}{rng.randint(1, 12):02}{rng.choice('12')}{rng.randint(1, 999):03}"
