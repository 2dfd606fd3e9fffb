"""What one letter may cost before its child process is ended."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds of one letter: `cpu` and `wall` in seconds, `memory` (address space of the child) and `output` in bytes.

    A child that has served `letters` is replaced by a fresh one.
    """

    cpu: int = 5
    wall: float = 20.0
    memory: int = 1536 * 1024 * 1024
    output: int = 32 * 1024 * 1024
    letters: int = 2000
