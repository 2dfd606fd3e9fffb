"""`alur demo`, `migrate`, `incidents`, `retry`: what is in the database, and mending it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import click
from sqlalchemy import select

from engine import commands, queries
from engine.database.migrate import migrate
from engine.definitions import deploy_all
from engine.engine import Engine
from engine.people import Actor
from engine.people.office import load_office
from engine.schema import persons
from portal.cli.opening import open_engine

OFFICE = Path(__file__).parent.parent / "demo" / "office.toml"
PASSWORD = "contoh-alur"
OPERATOR = Actor(person="", nip=None, name="operator", roles=frozenset({"operator"}))


@click.command()
@click.option("--if-empty", is_flag=True, help="Lewati bila kantor sudah terisi.")
@click.option("--quiet", is_flag=True, help="Tanpa daftar akun.")
def demo(if_empty: bool, quiet: bool) -> None:
    """Isi kantor peragaan: orang-orang rekaan, jabatan, akun, dan kedua SOP."""
    engine = open_engine()
    load_demo(engine, if_empty=if_empty)
    if not quiet:
        _show_accounts()


def load_demo(engine: Engine, *, if_empty: bool = True) -> None:
    """Load the demonstration office and deploy the SOPs."""
    deploy_all(engine, engine.processes)
    with engine.database.reading() as connection:
        filled = connection.scalar(select(persons.c.id).limit(1)) is not None
    if not (filled and if_empty):
        load_office(engine, OFFICE, password=PASSWORD)


def _show_accounts() -> None:
    people = tomllib.loads(OFFICE.read_text(encoding="utf-8"))["people"]
    click.echo(f"Kantor peragaan (semua orang rekaan). Kata sandi setiap akun: {PASSWORD}\n")
    for person in people:
        click.echo(f"  {person['username']:<12}{person['name']:<34}{person['job_title']}")
    click.echo()


@click.command("migrate")
def migrate_command() -> None:
    """Bawa tabel basis data ke revisi terbaru."""
    engine = open_engine()
    migrate(engine.database)
    click.echo("Basis data mutakhir.")


@click.command()
def incidents() -> None:
    """Daftar gangguan yang terbuka."""
    engine = open_engine()
    rows = queries.incidents(engine, OPERATOR)
    for row in rows:
        click.echo(f"{row.id}  {row.case_number}  {row.element or '-'}  {row.code}: {row.message}")
    if not rows:
        click.echo("Tidak ada gangguan.")


@click.command()
@click.argument("incident")
def retry(incident: str) -> None:
    """Ulangi langkah yang terhenti karena gangguan INCIDENT."""
    engine = open_engine()
    outcome = commands.retry(engine, OPERATOR, incident)
    click.echo(f"Diulang: perkara {outcome.case_id}, peristiwa {outcome.seq}.")
