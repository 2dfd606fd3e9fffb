"""The passwords that people choose: long, their own, and not told by who they are (NIST SP 800-63B, 3.1.1.2)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from engine import journal
from engine.errors import InvalidForm, NotFound
from engine.people.accounts import confirmed, hash_password, keep_only
from engine.people.actors import Actor
from engine.people.mandating import by
from engine.schema import accounts, persons
from engine.schema import journal as journal_table

if TYPE_CHECKING:
    from engine.engine import Engine

#: Long instead of complicated: no rules about capitals, digits or signs, which people meet by "Password1!".
SHORTEST, LONGEST = 12, 200
#: What must be left of a password without the person's own names and number.
OWN = 8
#: So many different letters at least: "aaaaaaaaaaaa" and "121212121212" are long, and guessed first.
VARIED = 5
#: What people in this country type first when asked for something long; tried by every attacker.
COMMON = (
    *("password", "katasandi", "passw0rd", "qwertyuiop", "qwerty", "asdfghjkl", "1q2w3e4r5t", "abcdefgh", "12345678", "87654321"),
    *("indonesia", "bismillah", "alhamdulillah", "merdeka", "garuda", "pancasila", "sayangku", "iloveyou", "rahasia"),
    *("bangkalan", "madura", "jawatimur", "bkpsdm", "bkpsda", "kepegawaian", "contohalur", "welcome", "administrator", "admin"),
)  # fmt: skip


def fault(password: str, *, nip: str | None, name: str, username: str) -> str | None:
    """Why a password is not taken, in Indonesian with what to do; None when it is good enough."""
    if len(password) < SHORTEST:
        return f"Sedikitnya {SHORTEST} karakter. Beberapa kata yang hanya Anda yang tahu sudah cukup; spasi boleh."
    if len(password) > LONGEST:
        return f"Paling banyak {LONGEST} karakter."
    plain = _plain(password)
    if len(set(password.casefold())) < VARIED:
        return "Terlalu banyak karakter yang sama; pakai beberapa kata yang berbeda."
    if len(_without(plain, [nip or "", username, *re.split(r"\W+", name)])) < OWN:
        return "Jangan memakai NIP, nama, atau nama pengguna; itu yang pertama ditebak orang."
    if len(_without(plain, COMMON)) < OWN:
        return "Kata sandi ini terlalu sering dipakai orang; tambahkan kata-kata lain yang hanya Anda yang tahu."
    return None


def change_password(engine: Engine, actor: Actor, old: str, new: str, again: str, *, keep: str | None = None) -> None:
    """Change one's own password. Every other session of the account ends; `keep`: the token of the one that goes on.

    Raises NotFound (no account), InvalidForm with the reason beside the field, PasswordThrottled after five wrong old ones.
    """
    known = confirmed(engine, actor.person, old)
    with engine.database.transaction() as connection:
        row = connection.execute(
            select(accounts, persons.c.nip, persons.c.name)
            .join(persons, persons.c.id == accounts.c.person)
            .where(accounts.c.person == actor.person)
        ).first()
        if row is None:
            raise NotFound
        found: dict[str, str] = {}
        if not known:
            found["lama"] = "Kata sandi lama tidak cocok."
        if new == old:
            found["baru"] = "Kata sandi baru harus lain dari yang lama."
        elif wrong := fault(new, nip=row.nip, name=row.name, username=row.username):
            found["baru"] = wrong
        if new != again:
            found["ulang"] = "Tidak sama dengan kata sandi baru di atasnya."
        if found:
            raise InvalidForm(found)
        now = engine.world.now()
        change = {"password": hash_password(new), "must_change": False, "password_at": now}
        connection.execute(update(accounts).where(accounts.c.person == actor.person).values(**change))
        ended = keep_only(connection, row.username, keep, now)
        about = {"sessions_ended": ended}
        journal.record(connection, at=now, person=by(actor), act="account:password", subject=actor.person, about=about)


def username_of(engine: Engine, actor: Actor) -> str:
    """The user name of somebody's account, for the browser's password manager; "" without one."""
    with engine.database.reading() as connection:
        return connection.scalar(select(accounts.c.username).where(accounts.c.person == actor.person)) or ""


def given_by(engine: Engine, actor: Actor) -> tuple[str | None, datetime] | None:
    """Who gave somebody the first password (None: the command line), and when: whoever did not ask for one should ask why."""
    acts = journal_table.c.act.in_(("account:made", "account:reset"))
    statement = (
        select(persons.c.name, journal_table.c.at)
        .join_from(journal_table, persons, persons.c.id == journal_table.c.person, isouter=True)
        .where(journal_table.c.subject == actor.person, acts)
        .order_by(journal_table.c.seq.desc())
        .limit(1)
    )
    with engine.database.reading() as connection:
        row = connection.execute(statement).first()
    return (row.name, row.at) if row else None


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())


def _without(plain: str, words: list[str] | tuple[str, ...]) -> str:
    for word in sorted(map(_plain, words), key=len, reverse=True):
        if len(word) >= 3:
            plain = plain.replace(word, "")
    return plain
