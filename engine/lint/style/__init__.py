"""What makes a drawing easy to read, in bpmnlint's names: advice only."""

from engine.lint.style import (
    default_with_condition,
    end_event_required,
    fake_join,
    global_definitions,
    label_required,
    no_bpmndi,
    no_disconnected,
    no_duplicate_flows,
    no_gateway_join_fork,
    no_implicit_end,
    no_implicit_split,
    no_implicit_start,
    no_overlapping,
    single_blank_start,
    single_event_definition,
    start_event_required,
    superfluous_termination,
)

MODULES = (
    default_with_condition,
    label_required,
    no_implicit_split,
    no_implicit_start,
    no_implicit_end,
    no_disconnected,
    fake_join,
    no_gateway_join_fork,
    superfluous_termination,
    no_duplicate_flows,
    no_overlapping,
    no_bpmndi,
    single_blank_start,
    single_event_definition,
    start_event_required,
    end_event_required,
    global_definitions,
)
ALL = tuple(module.check for module in MODULES)
