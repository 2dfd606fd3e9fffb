"""A list of people as regencies export it: CSV with `;`, `,` or tabs, a byte-order mark or none, and what Excel does to numbers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

from engine.errors import ImportRefused
from forms import nip as nip_rule
from forms.golongan import recognise
from forms.said import said

#: What one import may bring: a regency has some ten thousand civil servants, an office some hundred.
MOST_BYTES, MOST_LINES, MOST_COLUMNS = 1_000_000, 5_000, 60
LONGEST_CELL = 500
#: Titles and dates may stand above the headings, not more than this.
MOST_TITLES = 10

#: Headings as they are met, folded to letters and digits -> the field they mean.
HEADINGS = {
    "nip": "nip",
    "nipbaru": "nip",
    "nomorindukpegawai": "nip",
    "nama": "name",
    "namalengkap": "name",
    "namapegawai": "name",
    "namadangelar": "name",
    "golongan": "grade",
    "gol": "grade",
    "golruang": "grade",
    "golonganruang": "grade",
    "golakhir": "grade",
    "pangkat": "rank",
    "pangkatgol": "both",
    "pangkatgolongan": "both",
    "pangkatgolruang": "both",
    "pangkatgolonganruang": "both",
    "jabatan": "job_title",
    "namajabatan": "job_title",
    "jabatannama": "job_title",
    "unit": "unit",
    "unitkerja": "unit",
    "unor": "unit",
    "opd": "unit",
    "skpd": "unit",
    "instansi": "unit",
    "perangkatdaerah": "unit",
    "email": "email",
    "surel": "email",
    "alamatemail": "email",
}


@dataclass(frozen=True, kw_only=True)
class Export:
    """What a file says. `lines`: (number in the file, field -> text); `ignored`: headings that mean nothing here."""

    lines: tuple[tuple[int, Mapping[str, str]], ...]
    ignored: tuple[str, ...]


def read(content: bytes) -> Export:
    """Read an export. Raises ImportRefused with what to do, for what is no such file as a whole."""
    if len(content) > MOST_BYTES:
        raise ImportRefused(
            said("Berkas ini lebih besar dari {size} kB. Bagi menjadi beberapa berkas.", size=MOST_BYTES // 1000)
        )
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise ImportRefused(
            'Ini buku kerja Excel. Simpan dahulu sebagai "CSV UTF-8 (dibatasi koma)", lalu impor berkas CSV itu.'
        )
    text = _decoded(content).removeprefix("\ufeff")
    delimiter = _delimiter(text)
    try:
        rows = _rows(text, delimiter)
    except csv.Error as error:
        raise ImportRefused("Berkas ini tidak dapat dibaca sebagai CSV: tanda kutipnya tidak berpasangan.") from error
    return _with_headings(rows)


def nip_fault(text: str) -> str | None:
    """Why a cell is no NIP because of what a spreadsheet did to it; None when it did nothing."""
    if re.fullmatch(r"\d+([.,]\d+)?[eE]\+?\d+", text.strip()):
        return (
            f"NIP berubah menjadi {text.strip()}: Excel membacanya sebagai bilangan, angkanya hilang."
            " Jadikan kolom NIP bertipe Teks, lalu ekspor lagi."
        )
    digits = nip_rule.normalise(text)
    if re.fullmatch(r"\d{18}", digits) and digits.endswith("000"):
        return (
            "Tiga angka terakhir NIP ini 000: Excel membulatkannya. Jadikan kolom NIP bertipe Teks, lalu ekspor lagi."
        )
    if digits.isdecimal() and len(digits) < 18:
        return f"NIP hanya {len(digits)} angka, seharusnya 18; mungkin angka di depan atau belakangnya hilang."
    return None


def _decoded(content: bytes) -> str:
    """UTF-8 or UTF-16 by its mark, UTF-8 without one, else what Windows writes in this country."""
    try:
        text = content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise ImportRefused("Berkas ini bukan teks. Simpan sebagai CSV, lalu impor lagi.")
    return text


def _delimiter(text: str) -> str:
    """The sign between the cells: the one that makes a line of headings; names have commas in them, so counting does not do."""
    lines = text.splitlines()[:MOST_TITLES]
    for sign in ";,\t|":
        if any(_is_heading([_cell(cell.strip().strip('"')) for cell in line.split(sign)]) for line in lines):
            return sign
    raise ImportRefused("Judul kolom tidak ditemukan. Satu baris di awal berkas harus memuat judul NIP dan Nama.")


def _rows(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    for cells in reader:
        if len(rows) > MOST_LINES + MOST_TITLES:
            raise ImportRefused(said("Lebih dari {most} baris. Bagi menjadi beberapa berkas.", most=MOST_LINES))
        if len(cells) > MOST_COLUMNS:
            raise ImportRefused(
                said("Baris {line} mempunyai lebih dari {most} kolom.", line=reader.line_num, most=MOST_COLUMNS)
            )
        rows.append((reader.line_num, [_cell(cell) for cell in cells]))
    return rows


def _cell(text: str) -> str:
    """A cell without the tricks that keep a spreadsheet from computing: `="1980..."`, a leading apostrophe."""
    text = " ".join(text.split())[:LONGEST_CELL]
    if found := re.fullmatch(r'="(.*)"', text):
        text = found[1]
    return text.removeprefix("'")


def _fields(cells: list[str]) -> list[str | None]:
    return [HEADINGS.get(re.sub(r"[^a-z0-9]", "", cell.lower())) for cell in cells]


def _is_heading(cells: list[str]) -> bool:
    return {"nip", "name"} <= set(_fields(cells))


def _with_headings(rows: list[tuple[int, list[str]]]) -> Export:
    """The lines under the headings; a title above them, as in many exports, is passed over."""
    at = next((index for index, (_, cells) in enumerate(rows[:MOST_TITLES]) if _is_heading(cells)), None)
    if at is None:
        raise ImportRefused("Judul kolom tidak ditemukan. Satu baris di awal berkas harus memuat judul NIP dan Nama.")
    headings = rows[at][1]
    fields = _fields(headings)
    twice = [heading for heading, field in zip(headings, fields, strict=True) if field and fields.count(field) > 1]
    if twice:
        raise ImportRefused(said("Dua kolom berarti sama: {columns}. Sisakan satu.", columns=", ".join(twice)))
    ignored = tuple(heading for heading, field in zip(headings, fields, strict=True) if field is None and heading)
    lines = []
    for number, cells in rows[at + 1 :]:
        if any(cells):
            pairs = zip(fields, cells, strict=False)
            lines.append((number, _merged({field: cell for field, cell in pairs if field and cell})))
    if len(lines) > MOST_LINES:
        raise ImportRefused(said("Lebih dari {most} baris. Bagi menjadi beberapa berkas.", most=MOST_LINES))
    return Export(lines=tuple(lines), ignored=ignored)


def _merged(given: dict[str, str]) -> dict[str, str]:
    """`Penata (III/c)` or `Penata, III/c` in one column are rank and grade."""
    both = given.pop("both", None)
    if both is None:
        return given
    found = re.fullmatch(r"(.*?)[\s,(/-]*\(?\s*([IVX]+\s*/?\s*[a-e]?)\s*\)?", both, re.IGNORECASE)
    if found and (grade := recognise(found[2])):
        return {"rank": found[1].strip(), "grade": grade} | given if found[1].strip() else {"grade": grade} | given
    return {"rank": both} | given
