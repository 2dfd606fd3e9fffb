"""All tables. Importing this module fills `metadata`."""

from engine.schema.cases import cases, definitions, events, snapshots
from engine.schema.desk import drafts
from engine.schema.documents import blobs, confidential, documents, numbers, uploads
from engine.schema.notices import journal, notices
from engine.schema.people import accounts, attempts, holdings, mandates, persons, positions, sessions, units
from engine.schema.work import calendars, commands, incidents, messages, service_jobs, subscriptions, tasks, timers

__all__ = [
    "accounts",
    "attempts",
    "blobs",
    "calendars",
    "cases",
    "commands",
    "confidential",
    "definitions",
    "documents",
    "drafts",
    "events",
    "holdings",
    "incidents",
    "journal",
    "mandates",
    "messages",
    "notices",
    "numbers",
    "persons",
    "positions",
    "service_jobs",
    "sessions",
    "snapshots",
    "subscriptions",
    "tasks",
    "timers",
    "units",
    "uploads",
]
