"""Mail and calendar feeds: what goes out to one person, how often they want it, and the secret address of their dates."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, text

from engine.database.schema import metadata
from engine.database.types import UtcDateTime

WAITING = "state = 'waiting'"
UNSENT = "state IN ('waiting', 'sending', 'failed')"

#: One mail to one person. Its words are made when it is sent: nothing of them is kept. `state`: waiting, sending, sent,
#: dropped (nothing left to say), failed (given up).
mails = Table(
    "mails",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("key", String(120), nullable=False, unique=True),
    Column("person", String(32), ForeignKey("persons.id"), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("state", String(10), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("tries", Integer, nullable=False),
    Column("problem", String(120)),
    Index("mails_by_person", "person", "made_at"),
    Index("mails_waiting", "person", sqlite_where=text(WAITING), postgresql_where=text(WAITING)),
    Index("mails_unsent", "state", "due_at", sqlite_where=text(UNSENT), postgresql_where=text(UNSENT)),
)

#: How somebody wants to be told by mail. Without a row: a digest, in Indonesian.
mail_choices = Table(
    "mail_choices",
    metadata,
    Column("person", String(32), ForeignKey("persons.id"), primary_key=True),
    Column("cadence", String(8), nullable=False),
    Column("language", String(8), nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
)

#: The address under which somebody's calendar program fetches their dates. The secret is kept as SHA-256 only.
feeds = Table(
    "feeds",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("person", String(32), ForeignKey("persons.id"), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("used_on", Date),
    Column("revoked_at", UtcDateTime),
    Index("feeds_by_person", "person", "made_at"),
)
