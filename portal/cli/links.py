"""`alur link`: make a participant's personal link on the command line, to try it or to hand it over at the counter."""

from __future__ import annotations

import click

from engine.people import links
from portal.app import create_app
from portal.cli.data import OPERATOR
from portal.cli.opening import open_engine
from portal.cli.proof import case_id
from portal.links import address_of, message


@click.command("link")
@click.argument("case")
@click.argument("nip", required=False)
@click.option(
    "--days", type=click.IntRange(1), default=links.USUAL_DAYS, show_default=True, help="Masa berlaku (hari)."
)
@click.option("--base-url", default="http://127.0.0.1:8000", show_default=True, help="Alamat portal.")
def link(case: str, nip: str | None, days: int, base_url: str) -> None:
    """Buat tautan pribadi peserta NIP pada perkara CASE; tanpa NIP, sebutkan pesertanya.

    Tautan lama peserta itu tidak berlaku lagi.
    """
    engine = open_engine()
    found = case_id(engine, case)
    if nip is None:
        for guest in links.guests(engine, OPERATOR, found):
            state = guest.link.state if guest.link else "-"
            click.echo(f"{guest.nip}  {guest.name or '-':<34} {state:<8} {guest.open_tasks} tugas terbuka")
        return
    if days not in links.DAYS:
        raise click.UsageError(f"Masa berlaku yang dapat dipilih: {', '.join(map(str, links.DAYS))} hari.")
    made = links.make(engine, OPERATOR, found, nip.replace(" ", ""), days=days)
    with create_app(engine).test_request_context(base_url=base_url):
        click.echo(message(made, address_of(made.secret)))
