"""Why a case stands where it stands: for everything it waits for what happened, who may act, until when, and what comes next."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from engine.commands.acting import Acting, acting
from engine.commands.complete import granted
from engine.errors import NotFound, TaskAlreadyDone
from engine.people import Actor
from engine.people.authority import Denial
from engine.queries.ahead import Ahead
from engine.queries.deadlines import NO_LIMIT, standard_time, timer_reckoning
from engine.queries.happened import Happened
from engine.queries.holders import Holders
from engine.queries.inbox import OPEN
from engine.queries.outside import outsiders
from engine.queries.sight import may_see
from engine.queries.wording import counted, listed, moment, named, quoted, sentence, spaced
from engine.schema import incidents, persons, tasks
from engine.spiff import Wait
from engine.spiff.marking import Gathering, gatherings
from engine.spiff.model import Element
from expressions import EvaluationFailed, ExpressionRefused, parse

if TYPE_CHECKING:
    from engine.engine import Engine

NOBODY = "Tidak ada orang yang perlu bertindak; sistem melanjutkan sendiri."
STOPPED = "Ada gangguan teknis di sini sejak {since}; operator perlu memeriksa penyebabnya dan mengulanginya."
OUTSIDE_TIME = "Waktu menunggu pihak luar dicatat terpisah dari waktu kerja kantor."


@dataclass(frozen=True, kw_only=True)
class Why:
    """Why something waits, in Indonesian; every text is complete by itself and never empty.

    `sentence`: all of it in two sentences; `who`: who may act or is awaited; `until`: until when, and how that date was
    computed; `because`: what happened last; `next`: what follows. `task`, `element`: what waits (None: the case as a whole).
    """

    sentence: str
    who: str
    until: str
    because: str
    next: str
    task: str | None = None
    element: str | None = None


def why(engine: Engine, actor: Actor, case_id: str, task_id: str) -> Why:
    """Why an open task (or other wait) is here. A participant who may not see the case learns about the own task, without names.

    Raises NotFound, TaskAlreadyDone.
    """
    with acting(engine, case_id, ended=True) as work:
        seen = may_see(work.connection, actor, work.definition, case_id, work.now)
        row = work.connection.execute(
            select(tasks).where(tasks.c.case_id == case_id, tasks.c.id == task_id)
        ).mappings().first()  # fmt: skip
        if not seen and not (row is not None and _is_for(work, actor, row)):
            raise NotFound
        if row is not None and row["state"] != "open":
            by = (
                work.connection.scalar(select(persons.c.name).where(persons.c.id == row["closed_by"])) if seen else None
            )
            raise TaskAlreadyDone(by=by, at=row["closed_at"])
        teller = _Teller(engine, work, actor, names=seen)
        wait = teller.waits.get(task_id)
        if wait is None:
            raise NotFound
        return teller.of(wait)


def why_case(engine: Engine, actor: Actor, case_id: str) -> list[Why]:
    """Why a case stands where it stands: one for each thing it waits for; for an ended case how it ended. Never empty.

    Raises NotFound for those who may not see the case.
    """
    with acting(engine, case_id, ended=True) as work:
        if not may_see(work.connection, actor, work.definition, case_id, work.now):
            raise NotFound
        teller = _Teller(engine, work, actor, names=True)
        if work.execution.status != "running":
            return [teller.ended()]
        told = [teller.of(wait) for wait in teller.waits.values() if not teller.is_told_elsewhere(wait)]
        told += [teller.gathering(gathering) for gathering in gatherings(work.execution)]
        return [*told, *teller.stopped_elsewhere()] or [teller.whole()]


def _is_for(work: Acting, actor: Actor, row: Mapping[Any, Any]) -> bool:
    grant = granted(work, actor, row)
    return not (isinstance(grant, Denial) and grant.hidden)


def _following(when: str, after: str) -> str:
    return after if after.startswith("setelah ") else f"{when} {after}"


class _Teller:
    """Everything that one telling about one case needs, read once."""

    def __init__(self, engine: Engine, work: Acting, actor: Actor, *, names: bool) -> None:
        self.work, self.names = work, names
        self.case_id: str = work.row["id"]
        self.model = work.definition.model
        self.calendar = engine.calendar_of(work.row["calendar"])
        self.holders = Holders(work=work, actor=actor, names=names)
        self.waits = {wait.task: wait for wait in work.execution.waits}
        open_now = (tasks.c.case_id == self.case_id) & OPEN
        found = work.connection.execute(select(tasks).where(open_now)).mappings()
        self.rows = {row["id"]: row for row in found}
        self.happened = Happened(
            engine=engine,
            connection=work.connection,
            case_id=self.case_id,
            definition=work.definition,
            since={row["id"]: row["opened_at"] for row in self.rows.values()},
        )
        trouble = (incidents.c.case_id == self.case_id) & incidents.c.closed_at.is_(None)
        self.trouble = {row.task: row for row in work.connection.execute(select(incidents).where(trouble))}

    # -- one wait ------------------------------------------------------------------------------------------------------

    def of(self, wait: Wait) -> Why:
        """Why one wait is here."""
        element, row = self.model.elements[wait.element], self.rows.get(wait.task)
        awaited, who = self._awaited(wait, element, row)
        because, after = self._because(wait, row), self._ahead(wait.task, element).after(element)
        short = f", {brief}" if (brief := self._briefly(wait, row)) else ""
        until = self._until(wait, element, row)
        if trouble := self.trouble.get(wait.task):
            until = f"{until} {STOPPED.format(since=moment(trouble.opened_at))}"
        now = f"{awaited}{short}; {_following('sesudah itu', after)}"
        return Why(
            sentence=f"{sentence(because)} {sentence(now)}",
            who=sentence(who),
            until=until,
            because=sentence(because),
            next=sentence(_following("sesudah ini", after)),
            task=wait.task,
            element=wait.element,
        )

    def _awaited(self, wait: Wait, element: Element, row: Mapping[Any, Any] | None) -> tuple[str, str]:
        """What is awaited now, as a clause, and from whom, as a sentence."""
        if wait.kind == "message":
            return self._message(wait, element, row)
        if wait.kind == "timer":
            return f"sekarang sistem menunggu waktu {named(element)}", NOBODY
        if wait.kind == "job":
            if wait.task in self.trouble:
                stopped = f"sekarang langkah otomatis {named(element)} terhenti karena gangguan"
                return stopped, "Operator sistem perlu memeriksa gangguan ini dan mengulanginya."
            return f"sekarang sistem sedang mengerjakan {named(element)}", NOBODY
        who = self.holders.who(row) if row is not None else "pejabat yang ditunjuk"
        if row is not None and row["external"]:
            return f"sekarang yang ditunggu adalah {named(element)} oleh {who}", f"Yang ditunggu adalah {who}"
        return f"sekarang giliran {who} mengerjakan {named(element)}", f"Yang dapat mengerjakan adalah {who}"

    def _message(self, wait: Wait, element: Element, row: Mapping[Any, Any] | None) -> tuple[str, str]:
        party = outsiders(self.work.definition).get(element.id, "pihak luar")
        letter = f"pesan {quoted(spaced(wait.message or ''))}" if wait.message else "pesan"
        awaited = f"sekarang yang ditunggu adalah {named(element)}, yaitu {letter} dari {party}"
        if row is None:
            return awaited, f"Yang ditunggu adalah {party}; kabarnya masuk sebagai {letter}"
        by_hand = self.holders.who(row)
        return (
            f"{awaited}, yang dapat dicatat oleh {by_hand}",
            f"Yang ditunggu adalah {party}; bila kabarnya datang di atas kertas, yang dapat mencatatnya adalah {by_hand}",
        )

    def _because(self, wait: Wait, row: Mapping[Any, Any] | None) -> str:
        if self.names:
            return self.happened.before(wait.task)
        return f"tugas ini dibuka untuk Anda pada {moment(row['opened_at'])}" if row else "tugas ini dibuka untuk Anda"

    # -- until when ----------------------------------------------------------------------------------------------------

    def _briefly(self, wait: Wait, row: Mapping[Any, Any] | None) -> str:
        due = row["due_at"] if row is not None else None
        if due is not None:
            return f"paling lambat {moment(due)}"
        ends = [other.due for other in self._clocks(wait) if other.due is not None and self._ends(other, wait)]
        if wait.kind == "timer" and wait.due is not None:
            ends = [wait.due]
        return f"sampai {moment(min(ends))}" if ends else ""

    def _until(self, wait: Wait, element: Element, row: Mapping[Any, Any] | None) -> str:
        if wait.kind == "timer":
            return self._timer_until(wait, element)
        parts = [self._standard(row) if row is not None else NO_LIMIT]
        if wait.kind == "job":
            parts = ["Langkah otomatis dikerjakan sistem segera, tanpa batas waktu baku."]
        elif row is not None and row["external"]:
            parts.append(OUTSIDE_TIME)
        parts += [self._clock(other, wait) for other in self._clocks(wait)]
        return " ".join(parts)

    def _timer_until(self, wait: Wait, element: Element) -> str:
        if wait.due is None:
            return "Waktunya ditentukan oleh peristiwa lain dalam perkara ini."
        return sentence(f"sampai {moment(wait.due)} ({self._drawn(wait, element)})")

    def _drawn(self, timer: Wait, element: Element) -> str:
        """What a timer is called, and how its date was computed where the diagram says so."""
        opened, text = self.happened.opened(timer.task).at, element.timer.text if element.timer else ""
        how = timer_reckoning(self.calendar, text, opened=opened, due=timer.due) if timer.due is not None else ""
        return f"{named(element)}: {how}" if how else f"{named(element)}, menurut diagram SOP"

    def _standard(self, row: Mapping[Any, Any]) -> str:
        return standard_time(
            self.calendar,
            opened=row["opened_at"],
            due=row["due_at"],
            days=self.work.definition.workdays(row["step"]),
            step=row["step"],
            now=self.work.now,
        )

    def _clocks(self, wait: Wait) -> list[Wait]:
        """The timers that watch a wait, or run against it behind an event gateway."""
        return [
            other
            for other in self.waits.values()
            if other.kind == "timer" and (other.attached == wait.task or self._rivals(other, wait))
        ]

    def _clock(self, timer: Wait, wait: Wait) -> str:
        element = self.model.elements[timer.element]
        follows = self._ahead(timer.task, element).after(element)
        when = moment(timer.due) if timer.due is not None else "waktunya"
        how = self._drawn(timer, element)
        if self._ends(timer, wait):
            return sentence(f"bila sampai {when} ({how}) belum ada hasilnya, penantian ini ditutup, lalu {follows}")
        return sentence(f"bila sampai {when} ({how}) belum selesai, {follows}, dan penantian ini tetap terbuka")

    def _ends(self, timer: Wait, wait: Wait) -> bool:
        return timer.interrupting or self._rivals(timer, wait)

    def _rivals(self, one: Wait, other: Wait) -> bool:
        """Whether two waits are alternatives behind one event gateway: whichever comes first ends the other."""
        if one.task == other.task or one.task.rpartition("/")[0] != other.task.rpartition("/")[0]:
            return False
        return bool(self._gateways(one) & self._gateways(other))

    def _gateways(self, wait: Wait) -> set[str]:
        flows = (self.model.flows[name] for name in self.model.elements[wait.element].incoming)
        return {flow.source for flow in flows if self.model.elements[flow.source].kind == "eventBasedGateway"}

    # -- the case as a whole -------------------------------------------------------------------------------------------

    def is_told_elsewhere(self, wait: Wait) -> bool:
        """Whether a timer is told with the work it watches or runs against."""
        if wait.kind != "timer":
            return wait.attached is not None and wait.kind == "message" and wait.attached in self.waits
        if wait.attached in self.waits:
            return True
        return any(other.kind != "timer" and self._rivals(wait, other) for other in self.waits.values())

    def gathering(self, gathering: Gathering) -> Why:
        """Why finished branches wait at a join."""
        gateway = self.model.elements[gathering.gateway]
        after = self._ahead(f"{gathering.scope}/x" if gathering.scope else "x", gateway).after(gateway)
        running = list(
            dict.fromkeys(
                named(self.model.elements[wait.element]) for wait in self.waits.values() if wait.attached is None
            )
        )[:4]
        missing = f"cabang yang masih berjalan ({listed(running)})" if running else "cabang lain"
        because = f"{counted(gathering.arrived)} cabang pekerjaan sudah selesai dan sampai di titik penggabungan"
        return Why(
            sentence=f"{sentence(because)} {sentence(f'sekarang yang ditunggu adalah {missing}; sesudah itu {after}')}",
            who=sentence(f"pada cabang ini tidak ada yang perlu bertindak; yang ditunggu adalah {self._others()}"),
            until=f"Sampai {missing} selesai; titik penggabungan sendiri tidak mempunyai batas waktu.",
            because=sentence(because),
            next=sentence(f"sesudah semua cabang bertemu, {after}"),
            element=gathering.gateway,
        )

    def _others(self) -> str:
        """Those whose work is open elsewhere in the case."""
        titles = {self.holders.title(row["position"]): None for row in self.rows.values() if row["position"]}
        participants = ["peserta"] if any(row["participant"] for row in self.rows.values()) else []
        return listed([*titles, *participants]) or "pekerjaan pada cabang lain"

    def stopped_elsewhere(self) -> list[Why]:
        """Incidents that belong to no open wait: a command that could not go on."""
        because = sentence(self.happened.last())
        return [
            Why(
                sentence=f"{because} {STOPPED.format(since=moment(row.opened_at))}",
                who="Operator sistem perlu memeriksa gangguan ini dan mengulanginya.",
                until="Sampai operator mengulangi langkah yang terhenti.",
                because=because,
                next="Sesudah gangguan diatasi, perkara berjalan lagi dari keadaan sebelum gangguan.",
                task=task,
                element=row.element,
            )
            for task, row in self.trouble.items()
            if task not in self.waits
        ]

    def ended(self) -> Why:
        """How a case ended."""
        ending = self.model.elements.get(self.work.row["ending"] or "")
        because = sentence(self.happened.last())
        cancelled = self.work.execution.status == "cancelled"
        how = "dibatalkan" if cancelled else f"berakhir dengan {named(ending)}" if ending else "berakhir"
        when = f" pada {moment(self.work.row['ended_at'])}" if self.work.row["ended_at"] else ""
        return Why(
            sentence=f"{because} Dengan itu perkara {how}{when}, dan tidak ada lagi yang ditunggu.",
            who="Tidak ada orang yang perlu bertindak; perkara sudah selesai.",
            until=f"Perkara {how}{when}; tidak ada batas waktu lagi.",
            because=because,
            next="Tidak ada langkah berikutnya.",
        )

    def whole(self) -> Why:
        """A running case that waits for nothing: the system is between two steps."""
        because = sentence(self.happened.last())
        return Why(
            sentence=f"{because} Sekarang sistem sedang melanjutkan perkara ini.",
            who=NOBODY,
            until=NO_LIMIT,
            because=because,
            next="Langkah berikutnya ditentukan segera oleh sistem.",
        )

    # -- what comes next -----------------------------------------------------------------------------------------------

    def _ahead(self, task: str, element: Element) -> Ahead:
        scopes = [re.sub(r"(\[\d+\]|~\d+)+$", "", part) for part in task.split("/")[:-1]]
        hosts = tuple(self.model.elements[scope] for scope in scopes if scope in self.model.elements)
        seen = self.work.execution.peek(task) if task in self.waits else {}
        scope = {name: value for name, value in seen.items() if name != "loopCounter"}
        return Ahead(
            model=self.model,
            hosts=hosts,
            home=element.scope,
            doer=lambda which, here: self._doer(which, scope if here else {}),
            aside=element.attached_to is not None and not element.interrupting,
        )

    def _doer(self, element: Element, scope: Mapping[str, Any]) -> str | None:
        """The position that will act on an element, as far as that can be known now."""
        if "participant" in element.attributes:
            return "peserta yang bersangkutan"
        key: str | None = element.lane
        if "performer" in element.attributes:
            try:
                key = str(parse(element.attributes["performer"]).evaluate(scope))
            except (EvaluationFailed, ExpressionRefused):
                return None  # what names the performer is not known yet
        lanes = self.work.definition.lanes
        if key is None or not (key in lanes or "." in key):
            return element.lane_name
        return self.holders.title(lanes.get(key, key))
