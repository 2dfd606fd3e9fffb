"""What led to a wait, in words: the log's chain of causes back to the last act of a person, a clock or somebody outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from engine.queries.events import case_events, is_return
from engine.queries.rows import EventRow
from engine.queries.wording import INDONESIAN, Words, quoted
from engine.schema import events
from engine.sop import Definition
from engine.spiff.model import Model

if TYPE_CHECKING:
    from engine.engine import Engine

#: How a task stood before it was opened, as the log writes it.
OPENED = "FUTURE"
#: How many events are read at once.
AT_ONCE = 50
#: How many automatic events in a row are followed back.
CHAIN = 50


@dataclass(kw_only=True)
class Happened:
    """The events of one case, read from the newest backwards as far as they are asked about.

    `since`: tasks whose moment of opening is known, so that an old one is found without reading all that came after.
    """

    engine: Engine
    connection: Connection
    case_id: str
    definition: Definition
    since: Mapping[str, datetime]
    words: Words = INDONESIAN
    _rows: list[EventRow] = field(default_factory=list)
    _openers: dict[str, EventRow] = field(default_factory=dict)
    _returns: dict[int, bool] = field(default_factory=dict)

    @property
    def model(self) -> Model:
        """The model that the case runs."""
        return self.definition.model

    def _further(self) -> bool:
        """Read some older events; False when there are none."""
        before = self._rows[-1].seq if self._rows else None
        rows = case_events(
            self.engine, self.connection, self.definition, self.case_id, newest=AT_ONCE, before=before, words=self.words
        )  # fmt: skip
        self._learn(rows)
        self._rows += reversed(rows)
        return bool(rows)

    def _learn(self, rows: Sequence[EventRow]) -> None:
        for row in rows:
            for task, _element, before, _after in row.changes:
                if before == OPENED:
                    self._openers.setdefault(task, row)

    def _opener(self, task: str) -> EventRow | None:
        """The event that opened a task: among the newest, at the moment when it opened, else further back."""
        if not self._rows:
            self._further()
        if task not in self._openers and task in self.since:
            at = self.since[task]
            self._learn(
                case_events(self.engine, self.connection, self.definition, self.case_id, at=at, words=self.words)
            )
        while task not in self._openers:
            if not self._further():
                return None
        return self._openers[task]

    def opened(self, task: str) -> EventRow:
        """The event that opened a task; the start of the case for what the log does not mention."""
        return self._opener(task) or self._rows[-1]

    def before(self, task: str) -> str:
        """What opened a task: a clause that begins a sentence, never empty."""
        return self.told(self.opened(task))

    def last(self) -> str:
        """The last event of the case that moved it."""
        seen = 0
        while seen < len(self._rows) or self._further():
            if self._rows[seen].changes:
                break
            seen += 1
        return self.told(self._rows[min(seen, len(self._rows) - 1)])

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
            before = self._opener(row.task or "")
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
        if row.kind == "task:handed_over":
            because = self.words(" karena {note}", note=quoted(row.note)) if row.note else ""
            return self.words("{who} {did} pada {when}{because}", **told, did=lowered(row.title), because=because)
        if row.kind == "comment:added":
            return self.words("{who} menulis komentar pada {when}", **told)
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


def lowered(text: str) -> str:
    """A title inside a sentence."""
    return text[:1].lower() + text[1:]
