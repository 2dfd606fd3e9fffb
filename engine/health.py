"""Is the installation well? Each thing that can quietly stop, in a sentence with its remedy."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from procrastinate.jobs import Job
from sqlalchemy import Connection, func, insert, select, text, update

from engine.database.migrate import MIGRATIONS
from engine.database.types import from_text
from engine.jobs import jobs_of
from engine.jobs.stalled import DEAD_AFTER
from engine.log import ENGINE_VERSION
from engine.mail.errors import MailMisconfigured
from engine.mail.settings import settings_of
from engine.schema import incidents, mails, pulses, timers
from engine.schema.mail import UNSENT
from engine.world import JAKARTA, World
from forms.said import Said, said

if TYPE_CHECKING:
    from engine.engine import Engine

State = Literal["good", "warn", "bad"]

#: Beats come every ten seconds; a minute without one is a stop, not a delay.
LATE_TICK = timedelta(minutes=1)
#: A due job waits a second or two for a worker; minutes mean that the workers do not keep up.
LONG_WAIT, TOO_LONG_WAIT = timedelta(minutes=5), timedelta(hours=1)
LATE_TIMER = timedelta(minutes=5)
#: A mail that is due goes out within a minute; a server may be away for an hour. What failed for good is told for a week.
LATE_MAIL, FAILED_MAIL = timedelta(hours=1), timedelta(days=7)
LOW_DISK, NO_DISK = 2_000_000_000, 200_000_000
#: The decree for the next year is published around October (SKB 3 Menteri).
CALENDAR_MONTH = 11


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing looked at: its key, how it is, what was found, and what to do if it is not good."""

    key: str
    title: Said
    state: State
    found: Said
    remedy: Said | str = ""


def beat(engine: Engine, name: str) -> None:
    """Leave a sign of life under a name."""
    now = engine.world.now()
    with engine.database.transaction() as connection:
        if not connection.execute(update(pulses).where(pulses.c.name == name).values(at=now)).rowcount:
            connection.execute(insert(pulses).values(name=name, at=now))


def examine(engine: Engine) -> list[Check]:
    """Every check, in the order in which an operator should read them. Never raises for a lost database."""
    try:
        with engine.database.reading() as connection:
            found = [look(engine, connection) for look in _IN_DATABASE]
        found.append(_calendar(engine))
    except Exception as error:  # whatever the driver raises: the page must say that the database is away
        away = said("Tidak terjangkau ({error}).", error=type(error).__name__)
        found = [_check("database", said("Basis data"), "bad", away, _DATABASE)]
    return [*found, _disk(engine.home), _version()]


def well(checks: list[Check]) -> bool:
    """Whether nothing is bad; a warning is no failure."""
    return all(check.state != "bad" for check in checks)


def alive(engine: Engine) -> bool:
    """Whether this process can serve: its database answers. For a load balancer."""
    try:
        with engine.database.reading() as connection:
            return connection.scalar(select(1)) == 1
    except Exception:  # whatever the driver raises, the answer is no
        return False


_DATABASE = said("Periksa ALUR_DATABASE_URL, hak baca tulis, dan apakah server basis datanya berjalan.")


def _database(engine: Engine, connection: Connection) -> Check:
    if engine.database.dialect == "sqlite":
        pages, size = (connection.scalar(text(f"PRAGMA {name}")) for name in ("page_count", "page_size"))
        octets, kind = int(pages or 0) * int(size or 0), "SQLite"
    else:
        octets, kind = int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0), "PostgreSQL"
    return _check("database", said("Basis data"), "good", said("{kind}, {size}.", kind=kind, size=_megabytes(octets)))


