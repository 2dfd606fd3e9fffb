"""What a robot does at its desk: fill the start form, fill a task's form, try a file that must be refused."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping
from typing import Any

from engine import commands, uploads
from engine.engine import Engine
from engine.errors import UploadRefused
from engine.people import Actor
from engine.sop import Definition
from engine.world import Dice
from expressions import BASE
from forms import Form, sample
from portal.simulation.office import Staff
from portal.simulation.robots import Robots


def start_data(definition: Definition, robots: Robots, staff: Staff, actor: Actor, rng: Dice) -> dict[str, Any]:
    """What a robot enters in the start form."""
    form = definition.forms.get(definition.model.start.attributes.get("form", ""))
    chosen = robots.start(rng, staff.participants())
    return chosen if form is None else _filled(form, staff, actor, {}, chosen, rng)


def task_data(
    engine: Engine,
    definition: Definition,
    robots: Robots,
    staff: Staff,
    actor: Actor,
    row: Mapping[Any, Any],
    rng: Dice,
) -> dict[str, Any]:
    """What a robot enters in a task's form: at random, as the SOP's robots decide."""
    context = commands.look(engine, row["case_id"], row["id"])
    form = definition.forms.get(row["form"] or "")
    chosen = robots.decide(row["element"], row["form"] or "", context, rng)
    return chosen if form is None else _filled(form, staff, actor, context, chosen, rng)


def refused_upload(engine: Engine, staff: Staff, case_id: str, task: str, rng: Dice, counted: Counter[str]) -> None:
    """Now and then somebody tries a disguised file; it must be refused and change nothing."""
    if rng.random() > 0.02:
        return
    actor = Actor(person="robot", nip=None, name="robot")
    try:
        uploads.store(engine, actor, "surat.pdf", io.BytesIO(b"MZ\x90\x00 not a PDF"))
    except UploadRefused:
        counted["berkas"] += 1


def _filled(
    form: Form, staff: Staff, actor: Actor, context: Mapping[str, Any], chosen: Mapping[str, Any], rng: Dice
) -> dict[str, Any]:
    overrides: dict[str, Any] = dict(chosen)
    functions = BASE.bind(now=staff.engine.world.now(), calendar=staff.engine.calendar)
    return sample(
        form,
        rng,
        context=context,
        overrides=overrides,
        file=lambda suffix: staff.file(actor, suffix),
        functions=functions,
    )
