"""All rules, in the order in which they run."""

from engine.lint.rules import (
    called_processes,
    compensation,
    conditions,
    data_sets,
    event_gateways,
    event_kinds,
    event_subprocesses,
    gateway_flows,
    in_the_flow,
    links,
    message_flows,
    start_and_end,
)

ALL = (
    event_kinds.check,
    start_and_end.check,
    in_the_flow.check,
    gateway_flows.check,
    event_gateways.check,
    event_subprocesses.check,
    links.check,
    compensation.check,
    conditions.check,
    called_processes.check,
    message_flows.check,
    data_sets.check,
)
