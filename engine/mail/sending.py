"""The way out of a message: a file of the data folder, or an SMTP server. Errors are told without any address."""

from __future__ import annotations

import os
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import AlurError
from engine.mail import outbox
from engine.mail.errors import MailDelayed, MailRefused
from engine.mail.settings import Settings, settings_of
from engine.mail.writing import write

if TYPE_CHECKING:
    from engine.engine import Engine

#: Seconds for each answer of the server.
PATIENCE = 10
FOLDER = "mail"


def send(engine: Engine, mail: str) -> None:
    """Write and send one mail of the outbox. A crash in between sends it again, under the same Message-ID.

    Raises MailDelayed (try again), MailRefused (never), MailMisconfigured.
    """
    row = outbox.begin(engine, mail)
    if row is None:
        return
    settings = settings_of()
    message = write(engine, row, settings)
    if message is not None:
        post(message, settings, engine.home)
    outbox.end(engine, mail, "sent" if message is not None else "dropped")


def give_up(engine: Engine, mail: str, error: BaseException) -> None:
    """The job of a mail failed for good: it stays in the outbox as failed, and operators see it."""
    outbox.end(engine, mail, "failed", str(error)[:120] if isinstance(error, AlurError) else type(error).__name__)


def post(message: EmailMessage, settings: Settings, home: Path) -> None:
    """Hand a message over: to the server if there is one, else to a file."""
    if settings.host:
        _to_server(message, settings)
    else:
        _to_file(message, home)


def _to_file(message: EmailMessage, home: Path) -> None:
    """As `mail/DAY/NAME.eml`; the same message is the same file."""
    sent = message["Date"].datetime
    folder = home / FOLDER / f"{sent:%Y-%m-%d}"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = str(message["Message-ID"]).strip("<>").partition("@")[0]
    aside = folder / f"{name}.part"
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(message.as_bytes())
    aside.replace(folder / f"{name}.eml")


def _to_server(message: EmailMessage, settings: Settings) -> None:
    try:
        with _connected(settings) as server:
            if settings.user:
                server.login(settings.user, settings.password)
            server.send_message(message, from_addr=settings.sender)
    except smtplib.SMTPRecipientsRefused as refused:
        code = next(iter(refused.recipients.values()))[0]
        raise _told(code) from None  # the cause holds the address
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as refused:
        raise _told(refused.smtp_code) from None
    except (smtplib.SMTPException, OSError) as trouble:
        why = getattr(trouble, "smtp_code", None) or type(trouble).__name__
        raise MailDelayed(f"Peladen surel tidak dapat dipakai ({why}).") from None


def _told(code: int) -> AlurError:
    if 500 <= code < 600:
        return MailRefused(f"Peladen surel menolak surel ini untuk seterusnya ({code}).")
    return MailDelayed(f"Peladen surel menunda surel ini ({code}).")


def _connected(settings: Settings) -> smtplib.SMTP:
    """A connection, encrypted as the settings say, the server's certificate checked."""
    context = ssl.create_default_context()
    if settings.security == "tls":
        return smtplib.SMTP_SSL(settings.host, settings.port, timeout=PATIENCE, context=context)
    server = smtplib.SMTP(settings.host, settings.port, timeout=PATIENCE)
    if settings.security == "starttls":
        try:
            server.starttls(context=context)
        except BaseException:  # whatever it was: without encryption nothing is said on this line
            server.close()
            raise
    return server
