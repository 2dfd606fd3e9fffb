"""What keeps an SOP's folder from running, in the order in which it is looked at."""

from engine.lint.executable import (
    data_read,
    form_readable,
    form_there,
    lane_mapped,
    settings,
    start_by_person,
    table_readable,
)

MODULES = (
    settings,
    form_readable,
    table_readable,
    form_there,
    lane_mapped,
    start_by_person,
    data_read,
)
ALL = tuple(module.check for module in MODULES)
