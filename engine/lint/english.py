"""The engine's own refusals in English, by code. `{0}`, `{1}`: texts that the Indonesian message quotes; `{n}`: its number."""

from __future__ import annotations

import re

from engine import spiff
from engine.lint.finding import Finding, Text

_NUMBER = re.compile(r"\d+(?:\.\d{3})*")
_QUOTED = re.compile(r"'((?:[^']|(?<=\w)'(?=\w))*)'")

#: Code -> what is wrong, and what to do.
ENGLISH: dict[str, tuple[str, str]] = {
    "attribute-here": (
        "This attribute of alur: means nothing on this kind of element.",
        "Remove it, or choose another kind of element.",
    ),
    "bad-call": (
        "A function is called with the wrong number of values ('{0}').",
        "Give it the values that docs/expressions.md names.",
    ),
    "bad-count": ("A number of tokens or repetitions is no whole number in its bounds.", "Write how many there are."),
    "bad-expression": ("The expression '{0}' cannot be read.", "Mend the expression; see docs/expressions.md."),
    "bad-id": ("The id '{0}' holds a character that ids cannot have.", "Use letters, digits, _ - or a dot."),
    "bad-mandate": ("alur:notMandate names '{0}'.", "Write plt, plh, or both."),
    "bad-mapping": ("alur:in and alur:out need a source and a target.", "Fill in both."),
    "bad-name": ("The name '{0}' cannot be used here.", "Choose another name."),
    "bad-script": ("The script cannot be read.", "Mend the script; see docs/expressions.md."),
    "bad-timer": ("The time '{0}' cannot be used.", "Write P5D, PT2H, 2026-12-01 or R3/P1D, for example."),
    "border-missing": ("This boundary event is attached to no activity.", "Attach it to its activity."),
    "border-with-incoming": ("A boundary event must not have a flow in.", "Remove the flow."),
    "call-missing": ("The called process '{0}' does not exist.", "Include its file (sop.toml: shared)."),
    "cancel-here": ("A cancel event stands in a transaction or on its border only.", "Choose another event."),
    "compensation-with-flow": ("A compensation event has no flow out.", "Use an association."),
    "condition-here": ("The flow '{0}' must not carry a condition here.", "Use an exclusive gateway."),
    "condition-missing": ("A condition is missing ('{0}').", "Write it, or make the flow the default."),
    "cycle-here": (
        "A cycle works on a timer border that does not interrupt only.",
        'Use a duration, or draw the border dashed (cancelActivity="false").',
    ),
    "cyclic-call": ("The process '{0}' calls itself.", "Use a loop inside the process."),
    "decision-missing": (
        "The decision '{0}' does not exist.",
        "Set alur:decision to the id of a table in a .dmn file.",
    ),
    "default-missing": ("The default flow '{0}' does not leave this element.", "Choose it again."),
    "doctype": ("A DOCTYPE is not allowed.", "Remove it."),
    "duplicate-id": ("The id '{0}' is used twice.", "Choose another; ids are unique in the whole bundle."),
    "empty": ("'{0}' holds nothing.", "Draw what is in it."),
    "end-with-outgoing": ("An end event must not have a flow out.", "Use an intermediate event."),
    "error-not-interrupting": (
        "An error always interrupts.",
        'Remove cancelActivity="false" or isInterrupting="false".',
    ),
    "event-empty": (
        "This event waits for nothing.",
        "Choose a message, signal, timer, condition, error or escalation.",
    ),
    "event-subprocess-with-flow": (
        "An event sub-process has no flow and no loop.",
        "Remove them; its own event starts it.",
    ),
    "flow-dangling": (
        "The flow '{0}' leads to or from '{1}', which is not in this process.",
        "Connect elements of one process, or remove the flow.",
    ),
    "gateway-shared-event": ("This event is reached from elsewhere too.", "Draw one of its own behind the gateway."),
    "gateway-without-event": (
        "What follows an event gateway must wait for something.",
        "Use a catch event or a receive task.",
    ),
    "gateway-without-events": ("This event gateway waits for nothing.", "Draw the events behind it."),
    "handler-missing": (
        "This compensation has no handler.",
        'Join it by an association to an activity with isForCompensation="true" in the same scope.',
    ),
    "handler-with-flow": ("A compensation handler has no flow.", "Remove the flow."),
    "id-missing": ("An element has no id.", "Give it one."),
    "link-source": ("The link '{0}' has no source.", "Draw it, or remove the link."),
    "link-target": (
        "The link '{0}' does not have exactly one target in this scope.",
        "Draw one catch event with the same link name.",
    ),
    "link-with-incoming": ("A link's target must not have a flow in.", "Remove the flow."),
    "link-with-outgoing": ("A link's source must not have a flow out.", "Remove the flow."),
    "loop-without-count": (
        "How often this repeats is not said, or said twice.",
        "Use loopDataInputRef or loopCardinality, or a loopCondition.",
    ),
    "never-joined": (
        "'{0}' will never be complete: its branches never arrive together.",
        "Join with the kind of gateway that split.",
    ),
    "may-wait-for-ever": (
        "'{0}' may wait for ever: not all of its branches are sure to arrive.",
        "Join with the kind of gateway that split, or let every choice lead there.",
    ),
    "no-start": ("'{0}' has no place to begin.", "Draw a start event."),
    "not-boolean": ("The condition '{0}' is neither true nor false.", "Write a comparison, such as x == 1."),
    "not-bpmn": ("This file is not BPMN 2.0: it begins with '{0}'.", "Save it as BPMN 2.0."),
    "not-executable": ("This process is marked as not executable.", 'Set isExecutable="true".'),
    "not-well-formed": ("This file is no well-formed XML.", "Save it again, or mend the file."),
    "process-missing": ("There is no process '{0}' in the files.", "Look at sop.toml."),
    "reference-empty": ("This element names neither message, signal, link nor code.", "Choose it."),
    "reference-missing": ("What this element names does not exist ('{0}').", "Choose one that does."),
    "script-missing": ("This script task has no script.", "Write it."),
    "several-plain-starts": (
        "There are several plain start events; nothing says where a case begins.",
        "Leave one, and let a gateway split behind it.",
    ),
    "several-starts": ("'{0}' has more than one start event.", "Leave one."),
    "start-not-plain": ("The start event must be plain here.", "Remove its trigger."),
    "start-with-incoming": ("What starts a process must not have a flow in.", "Connect what follows it instead."),
    "timer-without-time": ("A timer needs exactly one time.", "Write it, such as P5D."),
    "too-deep": ("Elements are nested more than {n} deep.", "Draw parts as called processes."),
    "too-large": ("The file is larger than {n} bytes.", "Split it into several."),
    "too-many": ("The file holds more than {n} elements.", "Split it into several."),
    "unbound": (
        "This task does nothing yet: neither a function nor a message is named.",
        "Set alur:service to a function in handlers.py, or choose its message.",
    ),
    "unknown-attribute": ("There is no such attribute of alur:.", "Check its spelling."),
    "unknown-function": ("There is no function '{0}'.", "Use one that exists; see docs/expressions.md."),
    "unreachable": ("This element is never reached.", "Connect it, or remove it."),
    "unsupported-attribute": ("This is not run here ('{0}').", "Draw it without that."),
    "unsupported-element": ("Elements of this kind ('{0}') are not run.", "Draw it with other elements."),
    "unsupported-event": ("An event of this kind ('{0}') is not run here.", "Use another event."),
    "vendor-extension": (
        "This word of another tool means nothing here ('{0}').",
        "Say the same with an attribute of alur:; see docs/elements.md, Drawings from other tools.",
    ),
}


