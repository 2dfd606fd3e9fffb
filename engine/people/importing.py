"""Import people from an export: first what would happen, line by line; then exactly that, in one transaction, or nothing."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import orjson
from sqlalchemy import Connection, insert, select

from engine import journal
from engine.canonical import dumps, loads
from engine.errors import ImportRefused, ImportStale, NotFound
from engine.numbers import serialise
from engine.people.actors import Actor
from engine.people.duties import require_operator
from engine.people.exports import MOST_LINES, Export, nip_fault
from engine.people.mandating import by
from engine.people.register import FIELDS, LENGTHS, clean, write_change
from engine.people.terms import local_day
from engine.schema import journal as journal_table
from engine.schema import persons
from forms import nip as nip_rule

if TYPE_CHECKING:
    from engine.engine import Engine

What = Literal["new", "changed", "same", "refused"]
#: NIPs asked for in one statement.
BATCH = 500

Lines = Sequence[tuple[int, Mapping[str, str]]]


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One line: what would become of it. `before`, `after`: the fields that change; `why`: of a refused one, in Indonesian."""

    line: int
    what: What
    nip: str
    name: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    why: str = ""
    person: str | None = None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What an import would do. `digest` stands for all of it and for the people as they are now; `packed`: the lines, to be sent back."""

    lines: tuple[Planned, ...]
    ignored: tuple[str, ...]
    digest: str
    packed: str

    @property
    def counts(self) -> dict[str, int]:
        """How many lines of each kind."""
        return _counted(self.lines)


def preview(engine: Engine, actor: Actor, export: Export) -> Plan:
    """What an import would do, without doing it. Raises NotAllowed, ImportRefused (nothing to import)."""
    require_operator(actor)
    if not export.lines:
        raise ImportRefused("Di bawah judul kolom tidak ada satu baris pun.")
    today = local_day(engine.world.now())
    with engine.database.reading() as connection:
        planned = _plan(connection, export.lines, today)
    return Plan(lines=planned, ignored=export.ignored, digest=_digest(planned), packed=_pack(export.lines))


def apply(engine: Engine, actor: Actor, packed: str, *, digest: str, key: str) -> str:
    """Do what a preview showed, lines that it refused left out; gives the import's name. The same `key` sent again does nothing more.

    Raises NotAllowed, ImportRefused (no such lines), ImportStale (the people changed since the preview; nothing is done then).
    """
    require_operator(actor)
    if not key:
        raise ImportRefused("Halaman ini tidak lengkap. Unggah berkasnya sekali lagi.")
    lines, now = unpack(packed), engine.world.now()
    name = f"import:{hashlib.sha256(key.encode()).hexdigest()[:32]}"
    with engine.database.transaction() as connection:
        serialise(connection, "persons")
        if _counts(connection, name) is not None:
            return name
        mine = persons.c.nip.in_([_nip(given) for _, given in lines])
        connection.execute(select(persons.c.id).where(mine).order_by(persons.c.id).with_for_update())
        planned = _plan(connection, lines, local_day(now))
        if _digest(planned) != digest:
            raise ImportStale
        entries: list[tuple[str, str, dict[str, Any]]] = []
        added: list[dict[str, Any]] = []
        for each in planned:
            if each.what == "new":
                made = engine.world.new_id()
                added.append({"id": made, **each.after})
                facts = {field: value for field, value in each.after.items() if value}
                entries.append(("person:added", made, facts))
            elif each.what == "changed":
                write_change(connection, {"id": each.person, **each.before}, each.after, now)
                entries.append(("person:changed", str(each.person), {"before": each.before, "after": each.after}))
        if added:
            connection.execute(insert(persons), added)
        counts = _counted(planned)
        entries.append(("people:imported", name, {"counts": counts}))
        named = [
            (act, subject, about if act == "people:imported" else about | {"import": name})
            for act, subject, about in entries
        ]
        journal.record_all(connection, at=now, person=by(actor), entries=named)
    return name


def counts_of(engine: Engine, actor: Actor, name: str) -> dict[str, int]:
    """What an import did, by kind of line. Raises NotAllowed, NotFound."""
    require_operator(actor)
    with engine.database.reading() as connection:
        counts = _counts(connection, name)
    if counts is None:
        raise NotFound
    return counts


def _pack(lines: Lines) -> str:
    """The lines as one text, no longer than the file was: the fields once, then the cells."""
    fields = [field for field in FIELDS if any(field in given for _, given in lines)]
    return orjson.dumps(
        [fields, *([number, *(given.get(field, "") for field in fields)] for number, given in lines)]
    ).decode()


def unpack(packed: str) -> Lines:
    """The lines of a preview that came back. Raises ImportRefused when they are none."""
    try:
        fields, *rows = orjson.loads(packed)
        if not set(fields) <= set(FIELDS) or not 0 < len(rows) <= MOST_LINES or not all(map(_is_row, rows)):
            raise ValueError
        return [(number, {f: cell for f, cell in zip(fields, cells, strict=True) if cell}) for number, *cells in rows]
    except (ValueError, TypeError) as error:
        raise ImportRefused("Pratinjaunya tidak terbaca lagi. Unggah berkasnya sekali lagi.") from error


def _is_row(row: Any) -> bool:
    return (
        isinstance(row, list)
        and bool(row)
        and isinstance(row[0], int)
        and all(isinstance(cell, str) for cell in row[1:])
    )


def _counts(connection: Connection, name: str) -> dict[str, int] | None:
    mine = (journal_table.c.act == "people:imported") & (journal_table.c.subject == name)
    about = connection.scalar(select(journal_table.c.about).where(mine).limit(1))
    return None if about is None else dict(loads(about)["counts"])


def _plan(connection: Connection, lines: Lines, today: date) -> tuple[Planned, ...]:
    known = _known(connection, [_nip(given) for _, given in lines])
    first: dict[str, int] = {}
    planned = []
    for number, given in lines:
        nip = _nip(given)
        if nip in first:
            planned.append(_refused(number, given, f"NIP ini sudah ada di baris {first[nip]} berkas yang sama."))
            continue
        first[nip] = number
        planned.append(_one(number, given, known.get(nip), today))
    return tuple(planned)


def _one(number: int, given: Mapping[str, str], before: Mapping[Any, Any] | None, today: date) -> Planned:
    if not given.get("nip"):
        return _refused(number, given, "NIP kosong. Tanpa NIP seseorang dicatat satu per satu.")
    if wrong := nip_fault(given["nip"]):
        return _refused(number, given, wrong)
    if before is not None and before["left_as"] is not None:
        return _refused(number, given, f"Pegawai ini sudah dicatat keluar ({before['left_as']}).")
    whole = dict(given)
    if before is not None:  # an empty cell says nothing: what is known stays
        whole = {field: before[field] or "" for field in FIELDS} | whole
        if "grade" in given and "rank" not in given:
            whole["rank"] = ""  # filled in by the grade
    row, found = clean(whole, today=today)
    if before is not None:
        found = {field: why for field, why in found.items() if field in given and row[field] != before[field]}
    if found:
        return _refused(number, given, " ".join(found.values()))
    old = {field: before[field] for field in FIELDS} if before is not None else {}
    after = {field: value for field, value in row.items() if before is None or value != old[field]}
    what: What = "new" if before is None else "changed" if after else "same"
    return Planned(
        line=number,
        what=what,
        nip=row["nip"],
        name=row["name"],
        before={field: old[field] for field in after} if before is not None else {},
        after=after,
        person=before["id"] if before is not None else None,
    )


def _refused(number: int, given: Mapping[str, str], why: str) -> Planned:
    name = given.get("name", "")[: LENGTHS["name"]]
    return Planned(line=number, what="refused", nip=given.get("nip", ""), name=name, before={}, after={}, why=why)


def _known(connection: Connection, nips: Sequence[str]) -> dict[str, Mapping[Any, Any]]:
    found: dict[str, Mapping[Any, Any]] = {}
    for start in range(0, len(nips), BATCH):
        rows = connection.execute(select(persons).where(persons.c.nip.in_(nips[start : start + BATCH])))
        found |= {row["nip"]: row for row in rows.mappings()}
    return found


def _nip(given: Mapping[str, str]) -> str:
    return nip_rule.normalise(given.get("nip", ""))


def _digest(planned: Sequence[Planned]) -> str:
    told = [
        [each.line, each.what, each.person, each.nip, dict(each.before), dict(each.after), each.why] for each in planned
    ]
    return hashlib.sha256(dumps(told)).hexdigest()


def _counted(planned: Sequence[Planned]) -> dict[str, int]:
    found = Counter(each.what for each in planned)
    return {what: found[what] for what in ("new", "changed", "same", "refused")}
