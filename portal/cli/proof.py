"""`alur verify` and `alur rebuild`: prove cases from their logs, and remake what can be thrown away."""

from __future__ import annotations

import json
import sys

import click
from sqlalchemy import select

from engine.engine import Engine
from engine.errors import NotFound
from engine.rebuild import rebuild as rebuild_case
from engine.rebuild import rebuild_all
from engine.schema import cases
from engine.verify import verify as verify_case
from engine.verify import verify_all
from portal.cli.opening import open_engine


@click.command()
@click.argument("case", required=False)
@click.option("--all", "everything", is_flag=True, help="Semua perkara.")
@click.option("--json", "as_json", is_flag=True, help="Keluaran JSON.")
def verify(case: str | None, everything: bool, as_json: bool) -> None:
    """Buktikan perkara CASE (nomor atau id) dengan menjalankan ulang catatannya."""
    if not (case or everything):
        raise click.UsageError("Sebutkan nomor perkara, atau --all.")
    engine = open_engine()
    verdict = verify_all(engine) if everything else verify_case(engine, case_id(engine, case or ""))
    if as_json:
        click.echo(json.dumps({"cases": verdict.cases, "events": verdict.events, "differences": verdict.differences}))
    else:
        click.echo(f"{verdict.cases} perkara, {verdict.events} peristiwa diperiksa.")
        for difference in verdict.differences:
            click.echo(f"BERBEDA  {difference['case']}  peristiwa {difference['seq'] or '-'}: {difference['what']}")
        click.echo("Semua cocok." if not verdict.differences else f"{len(verdict.differences)} perbedaan.")
    sys.exit(1 if verdict.differences else 0)


@click.command()
@click.argument("case", required=False)
def rebuild(case: str | None) -> None:
    """Bangun ulang potret dan tabel turunan dari catatan; tanpa CASE, semua perkara."""
    engine = open_engine()
    if case:
        rebuild_case(engine, case_id(engine, case))
        click.echo("1 perkara dibangun ulang.")
    else:
        click.echo(f"{rebuild_all(engine)} perkara dibangun ulang.")


def case_id(engine: Engine, name: str) -> str:
    """The id of a case by its number or id. Raises NotFound."""
    with engine.database.reading() as connection:
        found = connection.scalar(select(cases.c.id).where((cases.c.number == name) | (cases.c.id == name)))
    if found is None:
        raise NotFound(f"Perkara '{name}' tidak ada.")
    return str(found)
