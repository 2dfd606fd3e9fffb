"""The calibration: SpiffWorkflow alone, in memory, as its users run it."""

from __future__ import annotations

import time

from lxml import etree
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.util.task import TaskState

from bench import models


def workflow(content: bytes, process: str) -> BpmnWorkflow:
    """A fresh instance of a model."""
    parser = SpiffBpmnParser()
    parser.add_bpmn_xml(etree.fromstring(content))
    return BpmnWorkflow(parser.get_spec(process), parser.get_subprocess_specs(process))


def p15_steps(rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds of every user step of P15, `rounds` times over: wall clock, and CPU of this process."""
    took, worked = [], []
    content = models.p15(ours=False)
    parser = SpiffBpmnParser()
    parser.add_bpmn_xml(etree.fromstring(content))
    spec = parser.get_spec("p15")
    for _ in range(rounds):
        flow = BpmnWorkflow(spec)
        flow.do_engine_steps()
        while not flow.is_completed():
            began, work = time.perf_counter(), time.process_time()
            task = flow.get_next_task(state=TaskState.READY, manual=True)
            task.data.update({"nama": "Ani", "putusan": "lanjut", "catatan": "Sesuai."})
            task.run()
            flow.do_engine_steps()
            took.append((time.perf_counter() - began) * 1000)
            worked.append((time.process_time() - work) * 1000)
        assert flow.last_task.data["total"] == 120, "the bare library went wrong"
    return took, worked
