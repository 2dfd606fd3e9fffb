"""`alur deploy` and `alur sops`: put SOP folders into service and list them."""

from __future__ import annotations

from pathlib import Path

import click

from engine.definitions import deploy as deploy_folder
from engine.definitions import deploy_all
from portal.cli.opening import open_engine


@click.command()
@click.argument("folders", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
def deploy(folders: tuple[Path, ...]) -> None:
    """Pasang SOP dari FOLDERS; tanpa argumen, semua SOP di processes/."""
    engine = open_engine()
    definitions = [deploy_folder(engine, folder) for folder in folders] or deploy_all(engine, engine.processes)
    for definition in definitions:
        click.echo(f"{definition.sop} versi {definition.version}: {definition.title}")


@click.command()
def sops() -> None:
    """Daftar SOP yang terpasang."""
    engine = open_engine()
    for definition in engine.definitions.all(engine):
        click.echo(f"{definition.sop}  versi {definition.version}  {definition.steps} langkah  {definition.title}")
