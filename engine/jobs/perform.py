"""Running one job, and what follows when it failed for good."""

from __future__ import annotations

import logging
from typing import Any

from engine.jobs.registry import Host, Registry

log = logging.getLogger(__name__)


def perform(engine: Host, registered: Registry, name: str, earlier_runs: int, ids: dict[str, Any]) -> None:
    """Call the job's function. Raises what it raised, after telling the give-up hook if no run is left.

    Raises JobUnknown for a name that this program does not know.
    """
    try:
        kind = registered.kind(name)
    except Exception as error:  # an unknown job is a failure for good like any other
        give_up(engine, registered, name, ids, error)
        raise
    try:
        kind.function(engine, **ids)
    except Exception as error:  # whatever a job raises decides about its next run; it is raised again
        if kind.retry.after(earlier_runs + 1, error) is None:
            give_up(engine, registered, name, ids, error)
        raise


def give_up(engine: Host, registered: Registry, name: str, ids: dict[str, Any], error: BaseException) -> None:
    """Tell the hook. A hook that fails must not hide why the job failed: its own error is logged."""
    try:
        registered.give_up(engine, name, ids, error)
    except Exception:  # see above
        log.exception("The give-up hook of job %s failed", name)
