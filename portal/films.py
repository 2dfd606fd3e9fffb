"""A case's film as a page shows it: events as sentences, states in words, and the strip of ticks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.calendar import Calendar
from engine.errors import YearWithoutCalendar
from engine.queries import DocumentRow, EventRow, Replay
from engine.queries.replay import ReplayStep, VariableChange
from engine.queries.wording import KINDS
from engine.sop import Definition
from portal.languages import gettext as _
from portal.values import Difference, Labels, difference, labels_of

#: Letters beside a step; the rest is counted.
MOST_LETTERS = 20


@dataclass(frozen=True, kw_only=True)
class Place:
    """An element and how many tokens, visits or branches are counted there."""

    element: str
    name: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Rounds:
    """How far one multi-instance is."""

    element: str
    name: str
    open: int
    done: int
    total: int | None


@dataclass(frozen=True, kw_only=True)
class Change:
    """A variable that the event wrote; `difference` is None for a confidential one."""

    name: str
    added: bool
    scope: str
    difference: Difference | None


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One step of the film, in words."""

    seq: int
    event: EventRow
    sentence: str
    status: str
    open: tuple[Place, ...]
    joins: tuple[Place, ...]
    loops: tuple[Rounds, ...]
    done: tuple[Place, ...]
    changes: tuple[Change, ...]
    letters: tuple[DocumentRow, ...]
    more_letters: int


class Cutter:
    """Makes scenes of the steps of one film."""

    def __init__(self, film: Replay, definition: Definition) -> None:
        self._film, self._elements = film, definition.model.elements
        self._forms = definition.forms
        self._labels: dict[str, Labels] = {}
        for element in self._elements.values():
            if form := definition.forms.get(element.attributes.get("form", "")):
                self._labels.setdefault(element.result, labels_of(form))

    def scene(self, seq: int) -> Scene:
        """The step after event `seq` (1 is the first)."""
        step = self._film.steps[seq - 1]
        letters = [letter for letter in reversed(step.documents) if letter.current]
        return Scene(
            seq=seq,
            event=step.event,
            sentence=sentence(step.event, self.name(step.event.element) if step.event.element else ""),
            status=step.status,
            open=self._places(step.open),
            joins=self._places(step.joins),
            loops=tuple(
                Rounds(
                    element=each.element, name=self.name(each.element), open=each.open, done=each.done, total=each.total
                )
                for each in step.loops.values()
            ),
            done=self._places(step.done),
            changes=tuple(self._change(step, change) for change in step.changes),
            letters=tuple(letters[:MOST_LETTERS]),
            more_letters=max(0, len(letters) - MOST_LETTERS),
        )

    def name(self, element_id: str) -> str:
        """An element's name, else what it is."""
        element = self._elements.get(element_id)
        if element is None:
            return element_id
        if element.kind.endswith("Gateway") and not element.name:
            return _("titik percabangan")
        return element.name or KINDS.get(element.kind, _("langkah tanpa nama"))

    def _places(self, counts: Mapping[str, int]) -> tuple[Place, ...]:
        return tuple(Place(element=each, name=self.name(each), count=count) for each, count in counts.items())

    def _change(self, step: ReplayStep, change: VariableChange) -> Change:
        labels = self._labels.get(change.name, Labels())
        if (form := self._forms.get(step.form or "")) and change.after == step.given:
            labels = labels_of(form)  # several elements may share a result; this form is the one that was filled in
        words = change.name.replace("_", " ")
        return Change(
            name=words[:1].upper() + words[1:],
            added=change.added,
            scope=self._where(change.scope),
            difference=None if change.confidential else difference(change.before, change.after, labels),
        )

    def _where(self, scope: str) -> str:
        """The enclosing part that a variable belongs to, by its name and number: "Peserta 3"."""
        if not scope:
            return ""
        bare, _bracket, rest = scope.rpartition("/")[2].partition("[")
        number = rest.partition("]")[0]
        name = self.name(bare.partition("~")[0])
        return f"{name} ({int(number) + 1})" if number.isdigit() else name


