"""`alur deploy`, `alur sops` and `alur designs`: put SOP folders into service, keep those that cannot run yet, list both."""

from __future__ import annotations

from pathlib import Path

import click

from engine import designs as kept_designs
from engine.definitions import deploy as deploy_folder
from engine.designs import Design
from engine.engine import Engine
from engine.errors import SopUnfinished
from portal.cli.opening import open_engine


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.pass_context
def deploy(context: click.Context, paths: tuple[Path, ...]) -> None:
    """Pasang SOP dari PATHS (folder SOP, atau satu berkas .bpmn); tanpa argumen, semua SOP di processes/.

    Yang belum lengkap disimpan sebagai rancangan dan tidak dijalankan; status keluar 1 bila ada yang demikian.
    """
    engine = open_engine()
    found = paths or tuple(path.parent for path in sorted(engine.processes.glob("*/sop.toml")))
    runs = [_deployed(engine, path) for path in found]
    context.exit(0 if all(runs) else 1)


def _deployed(engine: Engine, path: Path) -> bool:
    """Put one into service; what is not finished is kept instead."""
    if not (path / "sop.toml").is_file():
        _show(kept_designs.keep(engine, path))
        return False
    try:
        definition = deploy_folder(engine, path)
    except SopUnfinished:
        _show(kept_designs.keep(engine, path))
        return False
    click.echo(f"{definition.sop} versi {definition.version}: {definition.title}")
    return True


@click.command()
def sops() -> None:
    """Daftar SOP yang terpasang."""
    engine = open_engine()
    for definition in engine.definitions.all(engine):
        click.echo(f"{definition.sop}  versi {definition.version}  {definition.steps} langkah  {definition.title}")


@click.command()
@click.argument("sop", required=False)
@click.argument("version", required=False, type=int)
@click.option("--export", type=click.Path(path_type=Path), help="Tulis berkas rancangan itu ke folder baru ini.")
def designs(sop: str | None, version: int | None, export: Path | None) -> None:
    """Rancangan yang disimpan: semua, milik satu SOP, atau satu VERSION dengan apa yang masih kurang."""
    engine = open_engine()
    if export is not None and (sop is None or version is None):
        raise click.UsageError("--export memerlukan SOP dan VERSION.")
    if sop is not None and version is not None:
        if export is None:
            _show(kept_designs.design(engine, sop, version))
            return
        for path in kept_designs.export(engine, sop, version, export):
            click.echo(str(path))
        return
    for design in kept_designs.all_designs(engine, sop):
        click.echo(f"{_named(design)}  {design.kept_at:%Y-%m-%d %H:%M}  {_state(design)}  {design.title}")


def _named(design: Design) -> str:
    return f"{design.sop} rancangan {design.version}"


def _state(design: Design) -> str:
    if design.runs_as is not None:
        return f"berjalan sebagai versi {design.runs_as}"
    return f"{len(design.missing)} hal masih kurang"


def _show(design: Design) -> None:
    click.echo(f"{_named(design)} disimpan, tidak dijalankan: {_state(design)}")
    for finding in design.missing:
        click.echo(f"  - {finding}")
