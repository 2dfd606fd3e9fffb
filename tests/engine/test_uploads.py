"""Files from outside: what is too large, empty, of a wrong kind or disguised is refused and leaves nothing behind."""

from __future__ import annotations

import io
import zipfile

import pytest
from sqlalchemy import func, select

from engine import uploads
from engine.errors import UploadRefused
from engine.schema import blobs
from portal.simulation.office import PDF, PNG
from tests.engine.office import Office


def docx(member: str = "word/document.xml") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(member, "<w:document/>")
    return held.getvalue()


def count(office: Office) -> int:
    with office.engine.database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(blobs)) or 0


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("surat.pdf", b"", "kosong"),
        ("surat.exe", b"MZ", "tidak diterima"),
        ("surat", PDF, "tidak diterima"),
        ("surat.pdf", b"MZ\x90\x00" + b"\0" * 200, "tidak sesuai dengan namanya"),
        ("surat.pdf", b"<html><script>alert(1)</script>", "tidak sesuai dengan namanya"),
        ("foto.png", PDF, "tidak sesuai dengan namanya"),
        ("surat.docx", docx("evil.bin"), "tidak sesuai dengan namanya"),
        ("surat.docx", b"PK\x03\x04 broken", "tidak sesuai dengan namanya"),
    ],
)
def test_what_is_not_what_it_says_is_refused(office: Office, name: str, content: bytes, told: str) -> None:
    with pytest.raises(UploadRefused, match=told):
        uploads.store(office.engine, office.person("ani"), name, io.BytesIO(content))

    assert count(office) == 0


def test_a_file_over_the_limit_is_refused_before_it_is_read_whole(office: Office) -> None:
    class Endless(io.RawIOBase):
        taken = 0

        def read(self, size: int = -1) -> bytes:
            assert size > 0, "the stream must not be read without a bound"
            self.taken += size
            return b"%PDF" + b"0" * (size - 4)

    with pytest.raises(UploadRefused, match="15 MB"):
        uploads.store(office.engine, office.person("ani"), "besar.pdf", Endless())

    assert count(office) == 0


@pytest.mark.parametrize(("name", "content"), [("a.pdf", PDF), ("b.PNG", PNG), ("c.docx", docx())])
def test_good_files_are_stored_once_by_their_hash(office: Office, name: str, content: bytes) -> None:
    first = uploads.store(office.engine, office.person("ani"), name, io.BytesIO(content))
    second = uploads.store(office.engine, office.person("bram"), name, io.BytesIO(content))

    assert (first["sha256"], first["ukuran"]) == (second["sha256"], len(content))
    assert count(office) == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\surat\\nota.pdf", "nota.pdf"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ("x" * 300 + ".pdf", "x" * 110 + ".pdf"),
    ],
)
def test_names_lose_folders_and_control_characters(given: str, kept: str) -> None:
    assert uploads.clean_name(given) == kept


def test_somebody_elses_file_cannot_be_referred_to(office: Office) -> None:
    foreign = uploads.store(office.engine, office.person("citra"), "rahasia.pdf", io.BytesIO(PDF))
    case_id = office.start()

    with pytest.raises(UploadRefused, match="tidak ada"):
        office.act("ani", case_id, "susun", isi="Mohon cuti.", lampiran=[foreign])

    assert office.open(case_id) == ["susun"]


def test_what_is_told_of_a_file_is_replaced_by_what_is_stored(office: Office) -> None:
    mine = uploads.store(office.engine, office.person("ani"), "lampiran.pdf", io.BytesIO(PDF))
    case_id = office.start()

    office.act("ani", case_id, "susun", isi="Mohon cuti.", lampiran=[mine | {"nama": "lain.exe", "ukuran": 1}])

    from engine.commands import look

    assert look(office.engine, case_id, "periksa")["susun"]["lampiran"] == [mine]
