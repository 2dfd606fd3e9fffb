"""Which jobs exist: a name, a function, and how often it is tried."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol, TypeVar

from engine.database import Database
from engine.jobs.errors import JobRegisteredTwice, JobUnknown
from engine.world import World


class Host(Protocol):
    """What runs jobs: `engine.engine.Engine`, or less in tests."""

    @property
    def database(self) -> Database: ...

    @property
    def world(self) -> World: ...


#: `(engine, **ids) -> None`; must be idempotent, since a job runs at least once.
JobFunction = Callable[..., object]
GiveUp = Callable[[Any, str, dict[str, Any], BaseException], object]
F = TypeVar("F", bound=JobFunction)
G = TypeVar("G", bound=GiveUp)


@dataclass(frozen=True, kw_only=True)
class Retry:
    """How a failed job is tried again: `attempts` runs in all, `wait` seconds, each next wait `factor` times longer.

    Errors of a class in `never` are final at once.
    """

    attempts: int = 5
    wait: float = 10
    factor: float = 3
    longest: float = 3600
    never: tuple[type[BaseException], ...] = ()

    def after(self, runs: int, error: BaseException) -> timedelta | None:
        """How long to wait after so many runs, of which the last ended with this error; None: give up."""
        if runs >= self.attempts or isinstance(error, self.never):
            return None
        return timedelta(seconds=min(self.wait * self.factor ** (runs - 1), self.longest))


#: A job that is never tried again.
ONCE = Retry(attempts=1)


@dataclass(frozen=True, kw_only=True)
class JobKind:
    """A registered job. `every`: a cron line (five fields, or a sixth for seconds) when it is periodic."""

    name: str
    function: JobFunction
    queue: str
    retry: Retry
    priority: int
    every: str | None


@dataclass
class Registry:
    """The jobs of a program. A second job of the same name is refused."""

    kinds: dict[str, JobKind] = field(default_factory=dict)
    _give_up: GiveUp | None = None

    def job(
        self,
        *,
        name: str,
        queue: str = "default",
        retry: Retry = ONCE,
        priority: int = 0,
        every: str | None = None,
    ) -> Callable[[F], F]:
        """Register the decorated `(engine, **ids)`. Raises JobRegisteredTwice."""

        def register(function: F) -> F:
            if name in self.kinds:
                raise JobRegisteredTwice(f"{JobRegisteredTwice.__doc__} ({name})")
            self.kinds[name] = JobKind(
                name=name, function=function, queue=queue, retry=retry, priority=priority, every=every
            )
            return function

        return register

    def on_give_up(self, function: G) -> G:
        """Have the decorated `(engine, name, ids, error)` called when a job failed for good; it must be idempotent."""
        if self._give_up is not None:
            raise JobRegisteredTwice
        self._give_up = function
        return function

    def kind(self, name: str) -> JobKind:
        """The job of this name. Raises JobUnknown."""
        try:
            return self.kinds[name]
        except KeyError:
            raise JobUnknown(f"{JobUnknown.__doc__} ({name})") from None

    def give_up(self, engine: Host, name: str, ids: Mapping[str, Any], error: BaseException) -> None:
        """Tell whoever asked that this job failed for good."""
        if self._give_up is not None:
            self._give_up(engine, name, dict(ids), error)


#: The program's own jobs.
registry = Registry()
job = registry.job
on_give_up = registry.on_give_up
