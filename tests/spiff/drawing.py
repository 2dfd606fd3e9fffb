"""Draws small BPMN models for tests: one line an element, so that a test shows its whole process."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from engine.spiff import Environment, Execution, Limits, Model, load_model
from expressions import BASE

NOW = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
CASE = {"id": "k1", "nomor": "T-2026-0001", "judul": "Uji", "sop": "uji", "dimulai": "2026-01-05T08:00:00+07:00"}
ENVIRONMENT = Environment(BASE, Limits())

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:alur="urn:alur:bpmn:1" targetNamespace="urn:test">
"""


def definitions(*parts: str) -> bytes:
    """A file of definitions."""
    return (HEAD + "\n".join(parts) + "\n</bpmn:definitions>").encode()


def process(*parts: str, id: str = "p") -> str:
    """A process."""
    return f'<bpmn:process id="{id}" isExecutable="true">\n' + "\n".join(parts) + "\n</bpmn:process>"


def node(kind: str, id: str, body: str = "", **given: str) -> str:
    """A flow node; `alur_x="..."` becomes `alur:x="..."`."""
    attributes = "".join(f' {name.replace("alur_", "alur:")}="{escaped(value)}"' for name, value in given.items())
    return f'<bpmn:{kind} id="{id}"{attributes}>{body}</bpmn:{kind}>'


def escaped(text: str) -> str:
    """Text for XML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def flow(source: str, target: str, condition: str | None = None, id: str | None = None) -> str:
    """A sequence flow; its id is `source-target` unless given."""
    inside = f"<bpmn:conditionExpression>{escaped(condition)}</bpmn:conditionExpression>" if condition else ""
    return f'<bpmn:sequenceFlow id="{id or f"{source}-{target}"}" sourceRef="{source}" targetRef="{target}">{inside}</bpmn:sequenceFlow>'


def chain(*ids: str) -> str:
    """Flows from each to the next."""
    return "\n".join(flow(a, b) for a, b in itertools.pairwise(ids))


def start(id: str = "mulai", **given: str) -> str:
    return node("startEvent", id, **given)


def end(id: str = "selesai", body: str = "") -> str:
    return node("endEvent", id, body)


def user(id: str, body: str = "", **given: str) -> str:
    return node("userTask", id, body, **given)


def script(id: str, text: str, body: str = "") -> str:
    return node("scriptTask", id, f"{body}<bpmn:script>{escaped(text)}</bpmn:script>")


def timer(text: str, kind: str = "timeDuration") -> str:
    return f"<bpmn:timerEventDefinition><bpmn:{kind}>{escaped(text)}</bpmn:{kind}></bpmn:timerEventDefinition>"


def message(ref: str) -> str:
    return f'<bpmn:messageEventDefinition messageRef="{ref}"/>'


def multi(
    collection: str | None = None,
    *,
    count: str | None = None,
    item: str | None = None,
    output: str | None = None,
    output_item: str | None = None,
    until: str | None = None,
    sequential: bool = False,
) -> str:
    """Multi-instance characteristics."""
    inside = "".join([
        f"<bpmn:loopCardinality>{count}</bpmn:loopCardinality>" if count else "",
        f"<bpmn:loopDataInputRef>{collection}</bpmn:loopDataInputRef>" if collection else "",
        f"<bpmn:loopDataOutputRef>{output}</bpmn:loopDataOutputRef>" if output else "",
        f'<bpmn:inputDataItem id="in_{item}" name="{item}"/>' if item else "",
        f'<bpmn:outputDataItem id="out_{output_item}" name="{output_item}"/>' if output_item else "",
        f"<bpmn:completionCondition>{escaped(until)}</bpmn:completionCondition>" if until else "",
    ])  # fmt: skip
    name = "bpmn:multiInstanceLoopCharacteristics"
    return f'<{name} isSequential="{str(sequential).lower()}">{inside}</{name}>'


def load(*parts: str, extra: tuple[str, ...] = (), decisions: Mapping[str, Any] | None = None) -> Model:
    """The model of one process `p` drawn from parts; `extra` are further definitions or processes."""
    return load_model({"p.bpmn": definitions(*extra, process(*parts))}, process="p", decisions=decisions or {})


def begin(
    model: Model, data: Mapping[str, Any] | None = None, *, start: str | None = None, limits: Limits | None = None
) -> Execution:
    """A started case."""
    environment = Environment(BASE, limits) if limits else ENVIRONMENT
    return Execution.start(model, CASE, data or {}, start=start, now=NOW, environment=environment)


def open_tasks(execution: Execution) -> list[str]:
    """Ids of the open waits."""
    return [wait.task for wait in execution.waits]


def done(execution: Execution) -> list[str]:
    """Elements that completed since the last look."""
    return [element for element, _ in execution.take_changes().visits]


def do(execution: Execution, task: str, value: Any = None, **more: Any) -> None:
    """Complete a task."""
    execution.complete(task, {} if value is None else value, now=more.pop("now", NOW))


def again(execution: Execution) -> Execution:
    """The same case from its dump; the dump of that is the same bytes."""
    content = execution.dump()
    copy = Execution.restore(execution.model, content, ENVIRONMENT)
    assert copy.dump() == content
    return copy
