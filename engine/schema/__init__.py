"""All tables. Importing this module fills `metadata`."""

from engine.schema.calendars import calendar_editions
from engine.schema.cases import cases, definitions, events, snapshots
from engine.schema.desk import drafts
from engine.schema.documents import blobs, confidential, documents, numbers, uploads
from engine.schema.health import pulses
from engine.schema.links import link_sessions, links
from engine.schema.mail import feeds, mail_choices, mails
from engine.schema.notices import journal, notices
from engine.schema.overview import tally_cases, tally_done, tally_months, tally_steps
from engine.schema.partners import deliveries, delivery_attempts, incoming, partner_secrets, partners
from engine.schema.people import (
    accounts,
    attempts,
    former_names,
    holdings,
    mandates,
    persons,
    positions,
    sessions,
    units,
)
from engine.schema.summaries import summaries
from engine.schema.work import calendars, commands, incidents, messages, service_jobs, subscriptions, tasks, timers

__all__ = [
    "accounts",
    "attempts",
    "blobs",
    "calendar_editions",
    "calendars",
    "cases",
    "commands",
    "confidential",
    "definitions",
    "deliveries",
    "delivery_attempts",
    "documents",
    "drafts",
    "events",
    "feeds",
    "former_names",
    "holdings",
    "incidents",
    "incoming",
    "journal",
    "link_sessions",
    "links",
    "mail_choices",
    "mails",
    "mandates",
    "messages",
    "notices",
    "numbers",
    "partner_secrets",
    "partners",
    "persons",
    "positions",
    "pulses",
    "service_jobs",
    "sessions",
    "snapshots",
    "subscriptions",
    "summaries",
    "tally_cases",
    "tally_done",
    "tally_months",
    "tally_steps",
    "tasks",
    "timers",
    "units",
    "uploads",
]