def _migrations(engine: Engine, connection: Connection) -> Check:
    now = connection.scalar(text("SELECT version_num FROM alembic_version"))
    newest = max(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    if now == newest:
        return _check("migrations", said("Tabel"), "good", said("Mutakhir (revisi {found}).", found=now))
    return _check(
        "migrations",
        said("Tabel"),
        "bad",
        said("Revisi {found}, seharusnya {newest}.", found=now, newest=newest),
        said("Jalankan `alur migrate`."),
    )


def _workers(engine: Engine, connection: Connection) -> Check:
    beats = [_moment(at) for at in connection.scalars(text("SELECT last_heartbeat FROM procrastinate_workers"))]
    now = World().now()  # workers leave their signs by the real clock
    alive_ = [at for at in beats if now - at < timedelta(seconds=DEAD_AFTER)]
    if alive_:
        return _check("worker", said("Pekerja"), "good", said("{count} berjalan.", count=len(alive_)))
    found = (
        said("Tidak ada; tanda terakhir {at}.", at=_clock(max(beats))) if beats else said("Tidak ada yang berjalan.")
    )
    return _check(
        "worker", said("Pekerja"), "bad", found, said("Jalankan `alur worker`, atau `alur serve` tanpa --no-worker.")
    )


def _tick(engine: Engine, connection: Connection) -> Check:
    at = connection.scalar(select(pulses.c.at).where(pulses.c.name == "tick"))
    remedy = said("Pekerja menjalankannya setiap sepuluh detik. Periksa pekerja, lalu pekerjaan bernama tick.")
    if at is None:
        return _check("tick", said("Detak jam"), "warn", said("Belum pernah berjalan di basis data ini."), remedy)
    late = engine.world.now() - at > LATE_TICK
    return _check(
        "tick",
        said("Detak jam"),
        "bad" if late else "good",
        said("Terakhir {at}.", at=_clock(at)),
        remedy if late else None,
    )


def _queue(engine: Engine, connection: Connection) -> Check:
    now = engine.world.now()
    waiting = [job for job in _waiting_jobs(engine) if job.scheduled_at is None or job.scheduled_at <= now]
    since = _oldest(engine, connection, [int(job.id) for job in waiting if job.id is not None])
    if since is None:
        return _check("jobs", said("Antrean pekerjaan"), "good", said("{count} siap dijalankan.", count=len(waiting)))
    wait = World().now() - since
    state: State = "bad" if wait > TOO_LONG_WAIT else "warn" if wait > LONG_WAIT else "good"
    found = said("{count} siap dijalankan; yang tertua menunggu sejak {at}.", count=len(waiting), at=_clock(since))
    return _check(
        "jobs", said("Antrean pekerjaan"), state, found, said("Tambah pekerja (`alur worker`), atau lihat yang gagal.")
    )


def _waiting_jobs(engine: Engine) -> list[Job]:
    return jobs_of(engine.database).listed(status="todo")


def _oldest(engine: Engine, connection: Connection, ids: list[int]) -> datetime | None:
    if not ids:
        return None
    statement = text("SELECT min(at) FROM procrastinate_events WHERE job_id = :job AND type = 'deferred'")
    found = connection.scalar(statement, {"job": min(ids)})
    return _moment(found) if found else None


def _timers(engine: Engine, connection: Connection) -> Check:
    now = engine.world.now()
    stopped = select(incidents.c.case_id).where(
        incidents.c.case_id == timers.c.case_id, incidents.c.task == timers.c.task, incidents.c.closed_at.is_(None)
    )
    late = select(func.count()).where(timers.c.due_at <= now - LATE_TIMER, ~stopped.exists())
    count = connection.scalar(late) or 0
    remedy = said("Tenggat dijalankan oleh detak jam. Periksa pekerja dan gangguan.")
    if count:
        return _check(
            "timers", said("Tenggat"), "bad", said("{count} sudah lewat tetapi belum dijalankan.", count=count), remedy
        )
    return _check("timers", said("Tenggat"), "good", said("Tidak ada yang terlewat."))


def _incidents(engine: Engine, connection: Connection) -> Check:
    count = connection.scalar(select(func.count()).select_from(incidents).where(incidents.c.closed_at.is_(None))) or 0
    if count:
        return _check(
            "incidents", said("Gangguan"), "warn", said("{count} terbuka.", count=count), said("Buka halaman Gangguan.")
        )
    return _check("incidents", said("Gangguan"), "good", said("Tidak ada."))


def _clocks(engine: Engine, connection: Connection) -> Check:
    here = World().now()
    there = here if engine.database.dialect == "sqlite" else connection.scalar(select(func.now()))
    apart = abs((there or here) - here)
    found = said("{at} WIB.", at=f"{here.astimezone(JAKARTA):%d-%m-%Y %H.%M.%S}")
    if apart > timedelta(seconds=5):
        found = said("{now} Jam basis data berbeda {seconds} detik.", now=found, seconds=apart.seconds)
        return _check("clock", said("Jam"), "warn", found, said("Samakan jam kedua mesin dengan NTP."))
    return _check("clock", said("Jam"), "good", found)


def _mail(engine: Engine, connection: Connection) -> Check:
    try:
        settings = settings_of()
    except MailMisconfigured as error:
        mend = said("Perbaiki pengaturannya (docs/notices.md), lalu mulai ulang.")
        return _check("mail", said("Surel"), "bad", said("{error}", error=error), mend)
    now = engine.world.now()
    unsent = select(func.count()).select_from(mails).where(text(UNSENT))
    failed = connection.scalar(unsent.where(mails.c.state == "failed", mails.c.due_at > now - FAILED_MAIL)) or 0
    late = connection.scalar(unsent.where(mails.c.state != "failed", mails.c.due_at < now - LATE_MAIL)) or 0
    way = said("Ke berkas di folder data; belum ada peladen surel.")
    if settings.host:
        way = said("Lewat {host}.", host=settings.host)
    if failed or late:
        found = said(
            "{way} {failed} gagal dalam tujuh hari terakhir, {late} tertahan.", way=way, failed=failed, late=late
        )
        remedy = said("Lihat pekerjaan send_mail yang gagal; `alur mail --test` mencoba pengaturan.")
        return _check("mail", said("Surel"), "warn", found, remedy)
    return _check("mail", said("Surel"), "good", way)


_IN_DATABASE: tuple[Callable[[Any, Connection], Check], ...] = (
    *(_database, _migrations, _workers, _tick, _queue, _timers, _incidents, _clocks, _mail),
)


def _disk(home: Path) -> Check:
    free = shutil.disk_usage(home).free
    state: State = "bad" if free < NO_DISK else "warn" if free < LOW_DISK else "good"
    remedy = said("Kosongkan atau perbesar ruang sebelum penuh: basis data berhenti menulis.")
    return _check(
        "disk", said("Ruang penyimpanan"), state, said("{size} bebas di folder data.", size=_megabytes(free)), remedy
    )


def _calendar(engine: Engine) -> Check:
    today = engine.world.now().astimezone(JAKARTA)
    years = engine.calendar.years
    remedy = said(
        "Tambahkan hari libur tahun itu menurut SKB 3 Menteri; sebelum itu, batas waktu ke tahun itu ditolak."
    )
    if today.year not in years:
        return _check(
            "calendar", said("Kalender"), "bad", said("Hari libur {year} belum ada.", year=today.year), remedy
        )
    if today.year + 1 not in years:
        state: State = "warn" if today.month >= CALENDAR_MONTH else "good"
        return _check(
            "calendar", said("Kalender"), state, said("Hari libur {year} belum ada.", year=today.year + 1), remedy
        )
    return _check("calendar", said("Kalender"), "good", said("Lengkap sampai {year}.", year=max(years)))


def _version() -> Check:
    return _check(
        "version",
        said("Versi"),
        "good",
        said("Alur {version}, Python {python}.", version=ENGINE_VERSION, python=platform.python_version()),
    )


def _check(key: str, title: Said, state: State, found: Said, remedy: Said | None = None) -> Check:
    return Check(
        key=key, title=title, state=state, found=found, remedy=remedy if remedy is not None and state != "good" else ""
    )


def _moment(at: Any) -> datetime:
    return at if isinstance(at, datetime) else from_text(str(at))


def _clock(at: datetime) -> Said:
    return said(
        "{day} pukul {clock}", day=f"{at.astimezone(JAKARTA):%d-%m-%Y}", clock=f"{at.astimezone(JAKARTA):%H.%M.%S}"
    )


def _megabytes(octets: int) -> str:
    return f"{octets / 1e9:.1f} GB".replace(".", ",") if octets >= 1e9 else f"{octets / 1e6:.0f} MB"
