"""What people, clocks, jobs and machines can do: one function a command, one transaction each."""

from engine.commands.begin import begin_by_message, begin_by_signal, begin_due
from engine.commands.cancel import cancel
from engine.commands.claim import claim, release
from engine.commands.comment import comment
from engine.commands.complete import complete
from engine.commands.deliver import Delivery, deliver
from engine.commands.fire import fire_due
from engine.commands.hand_over import hand_over
from engine.commands.jobs import fail_job, finish_job, raise_job_error
from engine.commands.look import look
from engine.commands.outcome import Outcome
from engine.commands.retry import retry
from engine.commands.start import start

__all__ = [
    "Delivery",
    "Outcome",
    "begin_by_message",
    "begin_by_signal",
    "begin_due",
    "cancel",
    "claim",
    "comment",
    "complete",
    "deliver",
    "fail_job",
    "finish_job",
    "fire_due",
    "hand_over",
    "look",
    "raise_job_error",
    "release",
    "retry",
    "start",
]
