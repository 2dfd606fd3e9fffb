"""The run itself: robots act in the order of a moved clock; timers fire and jobs run between their acts."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, union_all

from engine import commands
from engine.commands import Outcome
from engine.engine import Engine
from engine.errors import (
    CaseEnded,
    CaseStopped,
    InvalidForm,
    MessageRefused,
    NotAllowed,
    NotFound,
    TaskAlreadyDone,
    UploadRefused,
)
from engine.people import Actor
from engine.schema import cases, subscriptions, tasks, timers
from engine.world import JAKARTA, Dice, dice
from portal.simulation.acts import refused_upload, start_data, task_data
from portal.simulation.office import Staff
from portal.simulation.report import Report, report, stopwatch
from portal.simulation.robots import Robots, load_robots

#: Hours between the starts of two cases, and until a message that did not come is tried again.
STAGGER = 9
AGAIN = 60
GONE = (NotFound, TaskAlreadyDone, CaseEnded)


class Simulation:
    """One run over one SOP. `settle` lets jobs run until none is pending (here, or by workers elsewhere)."""

    def __init__(self, engine: Engine, sop: str, *, seed: int, settle: Callable[[], None]) -> None:
        self.engine, self.sop, self.seed, self.settle = engine, sop, seed, settle
        self.definition = engine.definitions.newest(engine, sop)
        self.robots: Robots = load_robots(engine.processes, sop)
        self.staff = Staff(engine)
        self.queue: list[tuple[datetime, int, str, str]] = []
        self.seen: set[tuple[str, str]] = set()
        self.case_ids: list[str] = []
        self.commands = 0
        self.counted: Counter[str] = Counter()
        #: How often an official registers by hand what somebody outside sent on paper.
        self.by_hand = 0.3
        self._order = 0

    def run(self, count: int) -> Report:
        """Start so many cases and go on until nothing can move any more."""
        began = stopwatch()
        self.begin(count)
        while self.step():
            pass
        return report(
            self.engine,
            sop=self.sop,
            seed=self.seed,
            case_ids=self.case_ids,
            commands=self.commands,
            seconds=stopwatch() - began,
            counted=self.counted,
        )

    def begin(self, count: int) -> None:
        """Plan the starts of so many cases, some hours apart."""
        first = self.engine.world.now()
        for index in range(count):
            self._push(first + timedelta(hours=STAGGER * index), f"start:{index}", "")

    def step(self) -> bool:
        """Let the next thing happen: a timer fires or a robot acts. False when nothing is left."""
        due = self._next_timer()
        if not self.queue and due is None:
            self._look(*self.case_ids)  # a worker's tick may have fired the last timer
            return bool(self.queue)
        if due is not None and (not self.queue or due <= self.queue[0][0]):
            self._move_to(due)
            self._fire()
        else:
            moment, _, case_id, task = heapq.heappop(self.queue)
            self._move_to(moment)
            if case_id.startswith("start:"):
                self._start(case_id)
            else:
                self._act(case_id, task)
        return True

    def _start(self, name: str) -> None:
        rng = self._rng(name, "")
        outcome = self.start(rng)
        self.case_ids.append(outcome.case_id)
        self.commands += 1
        self._look(outcome.case_id)

    def start(self, rng: Dice) -> Outcome:
        """Give the first order of a case."""
        actor = self.starter(rng)
        data = start_data(self.definition, self.robots, self.staff, actor, rng)
        return commands.start(self.engine, actor, self.sop, data)

    def act(self, actor: Actor, row: Mapping[Any, Any], rng: Dice) -> None:
        """Complete an open task as somebody."""
        data = task_data(self.engine, self.definition, self.robots, self.staff, actor, row, rng)
        commands.complete(self.engine, actor, row["case_id"], row["id"], data, version=row["version"])

    def starter(self, rng: Dice) -> Actor:
        """Somebody who may start the SOP."""
        lane = self.definition.settings["start"][0]
        return self.staff.candidates(self.definition.position(lane), None, rng)[0]

    def _fire(self) -> None:
        due = self._due_cases()
        fired = commands.fire_due(self.engine, only=self.case_ids)
        self.commands += fired
        self._look(*(due if fired else self.case_ids))  # what did not fire here, a worker's tick has fired
        if not fired and self._due_cases():
            raise RuntimeError("a timer is due but does not fire: see `alur incidents`")

    def _act(self, case_id: str, task: str) -> None:
        rng = self._rng(case_id, task)
        try:
            if self._wait_kind(case_id, task) == "message":
                self._message(case_id, task, rng)
            else:
                refused_upload(self.engine, self.staff, case_id, task, rng, self.counted)
                self._complete(case_id, task, rng)
        except GONE:
            self.counted["terlambat"] += 1
        except CaseStopped:
            self.counted["terhenti"] += 1
        self._look(case_id)

    def _complete(self, case_id: str, task: str, rng: Dice) -> None:
        with self.engine.database.reading() as connection:
            row = (
                connection.execute(select(tasks).where(tasks.c.case_id == case_id, tasks.c.id == task)).mappings().one()
            )
        if row["state"] != "open":
            raise TaskAlreadyDone
        failures: list[Exception] = []
        for actor in self.staff.candidates(row["position"], row["participant"], rng):
            try:
                self.act(actor, row, rng)
                self.commands += 1
                return
            except (NotAllowed, InvalidForm, UploadRefused) as error:
                failures.append(error)
                self.counted["ditolak"] += 1
        problem = failures[-1] if failures else None
        detail = getattr(problem, "errors", None) or problem or "no holder"
        raise RuntimeError(f"nobody can complete {task} of {case_id} ({row['position'] or 'a participant'}): {detail}")

    def _message(self, case_id: str, task: str, rng: Dice) -> None:
        with self.engine.database.reading() as connection:
            row = connection.execute(
                select(subscriptions).where(subscriptions.c.case_id == case_id, subscriptions.c.task == task)
            ).one()
        context = commands.look(self.engine, case_id, task)
        payload = self.robots.deliver(row.message, context, rng)
        if payload is None:
            self._push(self.engine.world.now() + timedelta(hours=AGAIN), case_id, task)
            return
        by_hand = self.definition.model.elements[row.element].attributes.get("form") and rng.random() < self.by_hand
        if by_hand:
            self._complete(case_id, task, rng)
            return
        key = f"bkd:{case_id}:{task}:{self.commands}"
        try:
            commands.deliver(self.engine, row.message, row.correlation, payload, key=key)
            self.commands += 1
        except MessageRefused as error:
            raise RuntimeError(f"robots.deliver made a message that {row.element} refuses: {error}") from error

    def _look(self, *case_ids: str) -> None:
        """Let jobs run, then plan an act for everything that newly waits in these cases."""
        self.settle()
        waiting = union_all(
            select(tasks.c.case_id, tasks.c.id, tasks.c.element).where(
                tasks.c.case_id.in_(case_ids), tasks.c.state == "open"
            ),
            select(subscriptions.c.case_id, subscriptions.c.task, subscriptions.c.element).where(
                subscriptions.c.case_id.in_(case_ids)
            ),
        )
        with self.engine.database.reading() as connection:
            rows = sorted(connection.execute(waiting).all(), key=tuple)
        for row in rows:
            if (row.case_id, row.id) not in self.seen:
                self.seen.add((row.case_id, row.id))
                hours = self.robots.delay(row.element, self._rng(row.case_id, f"delay:{row.id}"))
                self._push(self._office_hour(self.engine.world.now() + timedelta(hours=hours)), row.case_id, row.id)

    def _office_hour(self, moment: datetime) -> datetime:
        """The same moment, moved to the next working morning when the office is closed."""
        local = moment.astimezone(JAKARTA)
        while not self.engine.calendar.is_working_day(local.date()):
            local = local.replace(hour=8, minute=0, second=0) + timedelta(days=1)
        return local.astimezone(moment.tzinfo)

    def _push(self, moment: datetime, case_id: str, task: str) -> None:
        self._order += 1
        heapq.heappush(self.queue, (moment, self._order, case_id, task))

    def _move_to(self, moment: datetime) -> None:
        self.engine.world.move_to(moment)  # type: ignore[attr-defined]  # a simulation runs in a moved or shared world only

    def _next_timer(self) -> datetime | None:
        with self.engine.database.reading() as connection:
            found: datetime | None = connection.scalar(
                select(func.min(timers.c.due_at)).where(timers.c.case_id.in_(self.case_ids))
            )
        return found

    def _due_cases(self) -> list[str]:
        with self.engine.database.reading() as connection:
            due = select(timers.c.case_id).where(
                timers.c.case_id.in_(self.case_ids), timers.c.due_at <= self.engine.world.now()
            )
            return list(connection.scalars(due.distinct().order_by(timers.c.case_id)))

    def _wait_kind(self, case_id: str, task: str) -> str:
        with self.engine.database.reading() as connection:
            message = connection.scalar(
                select(subscriptions.c.message).where(subscriptions.c.case_id == case_id, subscriptions.c.task == task)
            )
            running = connection.scalar(select(cases.c.status).where(cases.c.id == case_id)) == "running"
        if not running:
            raise CaseEnded
        return "message" if message is not None else "user"

    def _rng(self, case_id: str, task: str) -> Any:
        index = self.case_ids.index(case_id) if case_id in self.case_ids else case_id
        return dice(f"{self.sop}:{self.seed}:{index}:{task}")
