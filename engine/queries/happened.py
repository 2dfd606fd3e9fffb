"""What led to a wait, in words: the log's chain of causes back to the last act of a person, a clock or somebody outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Connection, select

from engine.queries.events import is_return
from engine.queries.rows import EventRow
from engine.queries.wording import INDONESIAN, Words, quoted
from engine.schema import events
from engine.spiff.model import Model

#: How many automatic events in a row are followed back.
CHAIN = 50


@dataclass(kw_only=True)
class Happened:
    """The events of one case, and which of them opened what."""

    connection: Connection
    case_id: str
    model: Model
    rows: Sequence[EventRow]
    words: Words = INDONESIAN
    _returns: dict[int, bool] = field(default_factory=dict)

    @cached_property
    def _openers(self) -> dict[str, EventRow]:
        found: dict[str, EventRow] = {}
        for row in self.rows:
            for task, *_ in row.changes:
                found.setdefault(task, row)
        return found

    def opened(self, task: str) -> EventRow:
        """The event that opened a task."""
        return self._openers.get(task, self.rows[0])

    def before(self, task: str) -> str:
        """What opened a task: a clause that begins a sentence, never empty."""
        return self.told(self.opened(task))

    def last(self) -> str:
        """The last event of the case that moved it."""
        return self.told(next((row for row in reversed(self.rows) if row.changes), self.rows[0]))

    def told(self, row: EventRow) -> str:
        """An event as a clause; what the system did is led back to the act that set it going."""
        clause = self._clause(row)
        if row.kind not in ("job:finished", "job:raised"):
            return clause
        cause = self._cause(row)
        if cause is None:
            return clause
        return self.words.then(self._clause(cause), self.words.lowered(self._automatic(row, cause)))

    def _cause(self, row: EventRow) -> EventRow | None:
        for _ in range(CHAIN):
            before = self._openers.get(row.task or "")
            if before is None or before is row:
                return None
            row = before
            if row.kind not in ("job:finished", "job:raised"):
                return row
        return None

    def _automatic(self, row: EventRow, cause: EventRow) -> str:
        """What the system did, without the moment when that is the same."""
        clause, when = self._clause(row), self.words.moment(row.at)
        return (
            clause.removesuffix(self.words(" pada {when}", when=when))
            if when == self.words.moment(cause.at)
            else clause
        )

    def _clause(self, row: EventRow) -> str:
        note = self.words(" dengan catatan {note}", note=quoted(row.note)) if row.note else ""
        told = {"who": self._who(row), "name": self._name(row), "when": self.words.moment(row.at), "note": note}
        if row.kind == "case:started":
            return self.words("{who} memulai perkara ini pada {when}", **told)
        if row.kind == "case:cancelled":
            reason = self.words(" dengan alasan {note}", note=quoted(row.note)) if row.note else ""
            return self.words("{who} membatalkan perkara ini pada {when}{reason}", **told, reason=reason)
        if row.kind == "task:completed" and self._returned(row):
            return self.words("{who} mengembalikan pekerjaan pada {name} pada {when}{note}", **told)
        if row.kind == "task:completed":
            return self.words("{who} menyelesaikan {name} pada {when}{note}", **told)
        if row.kind == "message:delivered" and row.who is not None:
            return self.words("{who} mencatat {name} pada {when}{note}", **told)
        return self._of_itself(row, told)

    def _of_itself(self, row: EventRow, told: dict[str, str]) -> str:
        """What no person of the office did."""
        if row.kind == "message:delivered":
            return self.words("Kabar {name} masuk dari luar pada {when}", **told)
        if row.kind == "timer:fired":
            return self.words("Batas waktu {name}{watched} tiba pada {when}", **told, watched=self._watched(row))
        if row.kind == "job:raised":
            return self.words("Sistem tidak berhasil menyelesaikan {name} pada {when}", **told)
        if row.kind == "job:finished":
            return self.words("Sistem menyelesaikan {name} secara otomatis pada {when}", **told)
        return self.words("{who} mencatat peristiwa pada {when}", **told)

    def _name(self, row: EventRow) -> str:
        element = self.model.elements.get(row.element or "")
        return self.words.named(element) if element else self.words("sebuah langkah")

    def _who(self, row: EventRow) -> str:
        if row.who is None:
            return self.words("Sistem")
        if row.as_what:
            return self.words("{name} selaku {seat}", name=row.who, seat=row.as_what)
        return self.words("Peserta {name}", name=row.who)

    def _watched(self, row: EventRow) -> str:
        element = self.model.elements.get(row.element or "")
        host = self.model.elements.get(element.attached_to or "") if element else None
        return self.words(" untuk {name}", name=self.words.named(host)) if host else ""

    def _returned(self, row: EventRow) -> bool:
        if row.seq not in self._returns:
            statement = select(events.c.input).where(events.c.case_id == self.case_id, events.c.seq == row.seq)
            self._returns[row.seq] = is_return(self.connection.scalar(statement))
        return self._returns[row.seq]
