"""Mail: to whom, when and how often, with what in it; read back with the standard library's own reader."""

from __future__ import annotations

import base64
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from sqlalchemy import insert, select, update

from engine import commands, jobs, notices
from engine.background import MAIL
from engine.engine import Engine
from engine.errors import InvalidForm
from engine.health import examine
from engine.jobs import jobs_of
from engine.mail import addresses, outbox, sending
from engine.mail.choices import Choice, choose, own_choice
from engine.mail.errors import MailDelayed, MailMisconfigured, MailRefused
from engine.mail.lines import listed
from engine.mail.settings import settings_of
from engine.mail.sweeping import sweep
from engine.mail.writing import message, trial
from engine.queries.wording import words_of
from engine.schema import accounts, holdings, journal, mails, persons, tasks
from engine.schema import notices as told_notices
from engine.telling import tell
from tests.engine.office import Office

ADDRESS = "bram@kantor.contoh.go.id"


@pytest.fixture(autouse=True)
def plain_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of whoever runs the tests."""
    for name in ("ALUR_SMTP", "ALUR_SMTP_PASSWORD", "ALUR_MAIL_FROM", "ALUR_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def staffed(office: Office) -> Office:
    """The office with accounts."""
    with office.engine.database.transaction() as connection:
        for name in ("ani", "bram", "umi", "citra"):
            row = {"username": name, "person": name, "password": "-", "roles": "official", "active": True}
            connection.execute(insert(accounts).values(**row))
    return office


def wants(office: Office, name: str, cadence: str, *, address: str = ADDRESS, language: str = "id") -> None:
    """Somebody chooses how to be told."""
    choose(office.engine, office.person(name), address=address, cadence=cadence, language=language)


def post(engine: Engine) -> list[EmailMessage]:
    """A tick, and the jobs it left: gives every mail in the folder, in the order of their dates."""
    tell(engine)
    outbox.gather(engine)
    jobs.run_pending(engine)
    return letters(engine.home)


def letters(home: Path) -> list[EmailMessage]:
    """The mails in the data folder."""
    found = [
        message_from_bytes(file.read_bytes(), policy=policy.default) for file in sorted((home / "mail").glob("*/*.eml"))
    ]
    return sorted(found, key=lambda mail: mail["Date"].datetime)


def text(mail: EmailMessage) -> str:
    """The words of a mail."""
    return str(mail.get_content())


def states(engine: Engine) -> list[str]:
    """How the outbox stands."""
    with engine.database.reading() as connection:
        return list(connection.scalars(select(mails.c.state).order_by(mails.c.made_at, mails.c.id)))


def test_a_new_task_is_told_by_mail_with_little_in_it(staffed: Office) -> None:
    wants(staffed, "bram", "at_once")
    case_id = staffed.start(perihal="Cuti sakit Ani")
    staffed.reach(case_id, "periksa", text="Saya sakit.")

    (mail,) = post(staffed.engine)

    assert mail["To"] == ADDRESS
    assert mail["Subject"] == "[Alur] Tugas baru: CUTI-2026-0001"
    assert mail["Date"].datetime == staffed.engine.world.now()
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "“Memeriksa surat”" in text(mail)
    assert "http://127.0.0.1:8000/pemberitahuan" in text(mail)
    everything = str(mail)
    assert not any(word in everything for word in ("Ani", "Bram", "sakit", "1980010", "{"))


def test_a_mail_is_sent_once_and_a_repeated_one_is_the_same_message(
    staffed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    wants(staffed, "bram", "at_once")
    staffed.reach(staffed.start(), "periksa")
    with monkeypatch.context() as patched:
        # The process dies between sending and marking.
        patched.setattr("engine.mail.outbox.end", lambda *given: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            post(staffed.engine)
    (first,) = letters(staffed.engine.home)
    staffed.engine.world.move(seconds=60)

    sending.send(staffed.engine, _mail(staffed.engine))
    (again,) = letters(staffed.engine.home)
    staffed.engine.world.move(seconds=60)
    sending.send(staffed.engine, _mail(staffed.engine))
    (at_last,) = letters(staffed.engine.home)

    assert again["Message-ID"] == first["Message-ID"]
    assert again["Date"] != first["Date"]
    assert at_last["Date"] == again["Date"]
    assert states(staffed.engine) == ["sent"]


def _mail(engine: Engine) -> str:
    with engine.database.reading() as connection:
        return str(connection.scalar(select(mails.c.id)))


def test_what_comes_together_is_told_together(staffed: Office) -> None:
    wants(staffed, "bram", "at_once")
    for _ in range(3):
        staffed.reach(staffed.start(), "periksa")
    (mail,) = post(staffed.engine)
    staffed.reach(staffed.start(), "periksa")
    staffed.engine.world.move(seconds=20)
    early = post(staffed.engine)
    staffed.reach(staffed.start(), "periksa")
    post(staffed.engine)

    staffed.engine.world.move_to(staffed.engine.world.now() + outbox.PAUSE)
    both = post(staffed.engine)

    assert text(mail).count("“Memeriksa surat”") == 3
    assert len(early) == 1
    assert [text(each).count("“Memeriksa surat”") for each in both] == [3, 2]


def test_what_would_be_said_often_is_counted() -> None:
    said = ["Tugas baru: “A”."] * 6 + ["Tugas baru: “B”."] + [f"Kabar {index}." for index in range(5)]

    assert listed(said, 3, words_of("id")) == [
        "- Tugas baru: “A”. (6 kali)",
        "- Tugas baru: “B”.",
        "- Kabar 0.",
        "- dan 4 lagi",
    ]


def test_what_was_read_meanwhile_is_not_mailed(staffed: Office) -> None:
    wants(staffed, "bram", "at_once")
    case_id = staffed.start()
    staffed.reach(case_id, "periksa")
    tell(staffed.engine)
    outbox.gather(staffed.engine)

    notices.read_task(staffed.engine, "bram", case_id, "periksa")
    jobs.run_pending(staffed.engine)

    assert letters(staffed.engine.home) == []
    assert states(staffed.engine) == ["dropped"]


@pytest.mark.parametrize("why", ["none", "digest", "no address", "no account"])
def test_whoever_does_not_want_mail_or_cannot_log_in_gets_none(staffed: Office, why: str) -> None:
    wants(staffed, "bram", why if why in ("none", "digest") else "at_once")
    with staffed.engine.database.transaction() as connection:
        if why == "no address":
            connection.execute(update(persons).values(email=None))
        if why == "no account":
            connection.execute(update(accounts).values(active=False))
    staffed.reach(staffed.start(), "periksa")

    assert post(staffed.engine) == []
    assert states(staffed.engine) == []


def test_a_case_that_is_no_longer_theirs_is_not_told(staffed: Office) -> None:
    wants(staffed, "bram", "at_once")
    staffed.reach(staffed.start(), "periksa")
    tell(staffed.engine)
    outbox.gather(staffed.engine)
    staffed.engine.world.move(days=1)
    with staffed.engine.database.transaction() as connection:
        connection.execute(update(holdings).where(holdings.c.person == "bram").values(until=date(2026, 1, 5)))

    jobs.run_pending(staffed.engine)

    assert states(staffed.engine) == ["dropped"]


# -- the digest --------------------------------------------------------------------------------------------------------


def test_the_digest_comes_on_a_working_day_in_the_morning_once(staffed: Office) -> None:
    wants(staffed, "bram", "digest")
    staffed.reach(staffed.start(), "periksa")
    made = []
    # From Monday 08.00 on, every hour for a week: Saturday and Sunday the office rests.
    for _ in range(24 * 7 - 1):
        made.append(outbox.digests(staffed.engine))
        staffed.engine.world.move(hours=1)
    jobs.run_pending(staffed.engine)

    assert sum(made) == 5
    assert [index for index, number in enumerate(made) if number] == [0, 23, 47, 71, 95]


def test_the_digest_tells_what_is_late_soon_and_new(staffed: Office) -> None:
    wants(staffed, "bram", "digest", language="en")
    old, new = staffed.start(), staffed.start()
    staffed.reach(old, "periksa")
    staffed.engine.world.move(days=14)
    with staffed.engine.database.transaction() as connection:
        connection.execute(update(tasks).values(due_at=staffed.engine.world.now() - timedelta(days=1)))
    staffed.reach(new, "periksa")
    commands.comment(staffed.engine, staffed.person("ani"), old, "Mohon dilihat.", mentions=["person:bram"])
    tell(staffed.engine)

    outbox.digests(staffed.engine)
    jobs.run_pending(staffed.engine)
    (mail,) = letters(staffed.engine.home)

    said = text(mail)
    assert mail["Subject"] == "[Alur] Your tasks, Monday, 19 January 2026"
    places = [
        said.index(each)
        for each in ("Late:", "[CUTI-2026-0001]", "New:", "[CUTI-2026-0002]", "Other unread", "You were mentioned")
    ]
    assert places == sorted(places)
    assert "Mohon dilihat" not in said
    assert "/tugas" in said


def test_a_day_without_anything_to_tell_has_no_digest(staffed: Office) -> None:
    wants(staffed, "citra", "digest")

    outbox.digests(staffed.engine)
    jobs.run_pending(staffed.engine)

    assert letters(staffed.engine.home) == []
    assert states(staffed.engine) == ["dropped"]


# -- addresses, settings, choices --------------------------------------------------------------------------------------


@pytest.mark.parametrize("good", ["a@b.id", "siti.rahma+alur@bkpsda.bangkalankab.go.id", "x_1@a-b.co"])
def test_addresses_that_are_taken(good: str) -> None:
    assert addresses.problem(good) is None


@pytest.mark.parametrize(
    "bad",
    [
        *(
            "",
            "a",
            "a@",
            "@b.id",
            "a@b",
            "a b@c.id",
            "a@b.id\nBcc: c@d.id",
            "a@b.id\r\n",
            "a@b..id",
            ".a@b.id",
            "a@b.id ",
        ),
        *("a,b@c.id", "<a@b.id>", '"a b"@c.id', "a@[127.0.0.1]", "a@b.id;c@d.id", "é@b.id", f"{'a' * 65}@b.id"),
        f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.{'f' * 60}.id",
    ],
)
def test_addresses_that_are_refused(bad: str) -> None:
    assert addresses.problem(bad) is not None


@pytest.mark.parametrize(
    "given", [("bukan alamat", "digest"), ("", "digest"), (ADDRESS, "often"), ("a@b.id\nBcc: c@d.id", "none")]
)
def test_a_choice_that_cannot_be_meant_changes_nothing(staffed: Office, given: tuple[str, str]) -> None:
    with pytest.raises(InvalidForm):
        wants(staffed, "ani", given[1], address=given[0])

    assert own_choice(staffed.engine, staffed.person("ani")) == Choice()


def test_a_name_with_line_ends_begins_no_header() -> None:
    evil = "Periksa\r\nBcc: semua@contoh.id\r\n\r\n<html>\u2028\x00\x1b[2J"
    now = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)

    made = message("k", Choice(address=ADDRESS), now, words_of("id"), settings_of({}), evil, [evil])
    read = message_from_bytes(made.as_bytes(), policy=policy.default)

    assert read["Bcc"] is None
    assert read["Subject"] == "[Alur] Periksa Bcc: semua@contoh.id <html> [2J"
    assert all(len(line) <= 998 for line in made.as_bytes().split(b"\r\n"))
    assert b"\n" not in made.as_bytes().replace(b"\r\n", b"")


def test_a_choice_is_kept_and_its_address_stands_in_no_journal(staffed: Office) -> None:
    wants(staffed, "bram", "at_once", language="en")

    choice = own_choice(staffed.engine, staffed.person("bram"))
    with staffed.engine.database.reading() as connection:
        (about,) = connection.scalars(select(journal.c.about)).all()
    assert (choice.address, choice.cadence, choice.language) == (ADDRESS, "at_once", "en")
    assert b"bram@" not in about


@pytest.mark.parametrize(
    "environment",
    [
        {"ALUR_SMTP": "smtp://surel.contoh.go.id"},
        {"ALUR_SMTP": "http://surel.contoh.go.id", "ALUR_MAIL_FROM": "a@b.id"},
        {"ALUR_SMTP": "smtp://a:rahasia@surel.contoh.go.id", "ALUR_MAIL_FROM": "a@b.id"},
        {"ALUR_SMTP": "smtp+plain://a@surel.contoh.go.id", "ALUR_MAIL_FROM": "a@b.id"},
        {"ALUR_SMTP": "smtp://h:99999", "ALUR_MAIL_FROM": "a@b.id"},
        {"ALUR_MAIL_FROM": "bukan alamat"},
        {"ALUR_URL": "alur.contoh.go.id"},
        {"ALUR_URL": "javascript:alert(1)"},
    ],
)
def test_settings_that_cannot_be_meant_are_refused(environment: dict[str, str]) -> None:
    with pytest.raises(MailMisconfigured) as refused:
        settings_of(environment | {"ALUR_SMTP_PASSWORD": "rahasia"})

    assert "rahasia" not in str(refused.value)


def test_settings_are_read_without_showing_the_password() -> None:
    given = {
        "ALUR_SMTP": "smtp://alur%40contoh@surel.contoh.go.id",
        "ALUR_SMTP_PASSWORD": "rahasia",
        "ALUR_MAIL_FROM": "alur@contoh.go.id",
        "ALUR_URL": "https://alur.contoh.go.id/",
    }

    found = settings_of(given)

    assert (found.host, found.port, found.security, found.user) == (
        "surel.contoh.go.id",
        587,
        "starttls",
        "alur@contoh",
    )
    assert found.portal == "https://alur.contoh.go.id"
    assert "rahasia" not in repr(found)


# -- SMTP --------------------------------------------------------------------------------------------------------------


class Server(socketserver.ThreadingTCPServer):
    """A small SMTP server: takes mail, or answers as it is told to."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        if tls is not None:
            self.socket = tls.wrap_socket(self.socket, server_side=True)
        self.logged_in: list[bytes] = []
        self.taken: list[tuple[str, list[str], bytes]] = []
        self.to_recipients = b"250 good"

    @property
    def address(self) -> str:
        return f"smtp+plain://127.0.0.1:{self.server_address[1]}"


