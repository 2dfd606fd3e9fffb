"""The one module that an SOP's `handlers.py` imports: how a plain Python function becomes a service task.

    from engine.authoring import BpmnError, Job, handler

    @handler
    def buat_surat(job: Job) -> dict:
        return {"dokumen": job.render("surat_dinas", {...}, jenis="surat_dinas", judul="Surat permohonan")}

A handler runs as a job, outside the command's transaction, and may run more than once: what it returns is recorded and is all that counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

Handler = Callable[["Job"], dict[str, Any]]


class BpmnError(Exception):
    """A business error that the diagram handles: it reaches the error boundary event with this code."""

    def __init__(self, code: str, payload: Any = None) -> None:
        super().__init__(code)
        self.code, self.payload = code, payload


class Confidential(Protocol):
    """The case's door to the encrypted store."""

    def read(self, ref: str) -> dict[str, Any]:
        """What a reference of this case names."""

    def write(self, data: dict[str, Any], *, readers: list[str]) -> dict[str, Any]:
        """Store data for the named lanes or positions; gives `{ref, sha256}` for case data."""


class Office(Protocol):
    """What a job may ask of the engine."""

    def render(self, template: str, data: Mapping[str, Any]) -> tuple[str, int]:
        """Render a letter and store it; gives its SHA-256 and number of pages."""

    def holder(self, position: str, day: datetime) -> dict[str, Any]:
        """The signature block of a lane's or position's holder."""

    def decide(self, decision: str, scope: Mapping[str, Any]) -> Any:
        """Evaluate a decision table of the SOP."""


@dataclass(kw_only=True)
class Job:
    """What a handler is given. `input` is the value of `alur:input`, or all data visible at the task."""

    input: dict[str, Any]
    case: dict[str, Any]
    now: datetime
    element: str
    office: Office = field(repr=False)
    confidential: Confidential = field(repr=False)
    documents: list[dict[str, Any]] = field(default_factory=list)

    def render(
        self,
        template: str,
        data: Mapping[str, Any],
        *,
        jenis: str,
        judul: str,
        kunci: str | None = None,
        keadaan: str = "draf",
        rahasia: bool = False,
        pembaca: list[str] | None = None,
        untuk: Sequence[str] = (),
    ) -> dict[str, Any]:
        """Render a letter of the case and enter it in the case's register.

        `kunci` tells letters of one kind apart (default: the kind); `keadaan`: draf, bernomor, ditandatangani, basah; `rahasia` with
        `pembaca` (lanes or positions) restricts who of the office may open it; `untuk`: NIPs of the participants whose own letter it is:
        they, and no other participant, receive it in their room once it is no draft.
        Gives the reference `{kunci, jenis, judul, keadaan, sha256, halaman, …}`.
        """
        sha256, pages = self.office.render(template, data)
        reference = {
            "kunci": kunci or jenis,
            "jenis": jenis,
            "judul": judul,
            "keadaan": keadaan,
            "nomor": data.get("nomor"),
            "tanggal": data.get("tanggal"),
            "sha256": sha256,
            "halaman": pages,
        }
        if rahasia or pembaca:
            reference["pembaca"] = " ".join(pembaca or [])
        if untuk:
            reference["untuk"] = " ".join(untuk)
        self.documents.append(reference)
        return reference

    def holder(self, position: str) -> dict[str, Any]:
        """Who answers for a lane or position today: `{nip, nama, pangkat, golongan, jabatan, posisi, bentuk, mandat}`."""
        return self.office.holder(position, self.now)

    def decide(self, decision: str, scope: Mapping[str, Any]) -> Any:
        """The outcome of one of the SOP's decision tables."""
        return self.office.decide(decision, scope)


def handler(function: Handler) -> Handler:
    """Mark a function as a service task's handler; only marked functions can be named by a diagram."""
    function.is_handler = True  # type: ignore[attr-defined]  # functions take attributes; the type does not say so
    return function
