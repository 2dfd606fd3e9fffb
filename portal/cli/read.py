"""`alur why` and `alur replay`: what a case waits for and why, and its film event by event, as text."""

from __future__ import annotations

from typing import Any

import click

from engine.engine import Engine
from engine.people import Actor
from engine.queries.replay import Replay, ReplayStep, VariableChange, replay
from engine.queries.why import Why, why_case
from engine.queries.wording import moment
from engine.spiff.model import Element
from portal.cli.opening import open_engine
from portal.cli.proof import case_id

#: Whoever has a shell on this machine oversees it.
READER = Actor(person="", nip=None, name="Alur", roles=frozenset({"operator"}))
#: How much of a value one line shows.
SHOWN = 100


@click.command("why")
@click.argument("case")
def why_command(case: str) -> None:
    """Mengapa perkara CASE (nomor atau id) ada di tempatnya sekarang."""
    engine = open_engine()
    for told in why_case(engine, READER, case_id(engine, case)):
        _print_why(told)


def _print_why(told: Why) -> None:
    click.echo(told.task or "perkara")
    for label, text in (
        ("Mengapa", told.because),
        ("Siapa", told.who),
        ("Sampai kapan", told.until),
        ("Berikutnya", told.next),
    ):
        click.echo(f"  {label:<13} {text}")
    click.echo()


@click.command("replay")
@click.argument("case")
@click.option("--step", type=click.IntRange(min=1), help="Hanya langkah ini, selengkapnya.")
def replay_command(case: str, step: int | None) -> None:
    """Putar ulang perkara CASE (nomor atau id): satu langkah satu peristiwa."""
    engine = open_engine()
    film = replay(engine, READER, case_id(engine, case))
    if step is not None and step > len(film.steps):
        raise click.UsageError(f"Perkara ini mempunyai {len(film.steps)} langkah yang dapat diputar.")
    click.echo(f"{film.number}  {film.title}")
    elements = _elements(engine, film)
    for each in film.steps if step is None else film.steps[step - 1 : step]:
        _print_step(each, elements, whole=step is not None)
    if film.stopped:
        click.echo(film.stopped)


def _elements(engine: Engine, film: Replay) -> dict[str, Element]:
    return dict(engine.definitions.pinned(engine, film.definition).model.elements)


def _print_step(step: ReplayStep, elements: dict[str, Element], *, whole: bool) -> None:
    who = f"  {step.event.who}{f' selaku {step.event.as_what}' if step.event.as_what else ''}" if step.event.who else ""
    click.echo(f"{step.seq:>4}  {moment(step.event.at)}  {step.event.title}{who}")
    standing = ", ".join(f"{_name(elements, name)}{_times(count)}" for name, count in step.open.items())
    click.echo(f"      terbuka: {standing or 'tidak ada'}")
    for task, loop in step.loops.items():
        total = f" dari {loop.total}" if loop.total is not None else ""
        click.echo(f"      {task}: {loop.done} selesai{total}, {loop.open} terbuka")
    if whole:
        _print_details(step, elements)


def _print_details(step: ReplayStep, elements: dict[str, Element]) -> None:
    for name, count in step.joins.items():
        click.echo(f"      menunggu di penggabungan {_name(elements, name)}: {count}")
    for change in step.changes:
        click.echo(f"      {'+' if change.added else '~'} {change.name}{_where(change)}: {_values(change)}")
    for document in step.documents:
        click.echo(f"      surat: {document.title} ({document.state}){'' if document.current else ', versi lama'}")
    done = ", ".join(f"{_name(elements, name)}{_times(count)}" for name, count in step.done.items())
    click.echo(f"      sudah dilalui: {done}")


def _where(change: VariableChange) -> str:
    return f" (di {change.scope})" if change.scope else ""


def _values(change: VariableChange) -> str:
    if change.confidential:
        return "rahasia"
    return _short(change.after) if change.added else f"{_short(change.before)} -> {_short(change.after)}"


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def _name(elements: dict[str, Element], name: str) -> str:
    return elements[name].name or name


def _times(count: int) -> str:
    return f" ×{count}" if count > 1 else ""
