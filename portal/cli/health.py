"""`alur health` and `alur journal`: is everything well, and who did what outside the cases."""

from __future__ import annotations

from dataclasses import asdict

import click
import orjson

from engine import health as checks_of
from engine import journal as journals
from engine.queries.journal import journal_page
from portal.cli.data import OPERATOR
from portal.cli.opening import open_engine

MARKS = {"good": "baik", "warn": "perhatikan", "bad": "bermasalah"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Keluarkan JSON.")
@click.pass_context
def health(context: click.Context, as_json: bool) -> None:
    """Periksa pemasangan ini. Status keluar 1 bila ada yang bermasalah."""
    checks = checks_of.examine(open_engine())
    if as_json:
        click.echo(orjson.dumps([asdict(check) for check in checks], option=orjson.OPT_INDENT_2).decode())
    else:
        for check in checks:
            click.echo(f"{MARKS[check.state]:<11} {check.title}: {check.found} {check.remedy}".rstrip())
    context.exit(0 if checks_of.well(checks) else 1)


@click.command()
@click.option("--act", help="Hanya tindakan ini, mis. link:made.")
@click.option("--last", default=50, show_default=True, help="Paling banyak sekian catatan terakhir.")
@click.pass_context
def journal(context: click.Context, act: str | None, last: int) -> None:
    """Baca jurnal tindakan di luar perkara, dan periksa rantainya. Status keluar 1 bila ada yang diubah."""
    engine = open_engine()
    for row in reversed(journal_page(engine, OPERATOR, act=act, limit=last).rows):
        facts = " ".join(f"{name}={value}" for name, value in sorted(row.about.items()))
        click.echo(
            f"{row.seq:>6}  {row.at:%Y-%m-%d %H:%M}  {row.who or 'sistem'}  {row.act}  {row.subject}  {facts}".rstrip()
        )
    with engine.database.reading() as connection:
        faults = journals.faults(connection)
    for fault in faults:
        click.echo(fault, err=True)
    context.exit(1 if faults else 0)
