"""A random valid value for each kind of field."""

from __future__ import annotations

import random  # noqa: TID251 -- the caller gives the generator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from forms import golongan, nip
from forms.check import Check
from forms.fields import Field
from forms.kinds.moments import limit
from forms.kinds.numbers import bound
from forms.rules import Scope

#: Where no clock is given, dates are drawn from the days after this one.
_DAY_ZERO = date(2026, 12, 1)
_WITHIN_DAYS = 60

_WORDS = (
    *("sesuai", "ketentuan", "data", "peserta", "telah", "diperiksa", "dan", "disampaikan", "kepada", "pimpinan"),
    *("dengan", "berkas", "lampiran", "kegiatan", "asesmen", "pada", "jadwal", "yang", "ditetapkan", "bidang"),
    *("aparatur", "mohon", "diperbaiki", "bagian", "dasar", "hukum", "tempat", "waktu", "uraian", "petugas"),
)
_GIVEN = ("Ahmad", "Siti", "Budi", "Dewi", "Rahmat", "Nurul", "Eko", "Fitri", "Hasan", "Lestari", "Moh. Yusuf", "Ratna")
_FAMILY = (
    "Hidayat",
    "Rahayu",
    "Santoso",
    "Wulandari",
    "Prasetyo",
    "Maulana",
    "Handayani",
    "Kurniawan",
    "Susanti",
    "Firdaus",
)


@dataclass(frozen=True)
class Draw:
    """The generator and what it draws with."""

    rng: random.Random
    check: Check
    weights: Mapping[str, Mapping[str, float]]
    file: Callable[[str], dict[str, Any]]


Sampler = Callable[[Field, str, Scope, Draw], Any]


def default_file(rng: random.Random) -> Callable[[str], dict[str, Any]]:
    """References to files that exist nowhere, for tests without a store."""
    kinds = {".pdf": "application/pdf", ".jpg": "image/jpeg", ".png": "image/png"}

    def make(suffix: str) -> dict[str, Any]:
        name, count = f"berkas-{rng.randint(100, 999)}{suffix}", rng.randint(100, 900)
        return {
            "sha256": rng.randbytes(32).hex(),
            "nama": name,
            "ukuran": count,
            "jenis": kinds.get(suffix, "application/octet-stream"),
        }

    return make


def name(rng: random.Random) -> str:
    """A name of nobody."""
    return f"{rng.choice(_GIVEN)} {rng.choice(_FAMILY)}"


def text(field: Field, path: str, scope: Scope, draw: Draw) -> str:
    """A text of the field's format, pattern and length."""
    rng = draw.rng
    made = FORMATS.get(field.format)
    if made is not None:
        return made(rng, draw)
    if field.pattern is not None:
        return _patterned(field, rng)
    if "nama" in field.path[-1]:
        return _fitted(name(rng), field, rng)
    words = rng.sample(_WORDS, k=rng.randint(3, 8))
    return _fitted(" ".join(words).capitalize(), field, rng)


def _patterned(field: Field, rng: random.Random) -> str:
    tries: list[str] = [field.pattern.sample(rng) for _ in range(20)]
    fitting = (
        each for each in tries if field.min_length <= len(each) <= field.max_length and each == each.strip() != ""
    )
    return next(fitting, tries[0])


def _fitted(words: str, field: Field, rng: random.Random) -> str:
    while len(words) < field.min_length:
        words += " " + rng.choice(_WORDS)
    cut = words[: field.max_length]
    return cut if cut == cut.strip() else cut.strip() + "a" * (len(cut) - len(cut.strip()))


FORMATS: dict[str, Callable[[random.Random, Draw], str]] = {
    "nip": lambda rng, draw: nip.invent(rng, today=draw.check.today),
    "email": lambda rng, draw: f"{rng.choice(_GIVEN).split()[-1].lower()}{rng.randint(1, 999)}@contoh.go.id",
    "telepon": lambda rng, draw: f"08{rng.randint(10**8, 10**10 - 1)}",
    "nomor_surat": lambda rng, draw: f"800.1.14.1/{rng.randint(1, 999)}/433.202/{rng.randint(2024, 2026)}",
    "orang": lambda rng, draw: name(rng),
    "golongan": lambda rng, draw: rng.choice(list(golongan.PANGKAT)),
}


