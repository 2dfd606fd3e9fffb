"""`alur mail`: how mail leaves this installation, what waits and what failed; and a mail to try it."""

from __future__ import annotations

import click

from engine.mail.addresses import problem
from engine.mail.choices import Choice
from engine.mail.errors import MailMisconfigured
from engine.mail.outbox import standing
from engine.mail.sending import FOLDER, post
from engine.mail.settings import settings_of
from engine.mail.writing import trial
from portal.cli.opening import open_engine


@click.command("mail")
@click.option("--test", "address", metavar="ALAMAT", help="Kirim surel percobaan ke alamat ini.")
def mail(address: str | None) -> None:
    """Tampilkan pengaturan surel dan antreannya; dengan --test, kirim surel percobaan."""
    if address is not None and (why := problem(address)):
        raise MailMisconfigured(why)
    engine, settings = open_engine(), settings_of()
    to = f"{settings.host}:{settings.port} ({settings.security})" if settings.host else str(engine.home / FOLDER)
    click.echo(f"Keluar lewat  {to}")
    click.echo(f"Pengirim      {settings.sender}")
    click.echo(f"Portal        {settings.portal}")
    for state, number in standing(engine).items():
        click.echo(f"{state:<13} {number}")
    if address is not None:
        key = f"trial:{engine.world.new_id()}"
        post(trial(key, Choice(address=address), engine.world.now(), settings), settings, engine.home)
        click.echo("Surel percobaan diserahkan.")