class Session(socketserver.StreamRequestHandler):
    """One connection."""

    server: Server

    def handle(self) -> None:
        with suppress(OSError):  # whoever does not trust our certificate hangs up
            self._talk()

    def _talk(self) -> None:
        sender, recipients = "", []
        self.wfile.write(b"220 test\r\n")
        while line := self.rfile.readline():
            word = line.split(b" ")[0].strip().upper()
            if word == b"MAIL":
                sender, answer = line.decode().split("<")[1].split(">")[0], b"250 good"
            elif word == b"RCPT":
                answer = self.server.to_recipients
                if answer.startswith(b"250"):
                    recipients.append(line.decode().split("<")[1].split(">")[0])
            elif word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                content = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    content += part
                self.server.taken.append((sender, recipients, content))
                answer = b"250 taken"
            elif word == b"EHLO":
                answer = b"250-test\r\n250 AUTH PLAIN"
            elif word == b"AUTH":
                self.server.logged_in.append(base64.b64decode(line.split(b" ")[2]))
                answer = b"235 welcome"
            elif word == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                answer = b"250 test"
            self.wfile.write(answer + b"\r\n")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """An SMTP server on this machine, set up as the installation's."""
    with Server() as found:
        hand = threading.Thread(target=found.serve_forever, args=(0.02,), daemon=True)
        hand.start()
        monkeypatch.setenv("ALUR_SMTP", found.address)
        monkeypatch.setenv("ALUR_MAIL_FROM", "alur@contoh.go.id")
        monkeypatch.setenv("ALUR_URL", "https://alur.contoh.go.id")
        yield found
        found.shutdown()
        hand.join(timeout=5)