def number(field: Field, path: str, scope: Scope, draw: Draw) -> int | float:
    """A number within the bounds, with no more decimals than allowed."""
    least, most = bound(field.minimum, scope, draw.check), bound(field.maximum, scope, draw.check)
    low = least if least is not None else min(1, most) if most is not None else 1
    high = most if most is not None else low + 100
    scale: int = 10 ** min(field.decimals or 0, 4)
    first, last = -int(-low * scale // 1), int(high * scale // 1)
    value: int = draw.rng.randint(first, max(first, last))
    whole = value % scale == 0
    return value // scale if whole else value / scale


def checkbox(field: Field, path: str, scope: Scope, draw: Draw) -> bool:
    """Ticked where it must be."""
    return field.required or draw.rng.random() < 0.5


def one(field: Field, path: str, scope: Scope, draw: Draw) -> Any:
    """One of the options, by the weights given for its path."""
    options = list(field.options.resolve(scope, draw.check.evaluation).values())
    if not options:
        return None
    weights = _weights(path, [option.key for option in options], draw)
    return draw.rng.choices(options, weights=weights)[0].value


def _weights(path: str, keys: list[str], draw: Draw) -> list[float] | None:
    given = draw.weights.get(path)
    if given is None:
        return None
    weights = [float(given.get(key, 0)) for key in keys]
    return weights if sum(weights) > 0 else None


def many(field: Field, path: str, scope: Scope, draw: Draw) -> list[Any]:
    """Some of the options, at least one."""
    options = list(field.options.resolve(scope, draw.check.evaluation).values())
    count = draw.rng.randint(1, min(3, len(options))) if options else 0
    chosen = draw.rng.sample(range(len(options)), k=count)
    return [options[index].value for index in sorted(chosen)]


def moment(field: Field, path: str, scope: Scope, draw: Draw) -> str:
    """A date, time or datetime within the bounds and office hours."""
    rng = draw.rng
    hour = f"{rng.randint(7, 15):02}:{rng.choice((0, 15, 30, 45)):02}"
    if field.subtype == "time":
        return hour
    least, most = limit(field.minimum, scope, draw.check), limit(field.maximum, scope, draw.check)
    today = draw.check.today or _DAY_ZERO
    first = date.fromisoformat(least) if least else None
    last = date.fromisoformat(most) if most else None
    if field.no_past and (first is None or first <= today):
        first = today + timedelta(days=1)
    if first is None:
        first = today if last is None or today <= last else last - timedelta(days=_WITHIN_DAYS)
    last = min(last, first + timedelta(days=_WITHIN_DAYS)) if last else first + timedelta(days=_WITHIN_DAYS)
    day = first + timedelta(days=rng.randint(0, max(0, (last - first).days)))
    return day.isoformat() if field.subtype == "date" else f"{day.isoformat()}T{hour}:00+07:00"


def files(field: Field, path: str, scope: Scope, draw: Draw) -> list[dict[str, Any]]:
    """One file of an accepted kind, now and then two where several are allowed."""
    count = 2 if field.max_files > 1 and draw.rng.random() < 0.3 else 1
    return [draw.file(draw.rng.choice(_suffixes(field.accept))) for _ in range(count)]


def _suffixes(accept: tuple[str, ...]) -> tuple[str, ...]:
    named = {"image/*": ".jpg", "image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}
    found = tuple(part if part.startswith(".") else named.get(part, ".pdf") for part in accept)
    return found or (".pdf",)


SAMPLES: dict[str, Sampler] = {
    "textfield": text,
    "textarea": text,
    "number": number,
    "checkbox": checkbox,
    "select": one,
    "radio": one,
    "checklist": many,
    "taglist": many,
    "datetime": moment,
    "filepicker": files,
}
