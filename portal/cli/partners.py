"""`alur partner`: the machines outside that receive our hand-overs and answer them."""

from __future__ import annotations

from datetime import timedelta

import click

from engine import partners
from engine.queries.deliveries import partner_row, partner_rows
from portal.cli.data import OPERATOR
from portal.cli.opening import open_engine

DIRECTIONS = {"keluar": partners.OUT, "masuk": partners.IN}
_ADDRESS = click.option("--address", help="Ke mana kiriman disampaikan (https).")
_SENDS = click.option("--send", "sends", multiple=True, help="Nama pesan yang kita kirim; boleh berulang.")
_ANSWERS = click.option("--accept", "answers", multiple=True, help="Nama pesan yang boleh dikirimnya; boleh berulang.")
_INTERNAL = click.option(
    "--internal/--public", default=None, help="Alamatnya boleh di jaringan dalam, juga tanpa enkripsi."
)


@click.group("partner")
def partner() -> None:
    """Kelola mitra: mesin di luar yang menerima kiriman dan menjawabnya."""


@partner.command("add")
@click.argument("name")
@click.option("--title", required=True, help="Nama lengkap mitra.")
@_ADDRESS
@_SENDS
@_ANSWERS
@_INTERNAL
def add(
    name: str,
    title: str,
    address: str | None,
    sends: tuple[str, ...],
    answers: tuple[str, ...],
    internal: bool | None,
) -> None:
    """Tambahkan mitra NAME; rahasianya hanya ditampilkan sekali."""
    engine = open_engine()
    secrets = partners.add(
        engine,
        OPERATOR,
        name=name,
        title=title,
        address=address or "",
        sends=sends,
        answers=answers,
        internal=bool(internal),
    )
    click.echo("Simpan sekarang, tidak ditampilkan lagi:")
    click.echo(f"  rahasia kiriman kita   {secrets.out}")
    click.echo(f"  rahasia kiriman mitra  {secrets.answers}")


@partner.command("change")
@click.argument("name")
@click.option("--title", help="Nama lengkap mitra.")
@_ADDRESS
@_SENDS
@_ANSWERS
@_INTERNAL
def change(
    name: str,
    title: str | None,
    address: str | None,
    sends: tuple[str, ...],
    answers: tuple[str, ...],
    internal: bool | None,
) -> None:
    """Ubah mitra NAME; yang tidak disebut tetap."""
    engine = open_engine()
    row = partner_row(engine, OPERATOR, name)
    partners.change(
        engine,
        OPERATOR,
        name,
        title=title or row.title,
        address=address or row.address,
        sends=sends or row.sends,
        answers=answers or row.answers,
        internal=internal,
    )
    click.echo("Tersimpan.")


@partner.command("list")
def list_() -> None:
    """Daftar mitra."""
    engine = open_engine()
    for row in partner_rows(engine, OPERATOR):
        marks = " ".join(filter(None, ["aktif" if row.active else "dijeda", "internal" if row.internal else ""]))
        click.echo(f"{row.name}  {row.title}  {row.address}  [{marks}]")
        click.echo(f"    menerima: {' '.join(row.sends) or '-'}; mengirim: {' '.join(row.answers) or '-'}")
        if row.why:
            click.echo(f"    {row.why}")


@partner.command("pause")
@click.argument("name")
@click.option("--why", default="", help="Alasannya.")
def pause(name: str, why: str) -> None:
    """Jeda mitra NAME: kirimannya ditahan, pesannya tidak diterima."""
    partners.pause(open_engine(), OPERATOR, name, why=why)
    click.echo("Dijeda.")


@partner.command("resume")
@click.argument("name")
def resume(name: str) -> None:
    """Aktifkan mitra NAME lagi; yang ditahan langsung berangkat."""
    click.echo(f"Aktif; {partners.resume(open_engine(), OPERATOR, name)} kiriman yang ditahan berangkat.")


@partner.command("rotate")
@click.argument("name")
@click.argument("direction", type=click.Choice(sorted(DIRECTIONS)))
@click.option("--overlap", default=24, show_default=True, type=click.IntRange(0, 720), help="Jam berlakunya yang lama.")
def rotate(name: str, direction: str, overlap: int) -> None:
    """Ganti rahasia mitra NAME untuk kiriman DIRECTION (keluar: kita yang menandatangani)."""
    overlapping = timedelta(hours=overlap)
    secret = partners.rotate(open_engine(), OPERATOR, name, DIRECTIONS[direction], overlap=overlapping)
    click.echo(f"Simpan sekarang, tidak ditampilkan lagi: {secret}")
