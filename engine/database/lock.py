"""The write lock: one writer at a time in a process, first come first served, never twice in one thread."""

from __future__ import annotations

import threading
import weakref
from types import TracebackType

from engine.database.errors import TransactionOpen


class WriteLock:
    """A plain lock that knows who holds it.

    SQLite's own busy handler is unfair: with eight writers the slowest waited seconds. A lock in front of it keeps the
    longest wait near the sum of the others' transactions.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._holder: int | None = None

    def __enter__(self) -> None:
        me = threading.get_ident()
        if self._holder == me:
            raise TransactionOpen
        self._lock.acquire()
        self._holder = me

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._holder = None
        self._lock.release()


_by_file: weakref.WeakValueDictionary[str, WriteLock] = weakref.WeakValueDictionary()
_guard = threading.Lock()


def lock_of(file: str) -> WriteLock:
    """The lock of a database file: the same object for everyone in this process who opens that file."""
    with _guard:
        return _by_file.setdefault(file, WriteLock())


class ThreadMark:
    """Refuses a second write transaction in one thread, but lets threads write side by side (PostgreSQL locks rows)."""

    def __init__(self) -> None:
        self._here = threading.local()

    def __enter__(self) -> None:
        if getattr(self._here, "open", False):
            raise TransactionOpen
        self._here.open = True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._here.open = False