def test_a_mail_goes_to_the_server(staffed: Office, server: Server) -> None:
    wants(staffed, "bram", "at_once")
    staffed.reach(staffed.start(), "periksa")

    post(staffed.engine)

    ((sender, recipients, content),) = server.taken
    read = message_from_bytes(content, policy=policy.default)
    assert (sender, recipients) == ("alur@contoh.go.id", [ADDRESS])
    assert read["Message-ID"].endswith("@contoh.go.id>")
    assert "https://alur.contoh.go.id/pemberitahuan" in text(read)  # type: ignore[arg-type]  # the mail is there
    assert states(staffed.engine) == ["sent"]


def test_a_server_that_is_away_is_tried_again(staffed: Office, server: Server) -> None:
    wants(staffed, "bram", "at_once")
    staffed.reach(staffed.start(), "periksa")
    server.to_recipients = b"451 later"
    post(staffed.engine)
    first = states(staffed.engine)

    server.to_recipients = b"250 good"
    staffed.engine.world.move(minutes=2)
    jobs.run_pending(staffed.engine)

    assert first == ["sending"]
    assert states(staffed.engine) == ["sent"]
    assert len(server.taken) == 1


def test_a_mail_that_is_refused_for_good_is_seen_by_operators_and_can_be_sent_again(
    staffed: Office, server: Server
) -> None:
    wants(staffed, "bram", "at_once")
    staffed.reach(staffed.start(), "periksa")
    server.to_recipients = b"550 nobody of this name"
    post(staffed.engine)
    first = states(staffed.engine)
    (failed,) = jobs_of(staffed.engine.database).listed(status="failed", name="send_mail")

    server.to_recipients = b"250 good"
    assert failed.id is not None
    jobs_of(staffed.engine.database).retry(failed.id, staffed.engine.world.now())
    jobs.run_pending(staffed.engine)

    assert first == ["failed"]
    assert states(staffed.engine) == ["sent"]


