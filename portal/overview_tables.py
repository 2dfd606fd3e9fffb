"""The overview as tables: every number of it stands in one of these, which page, charts and files share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date
from flask import url_for

from engine.canonical import dumps
from engine.engine import Engine
from engine.people import Actor
from engine.queries import overview, tallied
from engine.queries.journal import JournalRow
from engine.queries.oversight import Oversight
from engine.queries.overview import LateTask, Narrowed, OpenWork
from engine.visits import workdays_of
from portal.languages import gettext as _
from portal.languages import language
from portal.tables import Column, Kind, Table, Value
from portal.words import status_words


@dataclass(frozen=True, kw_only=True)
class Hand:
    """How much of a shared position's work one person has in hand now, and did in the period."""

    name: str
    in_hand: int
    done: int


class Overview:
    """What one overseer sees, narrowed: open work is read once, the rest when a table asks for it."""

    def __init__(self, engine: Engine, actor: Actor, scope: Oversight, narrowed: Narrowed) -> None:
        self.engine, self.actor, self.scope, self.narrowed = engine, actor, scope, narrowed
        self._work = overview.open_work(engine, scope, narrowed)
        self.inside = [row for row in self._work if not row.external]
        self.outside = [row for row in self._work if row.external]
        self._definitions = {definition.sop: definition for definition in engine.definitions.all(engine)}
        #: Tables by the name of their file.
        self.tables: dict[str, Callable[[], Table]] = {
            "tempat": self.places,
            "terlambat": self.late,
            "menunggu": self.waiting_outside,
            "luar": self.late_outside,
            "beban": self.workload,
            "langkah": self.steps,
        }
        if scope.sops:  # whole cases are seen by whom their SOP belongs to
            self.tables |= {"arus": self.flow, "akhir": self.endings}

    # -- words ---------------------------------------------------------------------------------------------------------

    def position(self, position: str | None) -> str:
        """What a position is called; without one it is a participant."""
        return self.scope.titles.get(position, position) if position else _("Peserta")

    def sop(self, sop: str) -> str:
        """What an SOP is called."""
        return self._definitions[sop].title if sop in self._definitions else sop

    def step(self, sop: str, step: int | None) -> str:
        """What the written SOP calls a step."""
        titles = self._definitions[sop].settings.get("steps_titles", {}) if sop in self._definitions else {}
        return str(titles.get(str(step), ""))

    # -- now -----------------------------------------------------------------------------------------------------------

    def figures(self) -> list[tuple[str, int, str]]:
        """The few numbers on top: what, how many, tone."""
        late, soon = sum(row.late for row in self.inside), sum(row.soon for row in self.inside)
        found = [
            (_("Tugas terbuka"), sum(row.number for row in self.inside), ""),
            (_("Terlambat"), late, "late" if late else ""),
            (_("Jatuh tempo dalam %(num)s hari kerja", num=overview.SOON), soon, "near" if soon else ""),
            (_("Menunggu pihak luar"), sum(row.number for row in self.outside), ""),
        ]
        if self.scope.sops:
            found.append((_("Perkara berjalan"), overview.running(self.engine, self.scope, self.narrowed), ""))
        return found

    def places(self) -> Table:
        """Where late work waits: by position and step."""
        late = sorted((row for row in self.inside if row.late), key=lambda row: (-row.late, str(row.oldest)))
        rows = []
        for row in late:
            sop, step, title = self._step_cells(row)
            rows.append((self.position(row.position), step, row.late, self._late_by(row.oldest), title, sop))
        sop_label, step_label, title_label = _step_columns()
        return _table(
            "tempat",
            _("Di mana yang terlambat menunggu"),
            [
                *(("text", _("Jabatan")), step_label, ("number", _("Terlambat")), ("number", _longest())),
                *(title_label, sop_label),
            ],
            rows,
        )

    def waiting_outside(self) -> Table:
        """What waits for somebody outside, by step."""
        sums: dict[tuple[str, int | None], list[OpenWork]] = {}
        for row in self.outside:
            sums.setdefault((row.sop, row.step), []).append(row)
        rows = []
        for its in sorted(sums.values(), key=lambda its: -sum(row.late for row in its)):
            oldest = min((row.oldest for row in its if row.oldest), default=None)
            numbers = (sum(row.number for row in its), sum(row.late for row in its))
            rows.append((*self._step_cells(its[0]), *numbers, self._late_by(oldest)))
        return _table(
            "menunggu",
            _("Yang ditunggu dari pihak luar"),
            [*_step_columns(), ("number", _("Menunggu")), ("number", _("Lewat batas")), ("number", _longest())],
            rows,
        )

    def late(self, limit: int = overview.MOST_ROWS) -> Table:
        """Late tasks one by one, the latest first."""
        return self._late_table("terlambat", _("Tugas yang terlambat"), limit, external=False)

    def late_outside(self, limit: int = overview.MOST_ROWS) -> Table:
        """Waits for somebody outside that are past their date, one by one."""
        return self._late_table("luar", _("Yang lewat batas di pihak luar"), limit, external=True)

    def workload(self) -> Table:
        """Open, late, soon, outside and done by position. Of a head's view those of his unit only."""
        inside, outside = _by_position(self.inside), _by_position(self.outside)
        done: Counter[str] = Counter()
        for (position, _person), number in tallied.done(self.engine, self.scope, self.narrowed).items():
            done[position] += number
        shown = self._positions_shown({*inside, *outside, *done})
        rows = []
        for position in sorted(shown, key=lambda each: (-_sum(inside, each), self.position(each))):
            here = inside.get(position, [])
            unit = self.scope.posts[position].short if position in self.scope.posts else ""
            numbers = (
                _sum(inside, position),
                sum(row.late for row in here),
                sum(row.soon for row in here),
                _sum(outside, position),
                done[position],
            )
            rows.append((self.position(position), unit, *numbers))
        columns: list[tuple[Kind, str]] = [
            *(("text", _("Jabatan")), ("text", _("Unit")), ("number", _("Terbuka")), ("number", _("Terlambat"))),
            ("number", _("Jatuh tempo ≤ %(num)s hari kerja", num=overview.SOON)),
            *(("number", _("Menunggu pihak luar")), ("number", _("Selesai dalam masa ini"))),
        ]
        return _table("beban", _("Beban kerja menurut jabatan"), columns, rows)

    def hands(self) -> dict[str, list[Hand]]:
        """How the work of shared positions is shared; nothing for who may not see people, and never in a file."""
        if not self.scope.people:
            return {}
        held = overview.in_hand(self.engine, self.scope, self.narrowed)
        done = {key: number for key, number in tallied.done(self.engine, self.scope, self.narrowed).items() if all(key)}
        people = overview.names(self.engine, sorted({person for _position, person in (*held, *done)}))
        found: dict[str, list[Hand]] = {}
        for position, person in sorted({*held, *done}, key=lambda key: people.get(key[1], "")):
            hand = Hand(
                name=people.get(person, person),
                in_hand=held.get((position, person), 0),
                done=done.get((position, person), 0),
            )
            found.setdefault(self.position(position), []).append(hand)
        return {position: hands for position, hands in sorted(found.items()) if len(hands) > 1}

    # -- over the period -----------------------------------------------------------------------------------------------

    def flow(self) -> Table:
        """Cases that came and went, by month and SOP."""
        found = sorted(tallied.flows(self.engine, self.scope, self.narrowed), key=lambda flow: (flow.month, flow.sop))
        rows = [
            (flow.month, self.sop(flow.sop), flow.started, flow.completed, flow.cancelled, flow.failed, flow.running)
            for flow in found
        ]
        columns: list[tuple[Kind, str]] = [
            *(("month", _("Bulan")), ("text", _("SOP")), ("number", _("Dimulai"))),
            *(("number", status_words(status)) for status in ("completed", "cancelled", "failed")),
            ("number", _("Berjalan di akhir bulan")),
        ]
        return _table("arus", _("Arus perkara menurut bulan"), columns, rows)

    def endings(self) -> Table:
        """How cases ended."""
        rows = [
            (self.sop(each.sop), status_words(each.status), each.name, each.number)
            for each in tallied.endings(self.engine, self.scope, self.narrowed)
        ]
        columns: list[tuple[Kind, str]] = [
            *(("text", _("SOP")), ("text", _("Keadaan")), ("text", _("Cara berakhir")), ("number", _("Jumlah"))),
        ]
        return _table("akhir", _("Cara perkara berakhir"), columns, rows)

    def steps(self) -> Table:
        """The time that steps took, against the standard."""
        rows = [
            (
                *(self.sop(each.sop), each.step, self.step(each.sop, each.step)),
                self.position(each.position) if each.position else whole_step(),
                *(each.standard, each.visits, each.median, each.ninety),
                round(100 * each.kept / each.judged) if each.judged else None,
                *(each.waits, each.wait_median, each.wait_ninety),
            )
            for each in tallied.step_times(self.engine, self.scope, self.narrowed)
        ]
        columns: list[tuple[Kind, str]] = [
            *(*_step_columns(), ("text", _("Bagian")), ("number", _("Baku (hari kerja)"))),
            *(("number", _("Dilalui (kali)")), ("number", _("Median kerja")), ("number", _("Persentil 90 kerja"))),
            *(("percent", _("Sesuai baku (persen)")), ("number", _("Menunggu luar (kali)"))),
            *(("number", _("Median menunggu")), ("number", _("Persentil 90 menunggu"))),
        ]
        return _table("langkah", _("Waktu tiap langkah"), columns, rows)

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _late_table(self, name: str, title: str, limit: int, *, external: bool) -> Table:
        work = self.outside if external else self.inside
        found = overview.late_tasks(
            self.engine, self.actor, self.scope, self.narrowed, work, external=external, limit=limit
        )
        columns: list[tuple[Kind, str]] = [
            *(("text", _("Perkara")), ("number", _("Terlambat (hari kerja)")), ("text", _("Tugas"))),
            *(("text", _("Jabatan")), ("moment", _("Batas waktu (WIB)")), ("number", _("Langkah"))),
            *(("text", _("Judul")), ("text", _("SOP"))),
        ]
        rows = [self._late_cells(each) for each in found]
        links = [url_for("cases.page", case_id=each.case_id) if each.readable else "" for each in found]
        more = sum(row.late for row in work) - len(rows)
        return _table(name, title, columns, rows, links=links, more=max(more, 0))

    def _late_cells(self, each: LateTask) -> tuple[Value, ...]:
        place = (self.position(each.position), each.due_at, each.step)
        return (each.number, each.days, each.name, *place, each.title, self.sop(each.sop))

    def _step_cells(self, row: OpenWork) -> tuple[Value, Value, Value]:
        return (self.sop(row.sop), row.step, self.step(row.sop, row.step))

    def _late_by(self, due: datetime | None) -> int | None:
        if due is None:
            return None
        return workdays_of(self.engine, self.engine.calendar.version).between(due, self.engine.world.now())

    def _positions_shown(self, found: set[str]) -> list[str]:
        if self.narrowed.position:
            return [self.narrowed.position]
        return sorted(found) if self.scope.everything else sorted(self.scope.posts)


