"""`alur calendar`: the office's working calendar, shown, exported, and changed under a decree."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click
import orjson

from engine import calendars
from engine.calendar import RAMADAN, Calendar, Period
from engine.engine import Engine
from engine.people.actors import local_day
from engine.queries.wording import day
from portal.cli.data import OPERATOR
from portal.cli.opening import open_engine

DAY = click.DateTime(["%Y-%m-%d"])
WARNING = "PERINGATAN: hari libur tahun {year} belum ditetapkan; batas waktu yang jatuh pada tahun itu ditolak."


@click.group("calendar", invoke_without_command=True)
@click.option("--year", type=int, help="Tahun yang ditampilkan; bawaan tahun ini.")
@click.option("--export", is_flag=True, help="Seluruh isi sebagai JSON, untuk disunting lalu dibaca `calendar import`.")
@click.pass_context
def calendar_command(context: click.Context, year: int | None, export: bool) -> None:
    """Kalender kerja kantor: hari libur, jam kerja, dan perubahannya."""
    if context.invoked_subcommand is not None:
        return
    engine = open_engine()
    if export:
        click.echo(orjson.dumps(calendars.latest(engine).content(), option=orjson.OPT_INDENT_2).decode())
        return
    for missing in calendars.missing_years(engine):
        click.echo(WARNING.format(year=missing), err=True)
    _show(calendars.latest(engine), year or local_day(engine.world.now()).year)
    for edition in calendars.editions(engine):
        who = edition.by or "operator"
        click.echo(f"\nEdisi {edition.number}, berlaku {day(edition.since)}, {edition.decree} (oleh {who})")
        for change in edition.changes:
            click.echo(f"  {change}")


def _show(calendar: Calendar, year: int) -> None:
    click.echo(f"Kalender {calendar.version}, tahun {year}")
    if year not in calendar.years:
        click.echo("  Tahun ini belum ditetapkan.")
    for each in sorted(found for found in calendar.days_off if found.year == year):
        click.echo(f"  {day(each):<28}{calendar.days_off[each]}")
    for name, hours in zip(("Senin", "Selasa", "Rabu", "Kamis", "Jumat"), calendar.hours, strict=True):
        click.echo(f"  {name:<28}{hours.opening:%H.%M} sampai {hours.closing:%H.%M}")
    for period in calendar.periods:
        click.echo(f"  Jam kerja {period.name}: {day(period.first)} sampai {day(period.last)}")


DECREE = click.option("--decree", required=True, help="Nomor keputusan yang mendasari perubahan.")
SINCE = click.option("--since", type=DAY, help="Berlaku untuk perkara yang dimulai sejak tanggal ini; bawaan hari ini.")


@calendar_command.command("off")
@click.argument("date", type=DAY)
@click.argument("name")
@DECREE
@SINCE
def off(date: datetime, name: str, decree: str, since: datetime | None) -> None:
    """Jadikan DATE hari libur bernama NAME."""
    engine = open_engine()
    before = calendars.latest(engine)
    _publish(engine, before, before.changed(days_off={**before.days_off, date.date(): name}), decree, since)


@calendar_command.command("work")
@click.argument("date", type=DAY)
@DECREE
@SINCE
def work(date: datetime, decree: str, since: datetime | None) -> None:
    """Jadikan DATE hari kerja kembali."""
    engine = open_engine()
    before = calendars.latest(engine)
    days = {each: name for each, name in before.days_off.items() if each != date.date()}
    _publish(engine, before, before.changed(days_off=days), decree, since)


@calendar_command.command("ramadan")
@click.argument("first", type=DAY)
@click.argument("last", type=DAY)
@DECREE
@SINCE
def ramadan(first: datetime, last: datetime, decree: str, since: datetime | None) -> None:
    """Pakai jam kerja Ramadan dari FIRST sampai LAST."""
    engine = open_engine()
    before = calendars.latest(engine)
    period = Period(name="Ramadan", first=first.date(), last=last.date(), hours=RAMADAN)
    _publish(engine, before, before.changed(periods=(*before.periods, period)), decree, since)


@calendar_command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@DECREE
@SINCE
def import_(file: Path, decree: str, since: datetime | None) -> None:
    """Baca kalender yang disunting dari FILE, misalnya dengan tahun baru atau jam kerja lain."""
    engine = open_engine()
    try:
        content = orjson.loads(file.read_bytes())
    except orjson.JSONDecodeError as error:
        raise click.UsageError(f"{file.name} bukan JSON: {error}") from error
    _publish(engine, calendars.latest(engine), calendars.readable(content), decree, since)


def _publish(engine: Engine, before: Calendar, after: Calendar, decree: str, since: datetime | None) -> None:
    start: date = since.date() if since else local_day(engine.world.now())
    edition = calendars.publish(engine, OPERATOR, after, since=start, decree=decree, on=before.version)
    click.echo(f"Edisi {edition.number} berlaku untuk perkara yang dimulai sejak {day(edition.since)}:")
    for change in edition.changes:
        click.echo(f"  {change}")
