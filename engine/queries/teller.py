"""Tells about one case why each thing that it waits for is here; reads once what all its tellings need."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from engine.commands.acting import Acting
from engine.people import Actor
from engine.queries.ahead import Ahead
from engine.queries.deadlines import NO_LIMIT, standard_time, timer_reckoning
from engine.queries.happened import Happened
from engine.queries.holders import Holders
from engine.queries.inbox import OPEN
from engine.queries.outside import outsiders
from engine.queries.wording import Words, quoted, sentence, spaced
from engine.schema import incidents, tasks
from engine.spiff import Wait
from engine.spiff.marking import Gathering
from engine.spiff.model import Element
from expressions import EvaluationFailed, ExpressionRefused, parse

if TYPE_CHECKING:
    from engine.engine import Engine

NOBODY = "Tidak ada orang yang perlu bertindak; sistem melanjutkan sendiri."
STOPPED = "Ada gangguan teknis di sini sejak {since}; operator perlu memeriksa penyebabnya dan mengulanginya."
MEND = "Operator sistem perlu memeriksa gangguan ini dan mengulanginya."
OUTSIDE_TIME = "Waktu menunggu pihak luar dicatat terpisah dari waktu kerja kantor."


@dataclass(frozen=True, kw_only=True)
class Why:
    """Why something waits, in the reader's language; every text is complete by itself and never empty.

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