#: What to draw instead of what has a remedy of its own: the first text quoted -> the remedy.
INSTEAD = {
    "adHocSubProcess": "The standard leaves to people what is done and when it is over. Draw the activities behind a parallel gateway"
    " (all of them) or an inclusive one (those chosen), with a flow back for what may be repeated.",
    "instantiate=true": "Draw a start event for each of its messages; a parallel gateway waits for the next ones.",
    "conditional": "Begin the case with a plain start event, a message, a signal or a time.",
}


def refusal(finding: spiff.Finding) -> Finding:
    """What the engine refuses, told in both languages."""
    message, remedy = in_english(finding)
    return Finding(
        severity=finding.severity,
        rule=finding.code,
        element=finding.element,
        line=finding.line,
        message=Text(finding.message, message),
        remedy=Text(finding.remedy, remedy),
        file=finding.file,
    )


def in_english(finding: spiff.Finding) -> tuple[str, str]:
    """Message and remedy of a finding in English."""
    message, remedy = ENGLISH.get(finding.code, ("The engine refuses this ({code}).", "See docs/elements.md."))
    quoted = _QUOTED.findall(finding.message)
    remedy = INSTEAD.get(quoted[0], remedy) if quoted else remedy
    if counted := _NUMBER.search(finding.message):
        message = message.replace("{n}", counted.group().replace(".", ","))
    for number in range(2):
        told = quoted[number] if number < len(quoted) else finding.element or finding.file or "?"
        message = message.replace(f"{{{number}}}", told)
    return message.replace("{code}", finding.code), remedy
