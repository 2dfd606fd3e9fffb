"""Effects outside the transaction: Procrastinate jobs, deferred inside it, over both databases."""

from engine.jobs.errors import JobDied, JobRegisteredTwice, JobUnknown
from engine.jobs.jobs import Jobs, defer, jobs_of
from engine.jobs.pending import run_pending
from engine.jobs.registry import Host, JobKind, Registry, Retry, job, on_give_up, registry
from engine.jobs.stalled import retry_stalled
from engine.jobs.worker import run_worker

__all__ = [
    "Host",
    "JobDied",
    "JobKind",
    "JobRegisteredTwice",
    "JobUnknown",
    "Jobs",
    "Registry",
    "Retry",
    "defer",
    "job",
    "jobs_of",
    "on_give_up",
    "registry",
    "retry_stalled",
    "run_pending",
    "run_worker",
]