@pytest.mark.parametrize(("answer", "kind"), [(b"550 no", MailRefused), (b"451 later", MailDelayed)])
def test_no_error_tells_an_address(
    staffed: Office, server: Server, answer: bytes, kind: type[Exception], caplog: Any
) -> None:
    wants(staffed, "bram", "at_once")
    staffed.reach(staffed.start(), "periksa")
    tell(staffed.engine)
    outbox.gather(staffed.engine)
    server.to_recipients = answer

    with pytest.raises(kind) as refused:
        sending.send(staffed.engine, _mail(staffed.engine))

    assert ADDRESS not in str(refused.value)
    assert refused.value.__suppress_context__
    assert ADDRESS not in caplog.text


def test_without_encryption_nothing_is_said(staffed: Office, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALUR_SMTP", server.address.replace("smtp+plain", "smtp"))
    wants(staffed, "bram", "at_once")
    staffed.reach(staffed.start(), "periksa")
    tell(staffed.engine)
    outbox.gather(staffed.engine)

    with pytest.raises(MailDelayed):
        sending.send(staffed.engine, _mail(staffed.engine))

    assert server.taken == []


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of this machine, signed by itself, with its key in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    first, last = datetime(2020, 1, 1, tzinfo=UTC), datetime(2120, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, first, last)
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "certificate.pem"
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(plain + made.public_bytes(Encoding.PEM))
    return file


@pytest.mark.parametrize("trusted", [True, False])
def test_a_password_goes_only_to_a_server_that_is_who_it_says(
    tmp_path: Path, certificate: Path, trusted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with Server(tls) as server:
        hand = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        hand.start()
        port = server.server_address[1]
        settings = settings_of(
            {
                "ALUR_SMTP": f"smtps://alur@127.0.0.1:{port}",
                "ALUR_SMTP_PASSWORD": "rahasia",
                "ALUR_MAIL_FROM": "alur@contoh.go.id",
            }
        )
        mail = trial("k", Choice(address=ADDRESS), datetime(2026, 1, 5, 1, 0, tzinfo=UTC), settings)
        if trusted:
            sending.post(mail, settings, tmp_path)
        else:
            with pytest.raises(MailDelayed):
                sending.post(mail, settings, tmp_path)
        server.shutdown()
        hand.join(timeout=5)

    assert server.logged_in == ([b"\0alur\0rahasia"] if trusted else [])
    assert [recipients for _sender, recipients, _content in server.taken] == ([[ADDRESS]] if trusted else [])


def test_waits_grow_up_to_a_night() -> None:
    waits = [MAIL.after(runs, MailDelayed()) for runs in range(1, 9)]

    assert sum((wait or timedelta()).total_seconds() for wait in waits) > 12 * 3600
    assert MAIL.after(9, MailDelayed()) is None
    assert MAIL.after(1, MailRefused()) is None


# -- health and forgetting ---------------------------------------------------------------------------------------------


def test_health_tells_of_failed_mail_and_of_wrong_settings(
    staffed: Office, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    wants(staffed, "bram", "at_once")
    staffed.reach(staffed.start(), "periksa")
    before = _check(staffed.engine)
    server.to_recipients = b"550 no"
    post(staffed.engine)
    after = _check(staffed.engine)
    monkeypatch.setenv("ALUR_SMTP", "http://x")

    assert (before, after, _check(staffed.engine)) == ("good", "warn", "bad")


def _check(engine: Engine) -> str:
    return next(check.state for check in examine(engine) if check.key == "mail")


def test_old_notices_go_but_not_those_of_open_work(staffed: Office) -> None:
    done, waits = staffed.start(), staffed.start()
    for case_id in (done, waits):
        staffed.reach(case_id, "periksa")
    tell(staffed.engine)
    for case_id in (done, waits):
        notices.read_task(staffed.engine, "bram", case_id, "periksa")
    staffed.act("bram", done, "periksa", keputusan="setuju")
    wants(staffed, "umi", "at_once")
    post(staffed.engine)
    early = sweep(staffed.engine)
    staffed.engine.world.move(days=400)

    late = sweep(staffed.engine)

    with staffed.engine.database.reading() as connection:
        left = connection.scalars(select(told_notices.c.case_id).where(told_notices.c.person == "bram")).all()
    assert (early, late, left) == (0, 1, [waits])
    assert states(staffed.engine) == []
    assert letters(staffed.engine.home) == []
