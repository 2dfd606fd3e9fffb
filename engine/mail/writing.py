"""The words of a mail: numbers of cases and names of steps, no names of people, nothing that anybody filled in or wrote."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING, Any

from engine.mail.choices import Choice, choice_of
from engine.mail.digest import digest_of
from engine.mail.lines import listed, notice_line, plain
from engine.mail.settings import Settings
from engine.people import actor_of
from engine.queries.notices import NoticeRow, of_mail
from engine.queries.wording import Words, words_of
from engine.world import JAKARTA

if TYPE_CHECKING:
    from engine.engine import Engine

#: Notices read for one mail, and lines in it; of more it is said how many there are.
READ, MOST = 500, 20


def write(engine: Engine, row: Any, settings: Settings) -> EmailMessage | None:
    """The mail of a row of `mails`, as it is to be said now; None when there is nothing (left) to say to this person."""
    now = engine.world.now()
    with engine.database.reading() as connection:
        choice = choice_of(connection, row.person)
        if choice is None or (choice.cadence == "none" and row.kind != "hello"):
            return None
        actor = actor_of(connection, row.person, now=now)
        words = words_of(choice.language)
        if row.kind == "notices":
            found = of_mail(engine, connection, actor, row.id, words, READ)
    if row.kind == "notices":
        said = _notices(found, words, settings)
    elif row.kind == "digest":
        said = digest_of(engine, actor, row.made_at, words, settings)
    else:
        said = _hello(words)
    return message(row.key, choice, now, words, settings, *said) if said else None


def message(
    key: str, choice: Choice, now: datetime, words: Words, settings: Settings, subject: str, body: Sequence[str]
) -> EmailMessage:
    """A message ready to be sent; the same key always gives the same Message-ID."""
    found = EmailMessage(policy=SMTP)
    found["Subject"] = plain(f"[Alur] {subject}")
    found["From"] = Address(display_name="Alur", addr_spec=settings.sender)
    found["To"] = Address(addr_spec=choice.address or "")
    found["Date"] = now.astimezone(JAKARTA).replace(microsecond=0)
    found["Message-ID"] = f"<{name_of(key)}@{settings.domain}>"
    found["Auto-Submitted"] = "auto-generated"
    lines = [words("Yth. Bapak/Ibu,"), "", *(plain(line) for line in body), "", *_foot(words, settings)]
    found.set_content("\n".join(lines) + "\n", cte="quoted-printable")
    found["Content-Language"] = choice.language  # after the content, whose own headers take the place of all before
    return found


def trial(key: str, choice: Choice, now: datetime, settings: Settings) -> EmailMessage:
    """A mail by which an operator sees that mail goes out."""
    words = words_of(choice.language)
    subject, line = words("Surel percobaan"), words("Surel dari Alur sampai di alamat ini.")
    return message(key, choice, now, words, settings, subject, [line])


def name_of(key: str) -> str:
    """The name of a mail, from its key."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _notices(rows: Sequence[NoticeRow], words: Words, settings: Settings) -> tuple[str, list[str]] | None:
    if not rows:
        return None
    if len(rows) == 1:
        subject = rows[0].subject if rows[0].case_number is None else f"{rows[0].subject}: {rows[0].case_number}"
        first = words("Ada pemberitahuan untuk Anda:")
    else:
        subject = first = words("Ada beberapa pemberitahuan untuk Anda:")
        subject = subject.rstrip(":")
    lines = listed(map(notice_line, rows), MOST, words)
    return subject, [first, "", *lines, "", words("Untuk melihat dan mengerjakannya, silakan masuk:"), _to(settings)]


def _hello(words: Words) -> tuple[str, list[str]]:
    return (
        words("Alamat surel ini dipakai untuk pemberitahuan"),
        [
            words("Alamat surel ini baru saja dicantumkan di Alur untuk menerima pemberitahuan."),
            words(
                "Bila bukan Anda yang mencantumkannya, abaikan surel ini dan beri tahu operator Alur di kantor Anda."
            ),
        ],
    )


def _to(settings: Settings) -> str:
    return f"{settings.portal}/pemberitahuan"


def _foot(words: Words, settings: Settings) -> list[str]:
    return [
        "-- ",
        words("Surel ini dikirim otomatis; mohon tidak dibalas."),
        words("Mengatur atau menghentikan surel ini: {address}", address=f"{settings.portal}/saya"),
    ]
