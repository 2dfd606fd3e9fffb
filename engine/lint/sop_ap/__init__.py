"""The agency's own form of an SOP (SOP-AP, PermenPANRB 35/2012): advice for whoever writes it."""

from engine.lint.sop_ap import (
    active_verb,
    identity,
    legal_basis,
    outputs,
    performer,
    requirements,
    standard_time,
    start_and_end,
    symbols,
    titles,
)

MODULES = (
    identity,
    legal_basis,
    titles,
    requirements,
    outputs,
    standard_time,
    active_verb,
    symbols,
    start_and_end,
    performer,
)
ALL = tuple(module.check for module in MODULES)