class Teller:
    """Everything that one telling about one case needs, read once."""

    def __init__(self, engine: Engine, work: Acting, actor: Actor, *, names: bool, words: Words) -> None:
        self.work, self.names, self.words = work, names, words
        self.case_id: str = work.row["id"]
        self.model = work.definition.model
        self.calendar = engine.calendar_of(work.row["calendar"])
        self.holders = Holders(work=work, actor=actor, names=names, words=words)
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
            words=words,
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
            until = f"{until} {self.words(STOPPED, since=self.words.moment(trouble.opened_at))}"
        then = after if self.words.leads(after) else self.words("sesudah itu {after}", after=after)
        now = f"{awaited}{short}; {then}"
        return Why(
            sentence=f"{sentence(because)} {sentence(now)}",
            who=sentence(who),
            until=until,
            because=sentence(because),
            next=sentence(after if self.words.leads(after) else self.words("sesudah ini {after}", after=after)),
            task=wait.task,
            element=wait.element,
        )

    def _awaited(self, wait: Wait, element: Element, row: Mapping[Any, Any] | None) -> tuple[str, str]:
        """What is awaited now, as a clause, and from whom, as a sentence."""
        if wait.kind == "message":
            return self._message(wait, element, row)
        words, name = self.words, self.words.named(element)
        if wait.kind == "timer":
            return words("sekarang sistem menunggu waktu {name}", name=name), words(NOBODY)
        if wait.kind == "job":
            if wait.task in self.trouble:
                return words("sekarang langkah otomatis {name} terhenti karena gangguan", name=name), words(MEND)
            return words("sekarang sistem sedang mengerjakan {name}", name=name), words(NOBODY)
        who = self.holders.who(row) if row is not None else words("pejabat yang ditunjuk")
        if row is not None and row["external"]:
            awaited = words("sekarang yang ditunggu adalah {name} oleh {who}", name=name, who=who)
            return awaited, words("Yang ditunggu adalah {who}", who=who)
        turn = words("sekarang giliran {who} mengerjakan {name}", name=name, who=who)
        return turn, words("Yang dapat mengerjakan adalah {who}", who=who)

    def _message(self, wait: Wait, element: Element, row: Mapping[Any, Any] | None) -> tuple[str, str]:
        words = self.words
        party = outsiders(self.work.definition).get(element.id) or words("pihak luar")
        letter = words("pesan {name}", name=quoted(spaced(wait.message))) if wait.message else words("pesan")
        told = {"name": words.named(element), "letter": letter, "party": party}
        if row is None:
            return (
                words("sekarang yang ditunggu adalah {name}, yaitu {letter} dari {party}", **told),
                words("Yang ditunggu adalah {party}; kabarnya masuk sebagai {letter}", **told),
            )
        told["by"] = self.holders.who(row)
        return (
            words(
                "sekarang yang ditunggu adalah {name}, yaitu {letter} dari {party}, yang dapat dicatat oleh {by}",
                **told,
            ),
            words(
                "Yang ditunggu adalah {party}; bila kabarnya datang di atas kertas, yang dapat mencatatnya adalah {by}",
                **told,
            ),
        )

    def _because(self, wait: Wait, row: Mapping[Any, Any] | None) -> str:
        if self.names:
            return self.happened.before(wait.task)
        if row is None:
            return self.words("tugas ini dibuka untuk Anda")
        return self.words("tugas ini dibuka untuk Anda pada {when}", when=self.words.moment(row["opened_at"]))

    # -- until when ----------------------------------------------------------------------------------------------------

    def _briefly(self, wait: Wait, row: Mapping[Any, Any] | None) -> str:
        due = row["due_at"] if row is not None else None
        if due is not None:
            return self.words("paling lambat {due}", due=self.words.moment(due))
        ends = [other.due for other in self._clocks(wait) if other.due is not None and self._ends(other, wait)]
        if wait.kind == "timer" and wait.due is not None:
            ends = [wait.due]
        return self.words("sampai {when}", when=self.words.moment(min(ends))) if ends else ""

    def _until(self, wait: Wait, element: Element, row: Mapping[Any, Any] | None) -> str:
        if wait.kind == "timer":
            return self._timer_until(wait, element)
        parts = [self._standard(row) if row is not None else self.words(NO_LIMIT)]
        if wait.kind == "job":
            parts = [self.words("Langkah otomatis dikerjakan sistem segera, tanpa batas waktu baku.")]
        elif row is not None and row["external"]:
            parts.append(self.words(OUTSIDE_TIME))
        parts += [self._clock(other, wait) for other in self._clocks(wait)]
        return " ".join(parts)

    def _timer_until(self, wait: Wait, element: Element) -> str:
        if wait.due is None:
            return self.words("Waktunya ditentukan oleh peristiwa lain dalam perkara ini.")
        return sentence(
            self.words("sampai {when} ({how})", when=self.words.moment(wait.due), how=self._drawn(wait, element))
        )

    def _drawn(self, timer: Wait, element: Element) -> str:
        """What a timer is called, and how its date was computed where the diagram says so."""
        opened, text = self.happened.opened(timer.task).at, element.timer.text if element.timer else ""
        how, name = "", self.words.named(element)
        if timer.due is not None:
            how = timer_reckoning(self.calendar, text, opened=opened, due=timer.due, words=self.words)
        return f"{name}: {how}" if how else self.words("{name}, menurut diagram SOP", name=name)

    def _standard(self, row: Mapping[Any, Any]) -> str:
        return standard_time(
            self.calendar,
            opened=row["opened_at"],
            due=row["due_at"],
            days=self.work.definition.workdays(row["step"]),
            step=row["step"],
            since=row["step_since"],
            paused=row["paused"],
            now=self.work.now,
            words=self.words,
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
        when = self.words.moment(timer.due) if timer.due is not None else self.words("waktunya")
        told = {"when": when, "how": self._drawn(timer, element), "follows": follows}
        if self._ends(timer, wait):
            text = "bila sampai {when} ({how}) belum ada hasilnya, penantian ini ditutup, lalu {follows}"
            return sentence(self.words(text, **told))
        text = "bila sampai {when} ({how}) belum selesai, {follows}, dan penantian ini tetap terbuka"
        return sentence(self.words(text, **told))

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
                self.words.named(self.model.elements[wait.element])
                for wait in self.waits.values()
                if wait.attached is None
            )
        )[:4]
        words = self.words
        missing = words("cabang lain")
        if running:
            missing = words("cabang yang masih berjalan ({running})", running=words.listed(running))
        because = sentence(
            words.plural("{number} cabang pekerjaan sudah selesai dan sampai di titik penggabungan", gathering.arrived)
        )
        now = words("sekarang yang ditunggu adalah {missing}; sesudah itu {after}", missing=missing, after=after)
        idle = "pada cabang ini tidak ada yang perlu bertindak; yang ditunggu adalah {others}"
        until = "Sampai {missing} selesai; titik penggabungan sendiri tidak mempunyai batas waktu."
        return Why(
            sentence=f"{because} {sentence(now)}",
            who=sentence(words(idle, others=self._others())),
            until=words(until, missing=missing),
            because=because,
            next=sentence(words("sesudah semua cabang bertemu, {after}", after=after)),
            element=gathering.gateway,
        )

    def _others(self) -> str:
        """Those whose work is open elsewhere in the case."""
        titles = {self.holders.title(row["position"]): None for row in self.rows.values() if row["position"]}
        participants = [self.words("peserta")] if any(row["participant"] for row in self.rows.values()) else []
        return self.words.listed([*titles, *participants]) or self.words("pekerjaan pada cabang lain")

    def stopped_elsewhere(self) -> list[Why]:
        """Incidents that belong to no open wait: a command that could not go on."""
        because = sentence(self.happened.last())
        return [
            Why(
                sentence=f"{because} {self.words(STOPPED, since=self.words.moment(row.opened_at))}",
                who=self.words(MEND),
                until=self.words("Sampai operator mengulangi langkah yang terhenti."),
                because=because,
                next=self.words("Sesudah gangguan diatasi, perkara berjalan lagi dari keadaan sebelum gangguan."),
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
        words, at = self.words, self.work.row["ended_at"]
        how = words("dibatalkan") if cancelled else words("berakhir")
        if ending and not cancelled:
            how = words("berakhir dengan {ending}", ending=words.named(ending))
        when = words(" pada {when}", when=words.moment(at)) if at else ""
        over = words("Dengan itu perkara {how}{when}, dan tidak ada lagi yang ditunggu.", how=how, when=when)
        return Why(
            sentence=f"{because} {over}",
            who=words("Tidak ada orang yang perlu bertindak; perkara sudah selesai."),
            until=words("Perkara {how}{when}; tidak ada batas waktu lagi.", how=how, when=when),
            because=because,
            next=words("Tidak ada langkah berikutnya."),
        )

    def whole(self) -> Why:
        """A running case that waits for nothing: the system is between two steps."""
        because = sentence(self.happened.last())
        return Why(
            sentence=f"{because} {self.words('Sekarang sistem sedang melanjutkan perkara ini.')}",
            who=self.words(NOBODY),
            until=self.words(NO_LIMIT),
            because=because,
            next=self.words("Langkah berikutnya ditentukan segera oleh sistem."),
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
            words=self.words,
        )

    def _doer(self, element: Element, scope: Mapping[str, Any]) -> str | None:
        """The position that will act on an element, as far as that can be known now."""
        if "participant" in element.attributes:
            return self.words("peserta yang bersangkutan")
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
