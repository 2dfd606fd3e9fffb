"""How a diagram's service name finds its function: whole modules only, also under several threads and after a failure."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from types import ModuleType

import pytest

from engine.errors import HandlerMissing
from engine.services import find_handler

PROCESSES = Path(__file__).parents[2] / "processes"
HANDLER = "from engine.authoring import handler\n\n@handler\ndef hitung(job):\n    return {}\n"


class Gate(ModuleType):
    """What a handlers.py of these tests meets while it loads."""

    entered: threading.Event
    opened: threading.Event
    broken = False


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    made = Gate("gate")
    made.entered, made.opened = threading.Event(), threading.Event()
    monkeypatch.setitem(sys.modules, "gate", made)
    yield made
    sys.modules.pop("processes.uji.handlers", None)


def sop(folder: Path, text: str) -> Path:
    (folder / "uji").mkdir()
    (folder / "uji" / "handlers.py").write_text(text)
    return folder


def test_a_second_job_waits_for_a_module_that_another_still_loads(tmp_path: Path, gate: Gate) -> None:
    root = sop(tmp_path, f"import gate\ngate.entered.set()\nassert gate.opened.wait(10)\n{HANDLER}")

    with ThreadPoolExecutor(2) as jobs:
        first = jobs.submit(find_handler, root, "uji", "hitung")
        assert gate.entered.wait(10)
        second = jobs.submit(find_handler, root, "uji", "hitung")
        wait([second], timeout=0.2)  # time to go wrong in
        gate.opened.set()

        assert first.result() is second.result()


def test_a_module_that_failed_to_load_is_tried_anew(tmp_path: Path, gate: Gate) -> None:
    gate.broken = True
    root = sop(tmp_path, f"import gate\nif gate.broken:\n    raise RuntimeError('rusak')\n{HANDLER}")
    for _ in range(2):
        with pytest.raises(RuntimeError, match="rusak"):
            find_handler(root, "uji", "hitung")
    gate.broken = False

    assert find_handler(root, "uji", "hitung").__name__ == "hitung"


@pytest.mark.parametrize("name", ["scored", "letter", "Row"])
def test_what_a_handlers_file_imports_for_itself_is_no_handler(name: str) -> None:
    with pytest.raises(HandlerMissing):
        find_handler(PROCESSES, "talent_pool", name)
