"""`alur people`: import people from an export, make the first operator, and give a new first password when nobody else can."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from engine.errors import InvalidForm, NotFound
from engine.people import access, exports, importing, register
from engine.people.duties import ROLES
from portal.cli.data import OPERATOR
from portal.cli.opening import open_engine

WORDS = {"new": "baru", "changed": "berubah", "same": "tetap sama", "refused": "ditolak"}


@click.group("people")
def people() -> None:
    """Kelola pegawai dan akun dari baris perintah."""


@people.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply", "really", is_flag=True, help="Terapkan; tanpa ini hanya pratinjau.")
@click.pass_context
def import_(context: click.Context, file: Path, really: bool) -> None:
    """Impor pegawai dari ekspor CSV; tanpa --apply hanya pratinjau. Status keluar 1 bila ada baris yang ditolak."""
    engine = open_engine()
    plan = importing.preview(engine, OPERATOR, exports.read(file.read_bytes()))
    for line in plan.lines:
        if line.what != "same":
            facts = line.why or " ".join(f"{field}={value}" for field, value in line.after.items() if value)
            click.echo(f"{line.line:>5}  {WORDS[line.what]:<8}  {line.nip:<18}  {line.name}  {facts}".rstrip())
    if really:
        key = f"alur people import {engine.world.token()}"
        importing.apply(engine, OPERATOR, plan.packed, digest=plan.digest, key=key)
    told = ", ".join(f"{number} {WORDS[what]}" for what, number in plan.counts.items())
    click.echo(f"{told}. {'Diterapkan.' if really else 'Belum ada yang disimpan; ulangi dengan --apply.'}")
    context.exit(1 if plan.counts["refused"] else 0)


@people.command("add")
@click.argument("username")
@click.option("--name", required=True, help="Nama lengkap dengan gelar.")
@click.option("--nip", default="", help="NIP, bila ada.")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(ROLES), help="Peran; boleh berulang.")
def add(username: str, name: str, nip: str, roles: tuple[str, ...]) -> None:
    """Catat satu orang (bila NIP-nya belum dikenal) dengan akun USERNAME; kata sandi pertamanya hanya ditampilkan sekali."""
    engine = open_engine()
    if access.person_of(engine, username) is not None:
        raise click.ClickException("Nama pengguna ini sudah dipakai.")
    with _told():
        person = register.person_with(engine, nip) or register.add_person(engine, OPERATOR, {"name": name, "nip": nip})
        password = access.make_account(engine, OPERATOR, person, username, roles)
    _show(username, password)


@people.command("password")
@click.argument("username")
def password(username: str) -> None:
    """Beri akun USERNAME kata sandi pertama yang baru, dan akhiri semua sesinya."""
    engine = open_engine()
    person = access.person_of(engine, username)
    if person is None:
        raise NotFound(f"Tidak ada akun bernama '{username}'.")
    _show(username, access.reset_password(engine, OPERATOR, person))


def _show(username: str, secret: str) -> None:
    click.echo("Sampaikan sekarang, tidak ditampilkan lagi; harus diganti saat masuk:")
    click.echo(f"  nama pengguna        {username.lower()}")
    click.echo(f"  kata sandi pertama   {secret}")


@contextmanager
def _told() -> Iterator[None]:
    """Say what is wrong with what was given, in one line."""
    try:
        yield
    except InvalidForm as error:
        raise click.ClickException(" ".join(error.errors.values())) from error
