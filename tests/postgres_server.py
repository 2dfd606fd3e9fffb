"""A throw-away PostgreSQL server for tests and benchmarks: own data folder, own socket, nothing on the network."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

INSTALL = (
    "PostgreSQL is missing. Install it: apt-get update && apt-get install -y postgresql   (or set TEST_DATABASE_URL)"
)
#: A server that lives for one test run may forget everything when the power goes.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=64MB -c max_connections=200"


class PostgresMissing(RuntimeError):
    """No server was given and none can be started; the message says what to install."""


class PostgresServer:
    """`with PostgresServer() as server:` starts a server in a temporary folder and stops it, whatever happens.

    With $TEST_DATABASE_URL it uses that server instead, whose user must be allowed to create databases.
    """

    def __init__(self) -> None:
        self._given = os.environ.get("TEST_DATABASE_URL")
        self._folder: Path | None = None

    def __enter__(self) -> PostgresServer:
        if not self._given:
            try:
                self._start()
            except BaseException:
                self.__exit__(None, None, None)
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._folder is None:
            return
        if (self._folder / "data" / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "-w", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder = None

    def url(self, database: str = "postgres") -> URL:
        """The address of one of the server's databases."""
        if self._given:
            return make_url(self._given).set(drivername="postgresql+psycopg", database=database)
        return URL.create(
            "postgresql+psycopg", username="postgres", database=database, query={"host": str(self._folder)}
        )

    def create(self, name: str, *, template: str = "template0") -> URL:
        """A new database with the content of another, in place of one that has this name."""
        self.drop(name)
        self._administer(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, name: str) -> None:
        """Remove a database, with whoever is still connected to it."""
        self._administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _administer(self, statement: str) -> None:
        engine = create_engine(self.url(), isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                connection.execute(text(statement))
        finally:
            engine.dispose()

    def _start(self) -> None:
        _binary("initdb")
        self._folder = Path(tempfile.mkdtemp(prefix="alur-pg-", dir="/tmp"))  # a socket's path must stay short
        if os.geteuid() == 0:
            user = pwd.getpwnam(_unprivileged())
            os.chown(self._folder, user.pw_uid, user.pw_gid)
        data = str(self._folder / "data")
        self._run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = f"{FAST} -c listen_addresses= -c unix_socket_directories={self._folder}"
        self._run("pg_ctl", "-D", data, "-l", str(self._folder / "log"), "-w", "-t", "60", "-o", options, "start")

    def _run(self, program: str, *arguments: str) -> None:
        command = [_binary(program), *arguments]
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            command = ["runuser", "-u", _unprivileged(), "--", *command]
        done = subprocess.run(
            command, cwd="/tmp", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed:\n{done.stdout.decode(errors='replace')}")


def _binary(name: str) -> str:
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True
    )
    for candidate in (*(folder / name for folder in folders), Path(shutil.which(name) or "")):
        if candidate.is_file():
            return str(candidate)
    raise PostgresMissing(INSTALL)


def _unprivileged() -> str:
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)