def _by_position(work: Sequence[OpenWork]) -> dict[str, list[OpenWork]]:
    found: dict[str, list[OpenWork]] = {}
    for row in work:
        found.setdefault(row.position or "", []).append(row)
    return found


def _sum(work: Mapping[str, Sequence[OpenWork]], position: str) -> int:
    return sum(row.number for row in work.get(position, ()))


def _step_columns() -> list[tuple[Kind, str]]:
    return [("text", _("SOP")), ("number", _("Langkah")), ("text", _("Uraian langkah"))]


def _longest() -> str:
    return _("Paling lama (hari kerja)")


def _table(
    name: str,
    title: str,
    columns: Sequence[tuple[Kind, str]],
    rows: Sequence[Sequence[Value]],
    *,
    links: Sequence[str] = (),
    more: int = 0,
) -> Table:
    spare = (_("SOP"), _("Unit"), _("Bagian"))
    known = [Column(kind=kind, label=label, spare=label in spare) for kind, label in columns]
    return Table(name=name, title=title, columns=known, rows=rows, links=links, more=more)


def whole_step() -> str:
    """What the part of a step is called that is no position's."""
    return _("Seluruh langkah")


def month_words(month: str) -> str:
    """A month as people say it: "November 2026"."""
    return str(format_date(date(int(month[:4]), int(month[5:]), 1), "MMMM y", locale=language()))


def journal_table(rows: Sequence[JournalRow]) -> Table:
    """The journal's entries, newest first, with the hash that binds each to the one before."""
    columns: list[tuple[Kind, str]] = [
        *(("number", _("Nomor")), ("moment", _("Saat (WIB)")), ("text", _("Oleh")), ("text", _("Tindakan"))),
        *(("text", _("Tentang")), ("text", _("Rincian")), ("text", _("Sidik (hash)"))),
    ]
    cells = [
        (row.seq, row.at, row.who or _("Sistem"), row.act, row.subject, dumps(row.about).decode(), row.hash)
        for row in rows
    ]
    return _table("jurnal", _("Jurnal"), columns, cells)