def sentence(event: EventRow, name: str) -> str:
    """An event as a sentence."""
    who = event.who or _("Sistem")
    if event.who and event.as_what:
        who = _("%(who)s selaku %(as_what)s", who=event.who, as_what=event.as_what)
    told = {
        "case:started": _("%(who)s memulai perkara ini.", who=who),
        "case:cancelled": _("%(who)s membatalkan perkara ini.", who=who),
        "task:completed": _("%(who)s menyelesaikan “%(name)s”.", who=who, name=name),
        "task:claimed": _("%(who)s mengambil tugas “%(name)s”.", who=who, name=name),
        "task:released": _("%(who)s melepas tugas “%(name)s”.", who=who, name=name),
        "message:delivered": _("%(who)s mencatat kabar “%(name)s”.", who=who, name=name)
        if event.who
        else _("Kabar “%(name)s” masuk dari luar.", name=name),
        "timer:fired": _("Waktu “%(name)s” tiba.", name=name),
        "job:finished": _("Sistem menyelesaikan “%(name)s” secara otomatis.", name=name),
        "job:raised": _("Sistem tidak dapat menyelesaikan “%(name)s”.", name=name),
        "incident:retried": _("%(who)s mengulangi “%(name)s” sesudah gangguan.", who=who, name=name),
        "document:read": _("%(who)s membuka dokumen rahasia.", who=who),
        "document:refused": _("%(who)s tidak diberi dokumen rahasia.", who=who),
    }
    return told.get(event.kind, event.title)


# -- the strip ---------------------------------------------------------------------------------------------------------

#: Units of the strip: a tick, the space that one working day takes, and the most that a gap may take.
TICK, DAY, LONGEST = 2, 2, 8


@dataclass(frozen=True, kw_only=True)
class Tick:
    """One event on the strip: where it stands, in units, and of what tone."""

    seq: int
    x: int
    tone: str


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A wait too long to be drawn in its length: where its mark stands, and its working days."""

    x: int
    days: int


@dataclass(frozen=True, kw_only=True)
class Strip:
    """All ticks of a film; `width` in units."""

    ticks: tuple[Tick, ...]
    gaps: tuple[Gap, ...]
    width: int


def strip(events: Sequence[EventRow], calendar: Calendar) -> Strip:
    """The events as ticks, spaced by working days; long gaps are compressed and marked."""
    ticks, gaps, x = [], [], 0
    before: datetime | None = None
    for number, event in enumerate(events, start=1):
        days = _days(calendar, before, event.at) if before is not None else 0
        space = min(days * DAY, LONGEST)
        if days * DAY > LONGEST:
            gaps.append(Gap(x=x + TICK + LONGEST // 2 - 1, days=days))
        x += space + (TICK if before is not None else 0)
        ticks.append(Tick(seq=number, x=x, tone=_tone(event)))
        before = event.at
    return Strip(ticks=tuple(ticks), gaps=tuple(gaps), width=x + TICK)


def _days(calendar: Calendar, start: datetime, end: datetime) -> int:
    try:
        return max(0, calendar.workdays_between(start, end))
    except YearWithoutCalendar:
        return max(0, (end - start).days)


def _tone(event: EventRow) -> str:
    if event.kind in ("case:started", "case:cancelled"):
        return "end"
    if event.kind in ("timer:fired", "job:raised", "incident:retried"):
        return "near"
    return "person" if event.who else "system"


# -- for the diagram ---------------------------------------------------------------------------------------------------


def marks(step: ReplayStep, cutter: Cutter) -> dict[str, Any]:
    """What the diagram of a step shows, for the script: tokens, joins, visits, and multi-instances summed by element.

    `names`: what is open, by name, for what another diagram draws (shared parts).
    """
    loops: dict[str, list[int | None]] = {}
    for each in step.loops.values():
        done, total = loops.get(each.element, [0, 0])
        whole = None if total is None or each.total is None else total + each.total
        loops[each.element] = [(done or 0) + each.done, whole]
    names = {element: cutter.name(element) for element in step.open}
    return {"open": dict(step.open), "joins": dict(step.joins), "loops": loops, "done": dict(step.done), "names": names}
