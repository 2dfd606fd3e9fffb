"""One rendering child seen from our side: start it, ask it with a time limit, end it."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from engine.documents.errors import RenderFailed, RenderTooExpensive
from engine.documents.frames import Header, Parts, pack, unpack
from engine.documents.limits import Limits

_IMPORT_PATH = str(Path(__file__).resolve().parents[2])
_NOWHERE = "http://127.0.0.1:9"  # a dead proxy: should the child's network be open, a download still fails at once
#: All that a child finds in its environment. One thread and two arenas each: address space must not grow with the cores.
_ENVIRONMENT = {
    "PYTHONPATH": _IMPORT_PATH,
    "LC_ALL": "C.UTF-8",
    "HTTPS_PROXY": _NOWHERE,
    "ALL_PROXY": _NOWHERE,
    "RAYON_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
}


class Worker:
    """A child process. Not for two threads at once: the pool lends it to one."""

    def __init__(self, fonts: Path, limits: Limits) -> None:
        self.fonts, self.limits = fonts, limits
        self.letters = 0
        self.known: set[str] = set()
        self._folder = tempfile.mkdtemp(prefix="alur-letter-")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "engine.documents.child", str(fonts), str(limits.memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            env=_ENVIRONMENT,
            close_fds=True,
        )

    def ask(self, header: Header, parts: Parts) -> tuple[Header, Parts]:
        """Send one frame, wait for its answer. Raises RenderTooExpensive past a limit; the child is ended then."""
        # The clock here only bounds a wait; it never enters a letter.
        deadline = time.monotonic() + self.limits.wall
        assert self._process.stdin and self._process.stdout
        try:
            self._process.stdin.write(pack(header, parts))
            self._process.stdin.flush()
            answer = unpack(lambda size: self._read(size, deadline))
        except TimeoutError:
            self.close()
            raise RenderTooExpensive("melampaui batas waktu", template=str(header["template"])) from None
        except (EOFError, BrokenPipeError, ValueError):
            raise self._died(str(header["template"])) from None
        self.letters += 1
        return answer

    def _died(self, template: str) -> RenderFailed:
        """Why the child ended: by the kernel or its own abort (a limit), or with an exit code (it never ran rightly)."""
        self.close()
        code = self._process.returncode
        if code < 0 or self.letters:
            return RenderTooExpensive("melampaui batas waktu prosesor atau memori", template=template)
        return RenderFailed(f"proses pencetak berhenti (kode {code})", template=template)

    def _read(self, size: int, deadline: float) -> bytes:
        assert self._process.stdout
        pipe, chunks = self._process.stdout.fileno(), bytearray()
        while len(chunks) < size:
            ready, _, _ = select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                raise TimeoutError
            chunk = os.read(pipe, min(size - len(chunks), 1 << 20))
            if not chunk:
                raise EOFError
            chunks += chunk
        return bytes(chunks)

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def close(self) -> None:
        """End the child and remove its folder; twice is fine."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            try:
                if pipe:
                    pipe.close()
            except BrokenPipeError:  # unsent bytes for a child that is gone
                pass
        shutil.rmtree(self._folder, ignore_errors=True)
