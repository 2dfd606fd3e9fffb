"""The job that sends a delivery: signed anew at each attempt, under the same webhook id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import deliveries
from engine.jobs import Retry, job
from webhooks.posting import post
from webhooks.signatures import headers

if TYPE_CHECKING:
    from engine.engine import Engine

#: For a busy database; what the receiver answers is no error of the job (`engine.deliveries.WAITS` is for that).
JOB = Retry(attempts=8, wait=5, factor=3)


@job(name="send_delivery", queue="webhooks", retry=JOB, priority=-5)
def send_delivery(engine: Engine, *, delivery: str, attempt: int) -> None:
    """Make one attempt and record it. A crash in between repeats the attempt: at least once, with the same id."""
    letter = deliveries.due(engine, delivery, attempt)
    if letter is None:
        return
    if letter.secrets:
        signed = headers(letter.id, engine.world.now(), letter.body, letter.secrets)
        answer = post(letter.address, letter.body, signed, internal=letter.internal)
    else:  # a database restored without its key: nothing is sent unsigned
        answer = deliveries.Answer(error="unsigned")
    deliveries.record(engine, delivery, attempt, answer)
