"""A case walked in memory: an SOP's robots fill its forms, its handlers run, its timers fire. No database, no letters printed."""

from __future__ import annotations

import heapq
import importlib
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

from engine import canonical
from engine.authoring import BpmnError, Job
from engine.calendar import national
from engine.sop import Definition, define, read_bundle
from engine.spiff import Environment, Execution, Wait
from engine.world import JAKARTA
from expressions import BASE
from forms import Form, sample, validate
from forms.rules import Evaluation

PROCESSES = Path(__file__).parents[2]
BEGIN = datetime(2026, 1, 5, 8, 0, tzinfo=JAKARTA)
#: Commands after which a case is taken to run in circles.
LIMIT = 3000


def definition(sop: str) -> Definition:
    """An SOP of this checkout, checked as at deploy."""
    return define(read_bundle(PROCESSES / sop))


def pool(count: int = 24) -> list[dict[str, Any]]:
    """Fictional persons for start forms."""
    return [
        {
            "nip": f"19{60 + n:02}0101{2005 + n % 10}011{n + 1:03}",
            "nama": f"Peserta Contoh {n + 1}, S.T.",
            "pangkat": "Pembina",
            "golongan": "IV/a",
            "jabatan": f"Sekretaris Dinas Contoh {n % 4 + 1}",
            "opd": f"Dinas Contoh {n % 4 + 1}",
            "unit": ("dinkes", "disdik", "dpupr", "dispendukcapil")[n % 4],
        }
        for n in range(count)
    ]


@dataclass
class Office:
    """Holders and tables for handlers; what they print is kept as data."""

    definition: Definition
    letters: list[tuple[str, dict[str, Any]]]

    def render(self, template: str, data: Any) -> tuple[str, int]:
        """Keep the letter's data, which must be plain enough to be stored."""
        self.letters.append((template, dict(data)))
        return canonical.digest(data), 1

    def holder(self, position: str, day: datetime) -> dict[str, Any]:
        """Somebody for every position."""
        return acting(position)

    def decide(self, decision: str, scope: Any) -> Any:
        """The SOP's own table."""
        return self.definition.decisions[decision].evaluate(scope)


def acting(position: str) -> dict[str, Any]:
    """The block of whoever acts for a lane or position."""
    block = {"nip": "197001011995011001", "nama": f"Pejabat {position}", "jabatan": position, "posisi": position}
    return {**block, "pangkat": "Pembina", "golongan": "IV/a", "bentuk": "definitif", "mandat": None}


@dataclass
class Safe:
    """The encrypted store of a walked case: what case data must never hold."""

    held: dict[str, dict[str, Any]] = field(default_factory=dict)

    def read(self, ref: str) -> dict[str, Any]:
        """What a reference names."""
        return self.held[ref]

    def write(self, data: dict[str, Any], *, readers: list[str]) -> dict[str, Any]:
        """Keep data; gives what case data may hold."""
        ref = f"rahasia-{len(self.held) + 1}"
        self.held[ref] = canonical.loads(canonical.dumps(data))
        return {"ref": ref, "sha256": canonical.digest(data)}


