"""Text fields and text areas: lengths, patterns, formats; invisible characters are refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from forms import golongan, nip
from forms.check import WRONG, Check, Clean, Wrong
from forms.fields import Field
from forms.rules import Scope
from forms.said import said

#: Control characters, halves of surrogate pairs, and marks that turn the direction of writing: none can be stored or trusted.
_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_EMAIL = re.compile(r"[^@\s,;<>]{1,64}@[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,6}", re.IGNORECASE | re.ASCII)
_NUMBER_OF_LETTER = re.compile(r"[\w./ -]{3,100}")
_NAME_OF_PERSON = re.compile(r"[^\W\d_][^\d_<>@]*")


def cleaner(field: Field) -> Clean:
    """The cleaner of a textfield or textarea."""
    single = field.kind == "textfield"
    special = FORMATS.get(field.format)

    def clean(raw: object, scope: Scope, at: str, check: Check) -> str | Wrong:
        if type(raw) is not str:
            return check.wrong(at, said("Isi dengan teks."))
        text = raw.strip()
        if not text.isprintable():
            if _BAD.search(text):
                return check.wrong(
                    at, said("Ada karakter tersembunyi yang tidak dapat disimpan. Hapus, lalu ketik ulang.")
                )
            text = " ".join(text.split()) if single else text.replace("\r\n", "\n").replace("\r", "\n")
        if not text:
            return ""
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        check.text += len(text)
        if special is not None:
            found = special(text, at, check, field)
            if isinstance(found, Wrong):
                return WRONG
            text = found
        return _within(text, field, at, check)

    return clean


def _within(text: str, field: Field, at: str, check: Check) -> str | Wrong:
    length = len(text)
    if length > field.max_length:
        return check.wrong(
            at, said("Paling banyak {most} karakter; sekarang {length}.", most=field.max_length, length=length)
        )
    if length < field.min_length:
        return check.wrong(at, said("Terlalu pendek: sedikitnya {least} karakter.", least=field.min_length))
    if field.pattern is not None and not field.pattern.matches(text):
        return check.wrong(
            at, field.pattern_message or said("Bentuknya tidak sesuai dengan yang diminta; lihat keterangannya.")
        )
    return text


def _nip(text: str, at: str, check: Check, field: Field) -> str | Wrong:
    digits = nip.normalise(text)
    fault = nip.fault(digits, today=check.today, pppk=field.pppk)
    return digits if fault is None else check.wrong(at, fault)


def _email(text: str, at: str, check: Check, field: Field) -> str | Wrong:
    if len(text) > 254 or not _EMAIL.fullmatch(text):
        return check.wrong(at, said("Tulis alamat surel yang lengkap, misalnya nama@instansi.go.id."))
    return text


def _phone(text: str, at: str, check: Check, field: Field) -> str | Wrong:
    digits = re.sub(r"[\s().-]", "", text)
    if not re.fullmatch(r"\+?[0-9]{7,15}", digits):
        return check.wrong(at, said("Tulis nomor telepon dengan angka saja, misalnya 081234567890."))
    return digits


def _letter(text: str, at: str, check: Check, field: Field) -> str | Wrong:
    if not _NUMBER_OF_LETTER.fullmatch(text) or not any(letter.isdigit() for letter in text):
        return check.wrong(at, said("Tulis nomor seperti pada surat, misalnya 800.1.14.1/123/433.202/2026."))
    return text


def _person(text: str, at: str, check: Check, field: Field) -> str | Wrong:
    if not _NAME_OF_PERSON.fullmatch(text):
        return check.wrong(at, said("Tulis nama lengkap dengan huruf; gelar boleh disertakan."))
    return text


def _grade(text: str, at: str, check: Check, field: Field) -> str | Wrong:
    found = golongan.recognise(text)
    return found if found is not None else check.wrong(at, said("Tulis golongan seperti III/d (PNS) atau IX (PPPK)."))


FORMATS: dict[str, Callable[[str, str, Check, Field], str | Wrong]] = {
    "nip": _nip,
    "email": _email,
    "telepon": _phone,
    "nomor_surat": _letter,
    "orang": _person,
    "golongan": _grade,
}
