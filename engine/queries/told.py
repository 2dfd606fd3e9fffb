"""What a notice says: a sentence in the reader's language, from its kind and facts. In a mail it names no person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from engine.queries.wording import Words, quoted

#: What a notice knows: `about` as it was made, and the name, step and case number as they are now.
Facts = Mapping[str, Any]


def told(kind: str, facts: Facts, words: Words, *, names: bool = True) -> str:
    """The sentence of a notice. `names` False: for a mail, in which nobody is named and nothing quoted that people wrote."""
    sentence = SENTENCES.get(kind)
    if sentence is None:  # a newer version made it, or an older one
        return words("Ada kabar baru untuk Anda.")
    said = sentence(facts, words, names)
    return said[:-1] if said.endswith(".”.") else said


def subject_of(kind: str, words: Words) -> str:
    """What a notice is about, in a few words: the subject of a mail."""
    return {
        "task.opened": words("Tugas baru"),
        "task.handed": words("Tugas diserahkan kepada Anda"),
        "task.half": words("Setengah waktu sudah terpakai"),
        "task.full": words("Batas waktu sudah tiba"),
        "task.escalated": words("Pekerjaan di bawah jabatan Anda terlambat"),
        "task.lapsed": words("Tugas dikembalikan"),
        "case.ended": words("Perkara berakhir"),
        "comment.mention": words("Anda disebut dalam komentar"),
        "link.sent": words("Tautan pribadi dibuat"),
        "delivery.failed": words("Kiriman gagal"),
        "incident.opened": words("Gangguan baru"),
        "account.reset": words("Kata sandi pertama diberikan"),
    }.get(kind, words("Pemberitahuan"))


def _opened(facts: Facts, words: Words, names: bool) -> str:
    return words("Tugas baru untuk Anda: {task}{due}.", task=_task(facts, words), due=_until(facts, words))


def _handed(facts: Facts, words: Words, names: bool) -> str:
    task = _task(facts, words)
    if not names or not facts.get("by"):
        return words("Sebuah tugas diserahkan kepada Anda: {task}.", task=task)
    note = words(", karena {note}", note=quoted(facts["reason"])) if facts.get("reason") else ""
    return words("{who} menyerahkan tugas {task} kepada Anda{note}.", who=facts["by"], task=task, note=note)


def _half(facts: Facts, words: Words, names: bool) -> str:
    task, due = _task(facts, words), _until(facts, words)
    return words("Setengah waktu untuk {task} sudah terpakai{due}.", task=task, due=due)


def _full(facts: Facts, words: Words, names: bool) -> str:
    task, due = _task(facts, words), _was_due(facts, words)
    return words("Batas waktu {task} sudah tiba{due}.", task=task, due=due)


def _escalated(facts: Facts, words: Words, names: bool) -> str:
    task = _task(facts, words)
    due = words(", batas waktunya {when}", when=_moment(facts["due"], words)) if facts.get("due") else ""
    return words("Pekerjaan pada jabatan di bawah Anda terlambat: {task}{due}.", task=task, due=due)


def _lapsed(facts: Facts, words: Words, names: bool) -> str:
    return words(
        "Tugas {task} dikembalikan kepada rekan Anda, karena Anda tidak lagi memegang jabatannya.",
        task=_task(facts, words),
    )


def _ended(facts: Facts, words: Words, names: bool) -> str:
    if facts.get("status") == "cancelled":
        return words("Perkara yang Anda mulai dibatalkan.")
    return words("Perkara yang Anda mulai sudah selesai.")


def _mention(facts: Facts, words: Words, names: bool) -> str:
    if not names or not facts.get("by"):
        return words("Anda disebut dalam sebuah komentar.")
    return words("{who} menyebut Anda dalam komentar.", who=facts["by"])


def _link(facts: Facts, words: Words, names: bool) -> str:
    when = _moment(facts.get("expires"), words)
    return words("Tautan pribadi dibuat untuk Anda; berlaku sampai {when}.", when=when)


def _delivery(facts: Facts, words: Words, names: bool) -> str:
    return words(
        "Kiriman {name} kepada mitra {partner} gagal dan tidak dicoba lagi.",
        name=quoted(str(facts.get("message", ""))),
        partner=facts.get("partner", ""),
    )


def _incident(facts: Facts, words: Words, names: bool) -> str:
    return words("Sebuah langkah berhenti dan menunggu operator.")


def _reset(facts: Facts, words: Words, names: bool) -> str:
    if not names or not facts.get("by"):
        return words(
            "Akun Anda diberi kata sandi pertama yang baru. Bila Anda tidak memintanya, beri tahu atasan Anda."
        )
    return words(
        "{who} memberi akun Anda kata sandi pertama yang baru. Bila Anda tidak memintanya, beri tahu atasan Anda.",
        who=facts["by"],
    )


#: Every kind of notice that the system makes.
SENTENCES: dict[str, Callable[[Facts, Words, bool], str]] = {
    "task.opened": _opened,
    "task.handed": _handed,
    "task.half": _half,
    "task.full": _full,
    "task.escalated": _escalated,
    "task.lapsed": _lapsed,
    "case.ended": _ended,
    "comment.mention": _mention,
    "link.sent": _link,
    "delivery.failed": _delivery,
    "incident.opened": _incident,
    "account.reset": _reset,
}


def _task(facts: Facts, words: Words) -> str:
    name = quoted(str(facts.get("name") or words("tugas tanpa nama")))
    step = facts.get("step")
    return words("{name} (langkah {step})", name=name, step=step) if step else name


def _until(facts: Facts, words: Words) -> str:
    return words(", paling lambat {when}", when=_moment(facts["due"], words)) if facts.get("due") else ""


def _was_due(facts: Facts, words: Words) -> str:
    return words(": {when}", when=_moment(facts["due"], words)) if facts.get("due") else ""


def _moment(at: Any, words: Words) -> str:
    """A moment of the facts: ISO 8601 as they are kept."""
    try:
        return words.moment(at if isinstance(at, datetime) else datetime.fromisoformat(str(at)))
    except ValueError:
        return str(at)