@dataclass
class Walk:
    """One case, from its start form to its end."""

    definition: Definition
    seed: int
    answers: dict[str, Any] = field(default_factory=dict)
    """Element -> overrides that replace what robots would decide; a list gives one for each visit in turn."""
    now: datetime = BEGIN
    letters: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    steps: Counter[int] = field(default_factory=Counter)
    elements: Counter[str] = field(default_factory=Counter)
    thrown: list[str] = field(default_factory=list)
    silent: set[tuple[str, str]] = field(default_factory=set)
    """Form and expression of what a form showed its reader empty."""
    safe: Safe = field(default_factory=Safe)
    _open: dict[str, Wait] = field(default_factory=dict)
    _queue: list[tuple[datetime, int, str]] = field(default_factory=list)
    _numbers: int = 0
    _order: int = 0

    def run(self) -> Walk:
        """Walk until the case ends."""
        self._start()
        for _ in range(LIMIT):
            if self.execution.status != "running":
                return self
            self._step()
        raise AssertionError(f"still running after {LIMIT} commands: {sorted(self._open)}")

    @property
    def endings(self) -> list[str]:
        """The end events reached."""
        return self.execution.ended

    def _start(self) -> None:
        event, form = self.definition.model.start, self.definition.forms[self.definition.model.start.attributes["form"]]
        self.robots = [_module("bersama"), _module(self.definition.sop)]
        chosen = {**self.robots[1].start(self._rng("start"), pool()), **self._given(event.id)}
        value = self._filled(form, {}, chosen, "start") | self._act("start")
        case = {
            "id": "uji",
            "nomor": "UJI-1",
            "judul": "Uji",
            "sop": self.definition.sop,
            "dimulai": self.now.isoformat(),
        }
        functions = BASE.bind(calendar=national())
        data = {event.result: value}
        environment = Environment(functions=functions)
        self.execution = Execution.start(self.definition.model, case, data, now=self.now, environment=environment)
        self._look()

    def _step(self) -> None:
        moment, _, task = heapq.heappop(self._queue)
        wait = self._open.get(task)
        if wait is None:
            return
        self.now = max(self.now, moment)
        if wait.kind == "timer":
            self.execution.fire(task, now=self.now)
        elif wait.kind == "job":
            self._job(wait)
        else:
            self._person(wait)
        self._look()

    def _job(self, wait: Wait) -> None:
        element = self.definition.model.elements[wait.element]
        context = self.execution.data(wait.task)
        text = element.attributes.get("input")
        given = self.execution.evaluate(wait.task, text, now=self.now) if text else context
        function = self._handler(element.attributes["service"])
        office = Office(self.definition, self.letters)
        job = Job(
            input=given,
            case=context["perkara"],
            now=self.now,
            element=element.id,
            office=office,
            confidential=self.safe,
        )
        try:
            self.execution.complete(wait.task, canonical.loads(canonical.dumps(function(job))), now=self.now)
        except BpmnError as error:
            assert self.execution.raise_error(wait.task, error.code, error.payload, now=self.now), error.code

    def _person(self, wait: Wait) -> None:
        element = self.definition.model.elements[wait.element]
        context = self.execution.data(wait.task)
        name = element.attributes.get("form", "")
        if wait.kind == "message" and self._rng(f"hand:{wait.task}").random() < 0.7:
            chosen = self.robots[1].deliver(wait.message, context, self._rng(wait.task))
            if chosen is None:
                return
        else:
            chosen = self._decided(element.id, name, context, wait.task)
        value = chosen
        if name:
            value = self._filled(self.definition.forms[name], context, chosen, wait.task)
        value = {**value, **self._act(element.attributes.get("performer") or element.lane or "peserta")}
        if "numbers" in element.attributes:
            wanted = self.execution.evaluate(wait.task, element.attributes["numbers"], now=self.now)
            value["nomor"] = {item["dokumen"]: self._number(item) for item in wanted}
        if element.attributes.get("confidential") == "true":
            value = self.safe.write(value, readers=[])
        self.execution.complete(wait.task, canonical.loads(canonical.dumps(value)), now=self.now)

    def _decided(self, element: str, form: str, context: dict[str, Any], task: str) -> dict[str, Any]:
        chosen: dict[str, Any] = {}
        for robots in self.robots:
            chosen |= robots.decide(element, form, context, self._rng(task))
        return chosen | self._given(element)

    def _given(self, element: str) -> dict[str, Any]:
        answer = self.answers.get(element, {})
        if isinstance(answer, list):
            answer = answer.pop(0) if answer else {}
        return dict(answer)

    def _filled(self, form: Form, context: dict[str, Any], chosen: dict[str, Any], task: str) -> dict[str, Any]:
        data = sample(form, self._rng(task), context=context, overrides=chosen, file=_file)
        checked = validate(form, data, context=context)
        assert not checked.errors, (form.name, checked.errors)
        self.silent |= set(_silent(form, {**context, **checked.data}))
        return dict(checked.data)

    def _look(self) -> None:
        changes = self.execution.take_changes()
        for wait in changes.opened:
            self._open[wait.task] = wait
            self._plan(wait)
        for closed in changes.closed:
            self._open.pop(closed.task, None)
        self.thrown += [item.message for item in changes.thrown]
        for element, step in changes.visits:
            self.elements[element] += 1
            if step is not None:
                self.steps[int(step)] += 1

    def _plan(self, wait: Wait) -> None:
        self._order += 1
        moment = wait.due if wait.kind == "timer" and wait.due else self.now
        if wait.kind in ("user", "message"):
            robots = self.robots[0] if wait.element in _SHARED else self.robots[1]
            moment = self.now + timedelta(hours=robots.delays(wait.element, self._rng(f"delay:{wait.task}")))
        heapq.heappush(self._queue, (moment, self._order, wait.task))

    def _number(self, item: dict[str, Any]) -> dict[str, Any]:
        self._numbers += 1
        text = f"{item['klasifikasi']}/{self._numbers}/{item['unit']}/{self.now.year}"
        return {"nomor": text, "urut": self._numbers, "tanggal": self.now.date().isoformat()}

    def _handler(self, name: str) -> Any:
        for folder in (self.definition.sop, "bersama"):
            function = getattr(importlib.import_module(f"processes.{folder}.handlers"), name, None)
            if getattr(function, "is_handler", False):
                return function
        raise AssertionError(f"no handler {name}")

    def _act(self, lane: str) -> dict[str, Any]:
        return {"oleh": acting(lane), "pada": self.now.isoformat()}

    def _rng(self, name: str) -> random.Random:
        return random.Random(f"{self.seed}:{name}")


_SHARED = {"BK_unggah"}


def _module(folder: str) -> ModuleType:
    return importlib.import_module(f"processes.{folder}.robots")


def _silent(form: Form, context: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Sentences and tables at a form's top level that have nothing to say here although they are shown."""
    evaluation = Evaluation()
    for component in form.components:
        if component.kind not in ("text", "table") or (component.hide and evaluation.holds(component.hide, context)):
            continue
        for expression in filter(None, [*component.text.expressions, component.source]):
            if evaluation.value(expression, context) is None:
                yield form.name, expression.source


def _file(suffix: str) -> dict[str, Any]:
    kinds = {
        ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".pdf": "application/pdf",
    }
    return {"sha256": "0" * 64, "nama": f"berkas{suffix}", "ukuran": 1000, "jenis": kinds.get(suffix, "image/png")}
