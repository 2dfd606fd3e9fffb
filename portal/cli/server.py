"""`alur serve` and `alur worker`: the portal's server, and jobs in a process of their own."""

from __future__ import annotations

import os
import threading
from typing import Any

import click
import waitress
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from engine import jobs
from portal.app import create_app
from portal.cli.opening import open_engine


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Alamat yang didengarkan.")
@click.option("--port", default=8000, show_default=True, help="Porta yang didengarkan.")
@click.option("--threads", default=8, show_default=True, help="Jumlah utas pelayan.")
@click.option(
    "--proxies",
    default=0,
    show_default=True,
    envvar="ALUR_PROXIES",
    type=click.IntRange(0, 10),
    help="Jumlah proksi TLS tepercaya di depan portal.",
)
@click.option("--no-worker", is_flag=True, help="Tanpa pekerja di dalam proses ini (gunakan `alur worker`).")
def serve(host: str, port: int, threads: int, proxies: int, no_worker: bool) -> None:
    """Sajikan portal, dengan pekerja surat di dalamnya."""
    engine = open_engine()
    server = make_server(behind(create_app(engine), proxies), host, port, threads)
    stop = threading.Event()
    hand = threading.Thread(target=jobs.run_worker, args=(engine,), kwargs={"stop": stop}, name="worker", daemon=True)
    if not no_worker:
        hand.start()
    click.echo(f"Portal Alur: http://{host}:{port}  (hentikan dengan Ctrl+C)")
    try:
        server.run()
    finally:
        stop.set()
        if not no_worker:
            hand.join(timeout=10)
        engine.close()


def behind(app: Flask, proxies: int) -> Flask:
    """The app, believing so many proxies before it about address, scheme and host; none unless told. Cookies follow the scheme."""
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]  # Flask's own way to wrap an app
    return app


def make_server(app: Flask, host: str, port: int, threads: int) -> Any:
    """A server of an application, its port bound. Raises ClickException when the port is taken."""
    try:
        return waitress.create_server(app, host=host, port=port, threads=threads, ident="alur")
    except OSError as error:
        raise click.ClickException(
            f"{host}:{port} tidak dapat dipakai ({error.strerror}). Pilih porta lain dengan --port."
        ) from error


@click.command()
@click.option("--concurrency", default=2, show_default=True, help="Pekerjaan yang berjalan bersamaan.")
def worker(concurrency: int) -> None:
    """Jalankan pekerjaan (surat, tenggat) dalam proses tersendiri."""
    engine = open_engine()
    click.echo(f"Pekerja Alur berjalan (proses {os.getpid()}).")
    jobs.run_worker(engine, concurrency=concurrency)
    engine.close()
