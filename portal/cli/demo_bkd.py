"""`alur demo-bkd`: plays BKD's side, so that the hand-overs of both SOPs are really answered by a machine."""

from __future__ import annotations

import logging

import click

from engine import partners
from engine.engine import Engine
from engine.errors import NotFound
from engine.queries.deliveries import partner_row
from portal.cli.data import OPERATOR
from portal.cli.opening import open_engine
from portal.cli.server import make_server
from portal.demo.bkd import ANSWERS, DECISIONS, SENDS, Bkd, create_app

NAME = "bkd-peragaan"


@click.command("demo-bkd")
@click.option("--port", default=8010, show_default=True, help="Porta yang didengarkan BKD.")
@click.option("--portal", default="http://127.0.0.1:8000", show_default=True, help="Alamat portal kantor.")
@click.option(
    "--answer",
    default="setuju",
    show_default=True,
    type=click.Choice([*DECISIONS, "tanya"]),
    help="Jawaban atas permohonan; tanya: pilih sendiri di halamannya.",
)
@click.option("--after", default=3.0, show_default=True, help="Detik sampai dijawab.")
def demo_bkd(port: int, portal: str, answer: str, after: float) -> None:
    """Mainkan BKD Provinsi: terima kiriman kantor di ALUR_HOME, periksa tanda tangannya, dan jawab."""
    logging.basicConfig(format="%(message)s")
    logging.getLogger("alur.demo-bkd").setLevel(logging.INFO)
    engine = open_engine()
    decision = None if answer == "tanya" else answer
    bkd = introduce(engine, f"http://127.0.0.1:{port}/kiriman", portal, decision=decision, after=after)
    engine.close()
    server = make_server(create_app(bkd), "127.0.0.1", port, 4)
    click.echo(f"BKD peragaan: http://127.0.0.1:{port}  (hentikan dengan Ctrl+C)")
    server.run()


def introduce(engine: Engine, address: str, portal: str, *, decision: str | None, after: float) -> Bkd:
    """Make the demonstration's BKD a partner of the office, and give it its secrets: both live on this machine."""
    words = {"title": "BKD Provinsi Jawa Timur (peragaan)", "sends": SENDS, "answers": ANSWERS, "internal": True}
    try:
        partner_row(engine, OPERATOR, NAME)
    except NotFound:
        partners.add(engine, OPERATOR, name=NAME, address=address, **words)  # type: ignore[arg-type]  # a dict of what add takes
    else:
        partners.change(engine, OPERATOR, NAME, address=address, **words)  # type: ignore[arg-type]  # as above
        partners.resume(engine, OPERATOR, NAME)
    with engine.database.reading() as connection:
        (out, *_), (answers, *_) = (
            partners.secrets_of(engine, connection, NAME, direction) for direction in (partners.OUT, partners.IN)
        )
    return Bkd(
        portal=portal.rstrip("/"),
        partner=NAME,
        out=out,
        answers=answers,
        decision=decision,
        after=after,
        world=engine.world,
    )
