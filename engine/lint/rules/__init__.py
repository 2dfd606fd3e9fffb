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

MODULES = (
    event_kinds,
    start_and_end,
    in_the_flow,
    gateway_flows,
    event_gateways,
    event_subprocesses,
    links,
    compensation,
    conditions,
    called_processes,
    message_flows,
    data_sets,
)
ALL = tuple(module.check for module in MODULES)
