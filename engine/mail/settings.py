"""How mail leaves this installation, from the environment: ALUR_SMTP, ALUR_SMTP_PASSWORD, ALUR_MAIL_FROM, ALUR_URL."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import unquote, urlsplit

from engine.mail.addresses import problem
from engine.mail.errors import MailMisconfigured

#: Scheme -> how the connection is encrypted, and the usual port. `smtp` insists on STARTTLS.
SCHEMES = {"smtp": ("starttls", 587), "smtps": ("tls", 465), "smtp+plain": ("none", 25)}
PORTAL = "http://127.0.0.1:8000"
SENDER = "alur@localhost.localdomain"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Where mail goes. `host` empty: to files in the data folder. `portal`: the address where people log in, without a slash."""

    host: str = ""
    port: int = 0
    security: str = "none"
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = SENDER
    portal: str = PORTAL

    @property
    def domain(self) -> str:
        """The domain of the sender, under which messages are named."""
        return self.sender.rpartition("@")[2]


def settings_of(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of an environment. Raises MailMisconfigured with what is wrong, never with the password."""
    given = os.environ if environment is None else environment
    server = given.get("ALUR_SMTP", "")
    sender = given.get("ALUR_MAIL_FROM", "")
    if server and not sender:
        raise MailMisconfigured("ALUR_MAIL_FROM belum diisi: alamat surel pengirim.")
    if sender and problem(sender):
        raise MailMisconfigured("ALUR_MAIL_FROM bukan alamat surel.")
    found = Settings(sender=sender or SENDER, portal=_portal(given.get("ALUR_URL") or PORTAL))
    return _served(found, server, given.get("ALUR_SMTP_PASSWORD", "")) if server else found


def _served(settings: Settings, text: str, password: str) -> Settings:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise MailMisconfigured("ALUR_SMTP tidak terbaca. Contoh: smtp://pengguna@surel.contoh.go.id:587") from error
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise MailMisconfigured("ALUR_SMTP harus berupa smtp://, smtps:// atau smtp+plain:// dan nama peladen.")
    if parts.password is not None:
        raise MailMisconfigured("Kata sandi tidak ditulis di ALUR_SMTP; isikan di ALUR_SMTP_PASSWORD.")
    security, usual = SCHEMES[parts.scheme]
    user = unquote(parts.username or "")
    if user and security == "none":
        raise MailMisconfigured("smtp+plain:// tidak mengenal pengguna: kata sandinya akan terkirim tanpa sandi.")
    return replace(settings, host=parts.hostname, port=port or usual, security=security, user=user, password=password)


def _portal(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or " " in text:
        raise MailMisconfigured("ALUR_URL harus berupa alamat portal, misalnya https://alur.contoh.go.id")
    return text.rstrip("/")
