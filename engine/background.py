"""The engine's own jobs: running service tasks, and the tick that fires due timers and mends stalled jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine import deliveries, drafts, incoming, signals, tallies
from engine.commands import begin
from engine.commands.fire import fire_due
from engine.commands.lapse import release_lapsed
from engine.errors import AlurError
from engine.health import beat
from engine.jobs import Retry, job, on_give_up
from engine.mail import outbox, sending, sweeping
from engine.mail.errors import MailRefused
from engine.reminders import remind
from engine.services import give_up
from engine.services import run_service as run
from engine.telling import tell

if TYPE_CHECKING:
    from engine.engine import Engine

#: A handler that fails is tried again for a few minutes; an error of ours (a missing handler, a refused letter) is final at once.
HANDLER = Retry(attempts=4, wait=5, factor=4, never=(AlurError, KeyError, TypeError, ValueError))


@job(name="run_service", queue="services", retry=HANDLER)
def run_service(engine: Engine, *, case_id: str, task_id: str, attempt: int) -> None:
    """Run the handler of a waiting service task."""
    run(engine, case_id=case_id, task_id=task_id, attempt=attempt)


@job(name="deliver_signal", queue="services", retry=HANDLER)
def deliver_signal(engine: Engine, *, key: str, case_id: str, task_id: str) -> None:
    """Hand a signal of one case to another that waited for it."""
    signals.deliver(engine, key=key, case_id=case_id, task_id=task_id)


@job(name="begin_by_signal", queue="services", retry=HANDLER)
def begin_by_signal(engine: Engine, *, key: str, sop: str, element: str, part: int) -> None:
    """Begin a case by a signal that another case sent."""
    begin.begin_by_signal(engine, key=key, sop=sop, element=element, part=part)


@job(name="begin_by_message", queue="services", retry=HANDLER)
def begin_by_message(engine: Engine, *, message: str, correlation: str) -> None:
    """Begin the cases of messages that a version before could not begin."""
    begin.begin_by_message(engine, message, correlation)


@job(name="tick", queue="clock", every="* * * * * */10")
def tick(engine: Engine, **_: Any) -> None:
    """Every ten seconds: fire due timers, begin cases that are due, give back what lost its claimant, leave a sign of life, and
    tell people what is new or due."""
    fire_due(engine)
    begin.begin_due(engine)
    release_lapsed(engine)
    beat(engine, "tick")
    tell(engine)
    remind(engine)
    outbox.gather(engine)


@job(name="take_incoming", queue="default", retry=Retry(attempts=6, wait=5, factor=4, never=(KeyError, TypeError)))
def take_incoming(engine: Engine, *, number: int, again: bool = False) -> None:
    """Hand what a machine sent to the case it answers; `again`: since an operator says so."""
    incoming.take(engine, number, again=again)


@job(name="sweep_drafts", queue="clock", every="*/5 * * * *")
def sweep_drafts(engine: Engine, **_: Any) -> None:
    """Every five minutes: forget drafts of tasks that closed."""
    drafts.sweep(engine)


@job(name="count_tallies", queue="clock", every="*/5 * * * *")
def count_tallies(engine: Engine, **_: Any) -> None:
    """Every five minutes: count what has ended this month, for the overview."""
    tallies.count(engine)


#: Some eighteen hours: a mail server may be away for a night. What it refuses for good is not tried again.
MAIL = Retry(attempts=9, wait=60, factor=3, longest=21_600, never=(MailRefused,))


@job(name="send_mail", queue="mail", retry=MAIL, priority=-5)
def send_mail(engine: Engine, *, mail: str) -> None:
    """Write and send one mail."""
    sending.send(engine, mail)


@job(name="digest", queue="clock", every="*/5 * * * *")
def digest(engine: Engine, **_: Any) -> None:
    """Every five minutes: make the digests of the day, once its morning has come."""
    outbox.digests(engine)


@job(name="sweep_notices", queue="clock", every="20 3 * * *")
def sweep_notices(engine: Engine, **_: Any) -> None:
    """Every night: forget old notices and what is left of old mails."""
    sweeping.sweep(engine)


@on_give_up
def gave_up(engine: Engine, name: str, ids: dict[str, Any], error: BaseException) -> None:
    """A job failed for good: an incident tells the operator."""
    if name == "run_service":
        give_up(engine, case_id=ids["case_id"], task_id=ids["task_id"], error=error)
    elif name == "send_delivery":
        deliveries.give_up(engine, ids["delivery"], ids["attempt"])
    elif name == "take_incoming":
        incoming.give_up(engine, ids["number"], error)
    elif name == "send_mail":
        sending.give_up(engine, ids["mail"], error)
