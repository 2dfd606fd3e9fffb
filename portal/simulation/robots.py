"""An SOP's robots: its `robots.py`, loaded by path, behind the few questions a simulation asks."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from engine.sop import SHARED
from engine.world import Dice


@dataclass(frozen=True)
class Robots:
    """What robots of an SOP decide; what its module does not answer has a plain default."""

    own: ModuleType | None
    shared: ModuleType | None

    def start(self, rng: Dice, people: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """Overrides of the start form."""
        return dict(self.own.start(rng, list(people))) if self.own else {}

    def decide(self, element: str, form: str, context: Mapping[str, Any], rng: Dice) -> dict[str, Any]:
        """Overrides of a task's sampled form data: dotted path -> value."""
        chosen: dict[str, Any] = {}
        for module in (self.shared, self.own):
            if module is not None and hasattr(module, "decide"):
                chosen |= module.decide(element, form, dict(context), rng)
        return chosen

    def deliver(self, message: str, context: Mapping[str, Any], rng: Dice) -> dict[str, Any] | None:
        """The payload of a message from outside; None when it does not come this time."""
        payload: dict[str, Any] | None = (
            self.own.deliver(message, dict(context), rng) if self.own and hasattr(self.own, "deliver") else None
        )
        return payload

    def delay(self, element: str, rng: Dice) -> float:
        """Hours until a robot acts."""
        for module in (self.own, self.shared):
            if module is not None and hasattr(module, "delays"):
                return float(module.delays(element, rng))
        return rng.uniform(1, 8)


def load_robots(processes: Path, sop: str) -> Robots:
    """The robots of an SOP and of the shared parts."""
    return Robots(
        own=_module(processes / sop / "robots.py", sop), shared=_module(processes / SHARED / "robots.py", SHARED)
    )


def _module(path: Path, name: str) -> ModuleType | None:
    if not path.is_file():
        return None
    spec = importlib.util.spec_from_file_location(f"processes.{name}.robots", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
