"""A few rendering children kept warm; whoever needs one waits until one is free."""

from __future__ import annotations

import atexit
import os
import threading
from pathlib import Path

from engine.documents.errors import RenderTooExpensive
from engine.documents.fonts import find_fonts
from engine.documents.frames import Header, Parts
from engine.documents.limits import Limits
from engine.documents.sources import Sources
from engine.documents.worker import Worker


class Pool:
    """At most `size` children; safe for threads. A child that died or has served its share is replaced."""

    def __init__(self, *, size: int = 2, limits: Limits | None = None, fonts: Path | None = None) -> None:
        self.limits = limits or Limits()
        self._fonts = fonts
        self._idle: list[Worker] = []
        self._free = threading.BoundedSemaphore(size)
        self._lock = threading.Lock()
        self._closed = False

    def ask(self, header: Header, sources: Sources) -> tuple[Header, Parts]:
        """One letter by any child. Raises RenderTooExpensive; the next letter finds a fresh child."""
        with self._free:
            worker = self._take()
            try:
                return self._ask(worker, header, sources)
            except BaseException:
                worker.close()  # whatever interrupted us may have left half an answer in the pipe
                raise
            finally:
                self._give_back(worker)

    def _ask(self, worker: Worker, header: Header, sources: Sources) -> tuple[Header, Parts]:
        header = {**header, "digest": sources.digest, "cpu": self.limits.cpu}
        answer, parts = worker.ask(header, []) if sources.digest in worker.known else ({"status": "files"}, [])
        if answer["status"] == "files":
            names = list(sources.files)
            answer, parts = worker.ask({**header, "names": names}, [sources.files[name] for name in names])
            worker.known.add(sources.digest)
        if sum(map(len, parts)) > self.limits.output:
            raise RenderTooExpensive("hasilnya terlalu besar", template=str(header["template"]))
        return answer, parts

    def _take(self) -> Worker:
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.alive:
                    return worker
                worker.close()
        return Worker(self._fonts or find_fonts(), self.limits)

    def _give_back(self, worker: Worker) -> None:
        with self._lock:
            if not self._closed and worker.alive and worker.letters < self.limits.letters:
                self._idle.append(worker)
                return
        worker.close()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all idle children; those at work end when they come back."""
        with self._lock:
            self._closed = True
            workers, self._idle = self._idle, []
        for worker in workers:
            worker.close()


_shared: tuple[int, Pool] | None = None
_shared_lock = threading.Lock()


def shared() -> Pool:
    """This process's pool, started at the first letter and ended with the process."""
    global _shared
    with _shared_lock:
        if _shared is None or _shared[0] != os.getpid():  # a fork must not share its parent's pipes
            pool = Pool(size=max(1, os.cpu_count() or 1))
            atexit.register(pool.close)
            _shared = (os.getpid(), pool)
        return _shared[1]
